package org.morseuq.cli;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Random;

/** A folder of data in the official layouts, small enough for a test: ten classes told apart by their colour. */
final class TinyData {

    static final int PER_BATCH = 40;
    static final int TEST = 120;
    static final int OTHER = 50;

    private TinyData() {}

    static Path write(Path folder) throws IOException {
        Random random = new Random(11);
        Files.createDirectories(folder.resolve("cifar10"));
        for (int b = 1; b <= 5; b++) {
            Files.write(folder.resolve("cifar10/data_batch_" + b + ".bin"), coloured(PER_BATCH, random));
        }
        Files.write(folder.resolve("cifar10/test_batch.bin"), coloured(TEST, random));
        Files.write(folder.resolve("textures.bin"), noise(OTHER, random));
        Files.write(folder.resolve("svhn.bin"), noise(OTHER, random));
        return folder;
    }

    private static byte[] coloured(int count, Random random) {
        ByteArrayOutputStream records = new ByteArrayOutputStream();
        for (int i = 0; i < count; i++) {
            int label = i % 10;
            records.write(label);
            int[] colour = {40 + 170 * (label % 2), 40 + 85 * (label / 2 % 3), 30 + 30 * (label / 2)};
            for (int channel : colour) {
                for (int p = 0; p < 1024; p++) {
                    records.write(Math.max(0, Math.min(255, (int) (channel + 12 * random.nextGaussian()))));
                }
            }
        }
        return records.toByteArray();
    }

    private static byte[] noise(int count, Random random) {
        byte[] records = new byte[count * 3073];
        random.nextBytes(records);
        for (int i = 0; i < count; i++) {
            records[i * 3073] = 0;
        }
        return records;
    }
}
