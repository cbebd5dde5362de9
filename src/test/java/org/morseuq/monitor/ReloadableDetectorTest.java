package org.morseuq.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotSame;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.store.MalformedFileException;

final class ReloadableDetectorTest {

    @TempDir
    private Path parent;

    private Path folder;
    private MorseDetector shipped;
    private float[] row;

    @BeforeEach
    void save() throws IOException {
        folder = parent.resolve("some.morse");
        shipped = Shipped.detector();
        shipped.save(folder);
        row = Shipped.foreign(shipped, "textures")[0];
    }

    @Test
    void anotherArtefactTakesThePlaceAndIsTold() throws IOException {
        try (ReloadableDetector detector = ReloadableDetector.open(folder)) {
            List<MorseDetector> told = new ArrayList<>();
            detector.onReload(told::add);
            MorseDetector before = detector.current();
            assertFalse(detector.reload());
            assertSame(before, detector.current());
            shipped.withFalseAlarm(0.2).save(folder);
            assertTrue(detector.reload());
            assertEquals(0.2, detector.current().falseAlarm(), 0.0);
            assertSame(detector.current(), told.get(0));
            assertEquals(1, told.size());
            assertEquals(0.05, before.falseAlarm(), 0.0);
        }
    }

    @Test
    void aDetectorOfAnotherNetworkNeverTakesThePlace() throws IOException {
        String network = shipped.manifest().origin().backbone().sha256();
        String other = "0".repeat(network.length());
        try (ReloadableDetector detector = ReloadableDetector.open(folder, ReloadableDetector.Check.network(network))) {
            MorseDetector before = detector.current();
            ofNetwork(other).save(folder);
            var thrown = assertThrows(MalformedFileException.class, detector::reload);
            assertEquals(
                    folder + ": was fitted on the network with the digest " + other + ", the one that runs has "
                            + network,
                    thrown.getMessage());
            assertSame(before, detector.current());
            assertThrows(
                    MalformedFileException.class,
                    () -> ReloadableDetector.open(folder, ReloadableDetector.Check.network(network)));
            ReloadableDetector.open(folder).close(); // which asks for nothing
            shipped.withFalseAlarm(0.2).save(folder);
            assertTrue(detector.reload());
            assertEquals(0.2, detector.current().falseAlarm(), 0.0);
        }
    }

    /** The same head, fitted, so it says, on another network. */
    private MorseDetector ofNetwork(String sha256) throws IOException {
        Manifest.Origin origin = shipped.manifest().origin();
        Manifest.BackboneEntry network = origin.backbone();
        FeatureTable held = FeatureFile.read(Shipped.FOLDER.resolve("features/cifar10-test.safetensors"))
                .select(shipped.layout().names())
                .rows(IntStream.range(0, 500).toArray());
        return MorseDetector.calibrate(
                shipped.network(),
                held,
                held,
                0.05,
                new Manifest.Origin(
                        origin.library(),
                        origin.recipe(),
                        origin.seed(),
                        new Manifest.BackboneEntry(
                                network.name(), sha256, network.size(), network.mean(), network.std()),
                        origin.classes(),
                        origin.data(),
                        origin.metrics()));
    }

    @Test
    void aBadArtefactNeverReplacesAGoodOne() throws IOException {
        try (ReloadableDetector detector = ReloadableDetector.open(folder)) {
            MorseDetector before = detector.current();
            Path manifest = folder.resolve("manifest.json");
            String good = Files.readString(manifest);
            for (String bad : List.of("", "{}", good.replace("\"max\"", "\"sum\""), good.substring(0, 500))) {
                Files.writeString(manifest, bad);
                assertThrows(MalformedFileException.class, detector::reload, bad);
                assertSame(before, detector.current());
            }
            Files.delete(manifest);
            assertThrows(IOException.class, detector::reload);
            assertSame(before, detector.current());
            Files.writeString(manifest, good);
            assertFalse(detector.reload());
        }
        assertThrows(IOException.class, () -> ReloadableDetector.open(parent.resolve("none.morse")));
    }

    /**
     * Four threads judge without pause while an artefact is replaced by others and by broken ones: every verdict is one that
     * some good artefact gives, and none fails.
     */
    @Test
    void noRequestIsDroppedWhileTheDetectorChanges() throws IOException, InterruptedException {
        double energy = shipped.assess(row).energy();
        Queue<String> wrong = new ConcurrentLinkedQueue<>();
        AtomicBoolean stop = new AtomicBoolean();
        try (ReloadableDetector detector = ReloadableDetector.open(folder)) {
            detector.watch(Duration.ofMillis(2));
            List<Thread> threads = IntStream.range(0, 4)
                    .mapToObj(t -> new Thread(() -> {
                        while (!stop.get()) {
                            try {
                                MorseDetector current = detector.current();
                                if (current.assess(row).energy() != energy
                                        || (current.falseAlarm() != 0.05 && current.falseAlarm() != 0.2)) {
                                    wrong.add("a rate of " + current.falseAlarm() + " or another energy");
                                }
                            } catch (RuntimeException e) {
                                wrong.add(e.toString());
                            }
                        }
                    }))
                    .toList();
            threads.forEach(Thread::start);
            for (int i = 1; i <= 10; i++) {
                double rate = i % 2 == 0 ? 0.05 : 0.2;
                Files.writeString(folder.resolve("calibration.safetensors"), "broken");
                shipped.withFalseAlarm(rate).save(folder);
                waitUntil(detector, rate);
            }
            stop.set(true);
            for (Thread thread : threads) {
                thread.join();
            }
        }
        assertTrue(wrong.isEmpty(), wrong.toString());
    }

    private static void waitUntil(ReloadableDetector detector, double rate) throws InterruptedException {
        long limit = System.nanoTime() + Duration.ofSeconds(20).toNanos();
        while (detector.current().falseAlarm() != rate) {
            assertTrue(System.nanoTime() < limit, "the watch has not seen the artefact with the rate " + rate);
            Thread.sleep(1);
        }
    }

    @Test
    void otherFeaturesAreRefused() throws IOException {
        MorseDetector other = org.morseuq.head.DetectorOfOtherFeatures.make();
        try (ReloadableDetector detector = ReloadableDetector.open(folder)) {
            MorseDetector before = detector.current();
            other.save(folder);
            MalformedFileException e = assertThrows(MalformedFileException.class, detector::reload);
            assertTrue(e.getMessage().contains("the detector in use takes logits[10]"), e.getMessage());
            assertSame(before, detector.current());
            assertNotSame(other.layout(), before.layout());
        }
    }
}
