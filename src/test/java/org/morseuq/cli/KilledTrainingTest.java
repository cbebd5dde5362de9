package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestReporter;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Safetensors;

/**
 * Trainings in processes of their own that are ended from outside, by a signal that cannot be caught and by one that can. An
 * epoch of theirs takes milliseconds, a good part of which goes into files, so that kills fall into the writing of some.
 * {@code -Dmorse.kills=20} kills more often.
 */
@Timeout(1800) // a process that hangs must not keep a build
final class KilledTrainingTest {

    private static final int KILLS = Integer.getInteger("morse.kills", 3);
    private static final int EPOCHS = 40 * (KILLS + 1);
    private static final int STEPS_PER_EPOCH = 2;
    private static final Pattern EPOCH = Pattern.compile("epoch (\\d+)/\\d+: .* \\d+ s");

    @TempDir
    private static Path shared;

    private static Path data;
    private static Path uninterrupted;

    @TempDir
    private Path folder;

    @BeforeAll
    static void runWithoutAStop() throws IOException {
        data = TinyData.write(shared.resolve("data"));
        uninterrupted = shared.resolve("run");
        Cli run = Cli.run(arguments(uninterrupted, "300").toArray());
        assertEquals(0, run.code(), run.err());
    }

    private static List<String> arguments(Path run, String checkpointSeconds) {
        String line = "train --network mlp-16 --in cifar10 --size 8 --learning-rate 0.02 --batch-size 100"
                + " --resume --augment crop,flip,cutout:2 --mixup 0.2 --epochs " + EPOCHS;
        List<String> arguments = new ArrayList<>(List.of(line.split(" ", -1)));
        arguments.addAll(List.of("--data", data.toString(), "--to", run.toString()));
        arguments.addAll(List.of("--checkpoint-seconds", checkpointSeconds));
        return arguments;
    }

    private Process start(Path run, String checkpointSeconds) throws IOException {
        List<String> command = new ArrayList<>(List.of(
                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                "-Xmx512m",
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                System.getProperty("java.class.path"),
                "org.morseuq.cli.Morse"));
        command.addAll(arguments(run, checkpointSeconds));
        File file = folder.resolve("messages.txt").toFile();
        return new ProcessBuilder(command)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .redirectError(file)
                .start();
    }

    /** The epochs that the process has told the end of, each before it wrote the checkpoint. */
    private List<Integer> told() throws IOException {
        List<Integer> epochs = new ArrayList<>();
        for (String line : Files.readAllLines(folder.resolve("messages.txt"))) {
            Matcher epoch = EPOCH.matcher(line);
            if (epoch.matches()) {
                epochs.add(Integer.parseInt(epoch.group(1)));
            }
        }
        return epochs;
    }

    private void waitForEpochs(Process process, int count) throws IOException, InterruptedException {
        while (told().size() < count) {
            assertTrue(process.isAlive(), "ended too early");
            Thread.sleep(1);
        }
    }

    /** Steps that the checkpoint in a folder has done; it is read as a whole, so it is not broken. */
    private static int saved(Path run) throws IOException {
        Path file = run.resolve("checkpoint.safetensors");
        if (!Files.exists(file)) {
            return 0;
        }
        Safetensors checkpoint = Safetensors.read(file);
        return STEPS_PER_EPOCH * Integer.parseInt(checkpoint.metadata().get("epoch"))
                + Integer.parseInt(checkpoint.metadata().get("step"));
    }

    private static void assertEndsAsIfNothingHadHappened(Path run) throws IOException {
        Cli rest = Cli.run(arguments(run, "300").toArray());
        assertEquals(0, rest.code(), rest.err());
        assertTrue(rest.err().startsWith("continuing mlp-16"), rest.err());
        for (String name : List.of("mlp-16-0000.params", "network.json", "steps.csv")) {
            assertArrayEquals(
                    Files.readAllBytes(uninterrupted.resolve(name)), Files.readAllBytes(run.resolve(name)), name);
        }
        assertEquals(accuracies(uninterrupted), accuracies(run));
    }

    /** The log but for the last column, which holds seconds. */
    private static List<String> accuracies(Path run) throws IOException {
        return Files.readAllLines(run.resolve("log.csv")).stream()
                .map(line -> line.substring(0, line.lastIndexOf(',')))
                .toList();
    }

    @Test
    void killedAtRandomMomentsItLosesAtMostACheckpointIntervalAndEndsTheSame(TestReporter reporter)
            throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        SplittableRandom random = new SplittableRandom(17);
        int within = 0;
        int leftOver = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            int before = saved(run);
            // By turns a checkpoint an epoch and a checkpoint a step.
            Process process = start(run, kill % 2 == 0 ? "300" : "1e-9");
            try {
                waitForEpochs(process, 1 + random.nextInt(30));
                TimeUnit.MICROSECONDS.sleep(random.nextInt(8000));
                assertTrue(process.isAlive(), "ended too early");
            } finally {
                process.destroyForcibly();
            }
            assertEquals(128 + 9, process.waitFor());
            List<Integer> told = told();
            int last = told.get(told.size() - 1);
            int after = saved(run);
            assertTrue(after >= STEPS_PER_EPOCH * (last - 1), after + " steps are saved of " + last + " epochs");
            assertTrue(after >= before, after + " steps are saved, before there were " + before);
            within += after % STEPS_PER_EPOCH;
            try (var files = Files.list(run)) {
                leftOver += (int)
                        files.filter(file -> file.toString().endsWith(".part")).count();
            }
        }
        reporter.publishEntry(
                "kills", KILLS + ", of which " + within + " within an epoch; half-written files seen " + leftOver);
        assertEndsAsIfNothingHadHappened(run);
    }

    @Test
    void askedToEndItSavesEveryStepAndSaysSo() throws IOException, InterruptedException {
        Path run = folder.resolve("run");
        Process process = start(run, "300");
        try {
            waitForEpochs(process, 5);
            process.destroy(); // SIGTERM, as a scheduler sends it
            assertEquals(Morse.INTERRUPTED, process.waitFor());
        } finally {
            process.destroyForcibly();
        }
        List<String> said = Files.readAllLines(folder.resolve("messages.txt"));
        assertEquals("stopped; everything is saved, continue with --resume", said.get(said.size() - 1));
        int saved = saved(run);
        assertTrue(saved >= STEPS_PER_EPOCH * told().size(), saved + " steps are saved");
        assertEquals(saved + 1, Files.readAllLines(run.resolve("steps.csv")).size());
        assertEndsAsIfNothingHadHappened(run);
    }
}
