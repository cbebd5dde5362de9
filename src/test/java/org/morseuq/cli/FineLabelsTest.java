package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.DataFolder;
import org.morseuq.store.Safetensors;

/** Training on CIFAR-100 learns the hundred fine classes, which come after the twenty coarse ones in every record. */
final class FineLabelsTest {

    private static final int IMAGES = 200;

    @TempDir
    private Path folder;

    /** Noise in which the fine labels go round and the coarse one is always the same. */
    private static byte[] records(long seed) {
        byte[] records = new byte[IMAGES * 3074];
        new Random(seed).nextBytes(records);
        for (int i = 0; i < IMAGES; i++) {
            records[i * 3074] = 7;
            records[i * 3074 + 1] = (byte) (i % 100);
        }
        return records;
    }

    @Test
    void aHundredClassesAreLearned() throws IOException {
        Path set = Files.createDirectories(folder.resolve("data/cifar100"));
        Files.write(set.resolve("train.bin"), records(1));
        Files.write(set.resolve("test.bin"), records(2));
        Path to = folder.resolve("run");
        Cli run = Cli.run(
                "train",
                "--network",
                "mlp-4",
                "--in",
                "cifar100",
                "--data",
                folder.resolve("data"),
                "--to",
                to,
                "--size",
                8,
                "--epochs",
                1,
                "--batch-size",
                50,
                "--learning-rate",
                0.01,
                "--augment",
                "none");
        assertEquals(0, run.code(), run.err());

        List<String> classes = new DataFolder(folder.resolve("data"))
                .find("cifar100", DataFolder.Split.TRAIN)
                .classes();
        assertEquals(100, classes.size());
        assertEquals("apple", classes.get(0));
        assertEquals("worm", classes.get(99));
        String saved = Files.readString(to.resolve("network.json")).replaceAll("\\s", "");
        assertTrue(saved.contains("[\"" + String.join("\",\"", classes) + "\"]"), saved);
        assertTrue(Safetensors.read(to.resolve("checkpoint.safetensors")).tensors().values().stream()
                .anyMatch(tensor -> List.of(100, 4)
                        .equals(Arrays.stream(tensor.shape()).boxed().toList())));
        // Noise is guessed once in a hundred; the coarse label, always the same, would be learned in a step or two.
        String[] cells = Files.readAllLines(to.resolve("log.csv")).get(1).split(",", -1);
        assertTrue(Double.parseDouble(cells[3]) < 0.1, "training accuracy " + cells[3]);
        assertEquals(Math.log(100), Double.parseDouble(cells[2]), 1.5); // of hundred equal guesses, roughly
    }

    @Test
    void augmentationsAreRefusedInOneSentence() {
        Cli unknown = Cli.run(
                "train",
                "--network",
                "cnn",
                "--in",
                "cifar10",
                "--data",
                folder,
                "--to",
                folder,
                "--augment",
                "crop,blur");
        assertEquals(2, unknown.code());
        assertEquals(
                "morse: unknown augmentation 'blur', known are crop, flip, cutout, randaugment, pixmix, mixup, or none alone",
                unknown.lastMessage());
        Cli range = Cli.run(
                "train", "--network", "cnn", "--in", "cifar10", "--data", folder, "--to", folder, "--mixup", "-1");
        assertEquals(2, range.code());
        assertEquals(
                "morse: the alpha of mixup must be a number above 0 and at most 4.0, got '-1.0'", range.lastMessage());
    }

    @Test
    void precisionsAreRefusedInOneSentenceAndNothingIsWritten() {
        Path to = folder.resolve("to");
        Cli run = Cli.run(
                "train", "--network", "cnn", "--in", "cifar10", "--data", folder, "--to", to, "--precision", "half");
        assertEquals(2, run.code());
        assertEquals("morse: unknown precision 'half', known are [float32, bfloat16]", run.lastMessage());
        assertFalse(Files.exists(to));
    }
}
