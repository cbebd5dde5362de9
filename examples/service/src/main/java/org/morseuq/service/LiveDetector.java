package org.morseuq.service;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import org.morseuq.head.MorseDetector;
import org.morseuq.monitor.Drift;
import org.morseuq.monitor.DriftMonitor;
import org.morseuq.monitor.ReloadableDetector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * The detector in use, and the monitor that watches what it is asked. The library follows the folder and refuses what is
 * damaged or half written; here is refused what does not fit to the network of the service.
 */
final class LiveDetector implements AutoCloseable {

    /** What a detector has to fit to. */
    interface Fit {
        /**
         * Looks at a detector that is about to be used.
         *
         * @throws IllegalArgumentException if it does not fit, with a sentence
         */
        void check(MorseDetector detector);
    }

    private static final Logger LOG = LoggerFactory.getLogger(LiveDetector.class);

    /** How many of the last inputs are compared with the calibration inputs, and how often that may be a false alarm. */
    private static final int WINDOW = 500;

    private static final double LEVEL = 1e-4;

    private final ReloadableDetector source;
    private final Fit fit;
    private volatile DriftMonitor monitor;

    private LiveDetector(ReloadableDetector source, Fit fit) {
        this.source = source;
        this.fit = fit;
        fit.check(source.current());
        this.monitor = monitor(source.current());
    }

    /**
     * Loads a detector and keeps looking at its folder.
     *
     * @param folder a {@code NAME.morse} folder
     * @param fit what this and every later detector has to fit to
     * @param poll how often to look
     */
    static LiveDetector open(Path folder, Fit fit, Duration poll) throws IOException {
        LiveDetector live = new LiveDetector(ReloadableDetector.open(folder), fit);
        live.source.onReload(live::take);
        live.source.watch(poll);
        return live;
    }

    private static DriftMonitor monitor(MorseDetector detector) {
        return new DriftMonitor(detector, WINDOW, LEVEL, 1);
    }

    private void take(MorseDetector next) {
        try {
            fit.check(next);
            monitor = monitor(next);
        } catch (IllegalArgumentException e) {
            LOG.warn("a new detector was refused and the old one stays: {}", e.getMessage());
        }
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
