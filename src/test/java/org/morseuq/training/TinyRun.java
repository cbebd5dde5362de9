package org.morseuq.training;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.BooleanSupplier;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.data.Image;

/** Images of three colours, and runs that take a second. */
final class TinyRun {

    static final int EPOCHS = 3;
    static final int STEPS_PER_EPOCH = 6;
    static final TrainingConfig CONFIG = config(1);
    static final ImagesInMemory TRAIN = colours("colours/train", 96, 1);
    static final ImagesInMemory TEST = colours("colours/test", 45, 2);

    private TinyRun() {}

    static TrainingConfig config(long seed) {
        return new TrainingConfig("resnet8", EPOCHS, 16, 0.05, Schedule.ONE_CYCLE, 0.9, 1e-4, seed);
    }

    /** Noise of 8 x 8 pixels, brighter in the channel of the label. */
    static ImagesInMemory colours(String name, int count, long seed) {
        return new ImagesInMemory(name, List.of("red", "green", "blue"), colourImages(name, count, seed));
    }

    /** The images alone. */
    static List<Image> colourImages(String name, int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            byte[] pixels = new byte[3 * 64];
            for (int k = 0; k < pixels.length; k++) {
                pixels[k] = (byte) (random.nextInt(150) + (k / 64 == i % 3 ? 100 : 0));
            }
            images.add(new Image(name + "/" + i, i % 3, 8, 8, pixels));
        }
        return images;
    }

    static BackboneTrainer trainer(Path folder) throws IOException {
        return new BackboneTrainer(CONFIG, TRAIN, TEST, 8, folder, "cpu");
    }

    /** A run from the start to the end. */
    static void whole(Path folder) throws IOException {
        try (BackboneTrainer trainer = trainer(folder)) {
            trainer.run(TrainingListener.silent(), 1000, () -> false);
        }
    }

    /** Says stop when it is asked for the n-th time from 0, which is before the step with that number. */
    static BooleanSupplier stopAt(int n) {
        int[] asked = {0};
        return () -> asked[0]++ == n;
    }

    /** The log but for the last column, which holds seconds. */
    static List<String> log(Path folder) throws IOException {
        return Files.readAllLines(folder.resolve("log.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }
}
