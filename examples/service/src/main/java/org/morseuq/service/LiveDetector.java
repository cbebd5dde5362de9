package org.morseuq.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.morseuq.head.MorseDetector;
import org.morseuq.monitor.Drift;
import org.morseuq.monitor.DriftMonitor;
import org.morseuq.monitor.ReloadableDetector;

/**
 * The detector in use, and the monitor that watches what it is asked. The library follows the folder and refuses what is
 * damaged, half written, or does not pass the check.
 */
final class LiveDetector implements AutoCloseable {

    /** How many of the last inputs are compared with the calibration inputs, and how often that may be a false alarm. */
    private static final int WINDOW = 500;

    private static final double LEVEL = 1e-4;

    private final ReloadableDetector source;
    private volatile DriftMonitor monitor;

    private LiveDetector(ReloadableDetector source) {
        this.source = source;
        this.monitor = monitor(source.current());
    }

    /**
     * Loads a detector and keeps looking at its folder.
     *
     * @param folder a {@code NAME.morse} folder
     * @param check what this and every later detector has to pass
     * @param poll how often to look
     */
    static LiveDetector open(Path folder, ReloadableDetector.Check check, Duration poll) throws IOException {
        LiveDetector live = new LiveDetector(ReloadableDetector.open(folder, check));
        live.source.onReload(next -> live.monitor = monitor(next));
        live.source.watch(poll);
        return live;
    }

    private static DriftMonitor monitor(MorseDetector detector) {
        return new DriftMonitor(detector, WINDOW, LEVEL, 1);
    }

    /** The detector of this moment. */
    MorseDetector get() {
        return monitor.detector();
    }

    /** The detector of this moment, with memory. */
    DriftMonitor monitor() {
        return monitor;
    }

    /** Whether recent inputs look like the calibration inputs. */
    Answer drift(Call call) {
        Drift drift = monitor.look();
        return Answer.json(Map.of(
                "finding", drift.finding(),
                "inputs", drift.inputs(),
                "flagged_rate", drift.flaggedRate(),
                "words", drift.words()));
    }

    @Override
    public void close() {
        source.close();
    }
}
