package org.morseuq.monitor;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

final class DriftMonitorTest {

    private static MorseDetector detector;
    private static float[][] fresh;

    @BeforeAll
    static void load() throws IOException {
        detector = Shipped.detector();
        fresh = Shipped.fresh(detector);
    }

    private static Drift look(float[][] rows, int size) {
        DriftMonitor monitor = new DriftMonitor(detector, size, 1e-4, 1);
        for (float[] row : rows) {
            monitor.assess(row);
        }
        return monitor.look();
    }

    private static float[][] first(float[][] rows, int n) {
        return Arrays.copyOf(rows, n);
    }

    /**
     * Windows of 200 of the 5,000 fresh images, drawn at random: at the level 0.1 at most a tenth of the looks find drift.
     * Of 200 draws 20 are expected at most, and 36 are four standard errors more.
     */
    @Test
    void whatIsLikeTheCalibrationImagesIsSeldomDrift() {
        Random random = new Random(2);
        List<float[]> rows = Arrays.asList(fresh.clone());
        List<Verdict> verdicts = Arrays.stream(fresh).map(detector::assess).toList();
        List<Integer> order =
                Arrays.asList(IntStream.range(0, fresh.length).boxed().toArray(Integer[]::new));
        int found = 0;
        for (int draw = 0; draw < 200; draw++) {
            Collections.shuffle(order, random);
            DriftMonitor monitor = new DriftMonitor(detector, 200, 0.1, draw);
            for (int i : order.subList(0, 200)) {
                monitor.accept(rows.get(i), verdicts.get(i));
            }
            found += monitor.look().finding() == Finding.NO_DRIFT ? 0 : 1;
        }
        assertTrue(found <= 36, found + " of 200 windows drift");
    }

    @Test
    void faultsOfPreprocessingAreNamed() throws IOException, URISyntaxException {
        for (String fault : List.of("bgr", "grey", "not-normalised", "scale-255", "enlarged")) {
            Drift drift = look(Shipped.spoilt(fault), 200);
            assertEquals(Finding.PREPROCESSING_DIFFERS, drift.finding(), fault + ": " + drift);
            assertTrue(drift.words().startsWith("preprocessing differs from training: "), drift.words());
            String hint = fault.equals("scale-255")
                    ? "pixels from 0 to 255"
                    : fault.matches("bgr|grey") ? "channels are in another order" : "normalisation is left out";
            assertTrue(drift.words().contains(hint), fault + ": " + drift);
        }
        assertEquals(Finding.NO_DRIFT, look(first(fresh, 200), 200).finding());
    }

    /** Foreign objects in pictures of the same kind are drift, but no fault; digits are pictures of another kind. */
    @Test
    void foreignContentIsToldFromFaults() throws IOException {
        for (String set : List.of("cifar100", "tinyimagenet")) {
            Drift drift = look(first(Shipped.foreign(detector, set), 500), 500);
            assertEquals(Finding.INPUTS_DIFFER, drift.finding(), set + ": " + drift);
            assertTrue(drift.words().startsWith("inputs differ"), drift.words());
        }
        Drift digits = look(first(Shipped.foreign(detector, "mnist"), 200), 200);
        assertEquals(Finding.PREPROCESSING_DIFFERS, digits.finding());
        assertTrue(digits.words().endsWith("or pictures of another kind come"), digits.words());
    }

    /** What has left the window leaves no trace: means, deviations and rates are those of a monitor that saw only the rest. */
    @Test
    void onlyTheWindowCounts() {
        float[][] late = Arrays.copyOfRange(fresh, 730, 930);
        Drift slid = look(first(fresh, 930), 200);
        Drift alone = look(late, 200);
        assertEquals(alone.energies(), slid.energies());
        assertEquals(alone.flaggedRate(), slid.flaggedRate(), 0.0);
        for (int b = 0; b < alone.shifts().size(); b++) {
            // sums of 200 doubles in another order
            assertEquals(alone.shifts().get(b).size(), slid.shifts().get(b).size(), 1e-9);
            assertEquals(alone.shifts().get(b).largestZ(), slid.shifts().get(b).largestZ(), 1e-9);
            assertEquals(alone.shifts().get(b).spread(), slid.shifts().get(b).spread(), 1e-9);
        }
    }

    /** A block shifted by c deviations of each of its features has the size c, but for the noise of the window. */
    @Test
    void shiftsAreInDeviations() {
        float[] scale = detector.profile().orElseThrow().scale();
        float[][] rows = first(fresh, 500);
        float[][] moved = Arrays.stream(rows).map(float[]::clone).toArray(float[][]::new);
        for (float[] row : moved) {
            for (int j = 10; j < 42; j++) { // inner1.mean
                row[j] += 2 * scale[j];
            }
        }
        List<BlockShift> shifts = look(moved, 500).shifts();
        assertEquals("inner1.mean", shifts.get(1).block());
        assertEquals(2, shifts.get(1).size(), 0.1); // a mean of 500 is off by about 0.05
        assertEquals(2 / Math.sqrt(1 / 500.0 + 1 / 5000.0), shifts.get(1).largestZ(), 4);
        assertTrue(shifts.get(3).size() < 0.1, shifts.toString());
        assertEquals(1, shifts.get(1).spread(), 0.1);
    }

    @Test
    void fewInputsSayNothing() {
        DriftMonitor monitor = new DriftMonitor(detector, 100, 1e-4, 1);
        assertEquals(Finding.TOO_FEW, monitor.look().finding());
        for (int i = 0; i < 99; i++) {
            monitor.assess(fresh[i]);
        }
        assertEquals(Finding.TOO_FEW, monitor.look().finding());
        assertSame(monitor.look(), monitor.look());
        monitor.assess(fresh[99]);
        assertEquals(Finding.NO_DRIFT, monitor.look().finding());
        assertEquals(100, monitor.look().inputs());
    }

    @Test
    void whatIsNoWindowOrRowIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> new DriftMonitor(detector, 99, 0.01, 1));
        assertThrows(IllegalArgumentException.class, () -> new DriftMonitor(detector, 100, 0, 1));
        DriftMonitor monitor = new DriftMonitor(detector, 100, 0.01, 1);
        Verdict verdict = detector.assess(fresh[0]);
        assertThrows(IllegalArgumentException.class, () -> monitor.accept(new float[3], verdict));
        assertThrows(IllegalArgumentException.class, () -> monitor.assess(new float[202 * 2]));
        assertEquals(0, monitor.accepted());
    }

    /** Eight threads lose no input, and leave what one thread leaves, in another order. */
    @Test
    void threadsLoseNothing() throws InterruptedException {
        DriftMonitor monitor = new DriftMonitor(detector, 4000, 1e-4, 1);
        List<Thread> threads = IntStream.range(0, 8)
                .mapToObj(t -> new Thread(() -> {
                    for (int i = t; i < 4000; i += 8) {
                        monitor.assess(fresh[i]);
                        if (i % 500 == 0) {
                            monitor.look();
                        }
                    }
                }))
                .toList();
        threads.forEach(Thread::start);
        for (Thread thread : threads) {
            thread.join();
        }
        assertEquals(4000, monitor.accepted());
        Drift alone = look(first(fresh, 4000), 4000);
        assertEquals(alone.energies(), monitor.look().energies());
        assertEquals(alone.flaggedRate(), monitor.look().flaggedRate(), 0.0);
        assertEquals(
                alone.shifts().get(0).size(), monitor.look().shifts().get(0).size(), 1e-9);
    }
}
