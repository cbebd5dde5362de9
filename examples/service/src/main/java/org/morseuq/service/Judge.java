package org.morseuq.service;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.head.Verdict;
import org.morseuq.meter.MorseMeters;

/**
 * Judges rows one after the other on the worker's own thread, so that a request takes one processor and no more, and counts
 * them. A request that is under way while the detector is replaced may have rows judged by the old one and by the new one.
 */
final class Judge {

    private final MorseMeters meters;

    Judge(Telemetry telemetry, LiveDetector live) {
        this.meters = new MorseMeters(telemetry.registry(), ModelEndpoints.NAME, live::monitor);
    }

    List<Verdict> assess(float[][] rows) {
        List<Verdict> verdicts = new ArrayList<>();
        for (float[] row : rows) {
            verdicts.add(meters.assess(row));
        }
        return verdicts;
    }
}
