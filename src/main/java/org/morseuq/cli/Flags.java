package org.morseuq.cli;

import org.morseuq.head.MorseDetector;
import org.morseuq.head.ThresholdPolicy;
import picocli.CommandLine.Option;

/** The options that say which inputs are flagged. */
final class Flags {

    /** What a new detector gets unless told otherwise. */
    private static final ThresholdPolicy DEFAULT = new ThresholdPolicy.FalseAlarm(0.05);

    @Option(
            names = "--false-alarm",
            paramLabel = "RATE",
            description = "The guaranteed false-alarm rate; a new detector has 0.05.")
    private Double falseAlarm;

    @Option(
            names = "--policy",
            paramLabel = "POLICY",
            description = {
                "false-alarm:RATE (the same), by-class:RATE (guaranteed within every predicted class),",
                "quantile:Q or fixed:SCORE (both without guarantee)."
            })
    private String policy;

    /** Whether either option was given. */
    boolean given() {
        return falseAlarm != null || policy != null;
    }

    /** The policy for a new detector. */
    ThresholdPolicy policy() {
        if (falseAlarm != null && policy != null) {
            throw new IllegalArgumentException("give --false-alarm or --policy, not both");
        }
        return policy != null
                ? ThresholdPolicy.parse(policy)
                : falseAlarm != null ? new ThresholdPolicy.FalseAlarm(falseAlarm) : DEFAULT;
    }

    /** A loaded detector, with its own policy unless told otherwise. */
    MorseDetector on(MorseDetector loaded) {
        return given() ? loaded.with(policy()) : loaded;
    }
}
