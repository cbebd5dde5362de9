package org.morseuq.head;

import java.util.List;
import java.util.OptionalDouble;
import java.util.OptionalInt;

/**
 * How a fitted detector decides what to flag. {@link MorseDetector#with(ThresholdPolicy)} exchanges it; nothing is fitted
 * again.
 *
 * <p>{@link FalseAlarm} and {@link FalseAlarmByClass} guarantee a rate of false alarms, for inputs exchangeable with the
 * calibration inputs and whatever the distribution of their scores. {@link Quantile} and {@link Fixed} guarantee nothing.
 * None guarantees that foreign inputs are caught.
 */
public sealed interface ThresholdPolicy {

    /** The rate of false alarms that it aims at; empty if it aims at none. */
    OptionalDouble rate();

    /** Whether that rate is guaranteed. */
    boolean guaranteed();

    /** Whether an input is compared with the calibration inputs of its own predicted class alone. */
    default boolean byClass() {
        return false;
    }

    /**
     * Which of the calibration scores the threshold is.
     *
     * @param scores the calibration scores that the input is compared with
     * @return k, from 1 to n, if the threshold is the k-th largest; empty if it is none of them
     */
    OptionalInt alarms(Calibration scores);

    /**
     * The threshold.
     *
     * @param scores the calibration scores that the input is compared with
     * @return the largest score that is not flagged
     */
    default double threshold(Calibration scores) {
        return scores.largest(alarms(scores).orElseThrow());
    }

    /**
     * Flags the inputs whose split-conformal p-value is at most the rate.
     *
     * <p>Guarantees \( P(\text{flagged}) \le \alpha \) for an in-distribution input, on average over calibration samples;
     * {@link RealisedRate} tells how far one sample may be from the average. Refuses rates below 1 / (n + 1).
     *
     * @param alpha the largest tolerated rate of false alarms, above 0 and below 1
     */
    record FalseAlarm(double alpha) implements ThresholdPolicy {
        /** Checks the rate. */
        public FalseAlarm {
            Calibration.requireRate(alpha);
        }

        @Override
        public OptionalDouble rate() {
            return OptionalDouble.of(alpha);
        }

        @Override
        public boolean guaranteed() {
            return true;
        }

        @Override
        public OptionalInt alarms(Calibration scores) {
            return OptionalInt.of(scores.alarms(alpha));
        }

        @Override
        public String toString() {
            return "false-alarm:" + alpha;
        }
    }

    /**
     * The same within the calibration inputs that the backbone predicts as the input's own class.
     *
     * <p>Guarantees \( P(\text{flagged} \mid \hat{y} = c) \le \alpha \) for every predicted class c, and so the rate over
     * all classes too, which {@link FalseAlarm} alone would let one class use up: a Mondrian conformal predictor (Vovk,
     * Gammerman and Shafer 2005, chapter 4) whose categories are the predictions. Refuses rates below 1 / (n + 1) for
     * the n of any class, and calibration scores whose classes are not known.
     *
     * @param alpha the largest tolerated rate of false alarms, above 0 and below 1
     */
    record FalseAlarmByClass(double alpha) implements ThresholdPolicy {
        /** Checks the rate. */
        public FalseAlarmByClass {
            Calibration.requireRate(alpha);
        }

        @Override
        public OptionalDouble rate() {
            return OptionalDouble.of(alpha);
        }

        @Override
        public boolean guaranteed() {
            return true;
        }

        @Override
        public boolean byClass() {
            return true;
        }

        @Override
        public OptionalInt alarms(Calibration scores) {
            return OptionalInt.of(scores.alarms(alpha));
        }

        @Override
        public String toString() {
            return "by-class:" + alpha;
        }
    }

    /**
     * Flags what is above a quantile of the calibration scores. <em>Without guarantee</em>: the quantile of n scores flags
     * \( 1 - \lceil q n \rceil / (n + 1) \) of the in-distribution inputs on average, which is above 1 - q for many n (0.18
     * for q = 0.9 and n = 10).
     *
     * @param level q, above 0 and at most 1; the threshold is the smallest score that at least the part q of the scores do
     *     not exceed
     */
    record Quantile(double level) implements ThresholdPolicy {
        /** Checks the level. */
        public Quantile {
            if (!(level > 0 && level <= 1)) {
                throw new IllegalArgumentException("the quantile must be above 0 and at most 1, got " + level);
            }
        }

        @Override
        public OptionalDouble rate() {
            return OptionalDouble.of(1 - level);
        }

        @Override
        public boolean guaranteed() {
            return false;
        }

        @Override
        public OptionalInt alarms(Calibration scores) {
            int n = scores.size();
            int rank = (int) Math.ceil(level * n);
            if (rank > 1 && (rank - 1) / (double) n >= level) { // 0.07 * 100 is 7.000000000000001
                rank--;
            }
            return OptionalInt.of(n + 1 - rank);
        }

        @Override
        public String toString() {
            return "quantile:" + level;
        }
    }

    /**
     * Flags what is above a number. <em>Without guarantee</em>: the number knows nothing of the calibration scores.
     *
     * @param energy the largest score that is not flagged, in nats; finite
     */
    record Fixed(double energy) implements ThresholdPolicy {
        /** Checks the number. */
        public Fixed {
            if (!Double.isFinite(energy)) {
                throw new IllegalArgumentException("the fixed threshold must be finite, got " + energy);
            }
        }

        @Override
        public OptionalDouble rate() {
            return OptionalDouble.empty();
        }

        @Override
        public boolean guaranteed() {
            return false;
        }

        @Override
        public OptionalInt alarms(Calibration scores) {
            return OptionalInt.empty();
        }

        @Override
        public double threshold(Calibration scores) {
            return energy;
        }

        @Override
        public String toString() {
            return "fixed:" + energy;
        }
    }

    /** The names that {@link #parse} knows. */
    List<String> NAMES = List.of("false-alarm", "by-class", "quantile", "fixed");

    /**
     * The policy of a text, which is what {@code toString} gives.
     *
     * @param text a name and a number: {@code false-alarm:0.01}, {@code by-class:0.05}, {@code quantile:0.99} or
     *     {@code fixed:12.5}
     * @return the policy
     */
    static ThresholdPolicy parse(String text) {
        int colon = text.indexOf(':');
        String name = colon < 0 ? text : text.substring(0, colon);
        if (!NAMES.contains(name)) {
            throw new IllegalArgumentException(
                    "unknown threshold policy '" + name + "', known are " + String.join(", ", NAMES));
        }
        double number;
        try {
            number = Double.parseDouble(colon < 0 ? "" : text.substring(colon + 1));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "a threshold policy is a name and a number such as " + name + ":0.05, got '" + text + "'", e);
        }
        return switch (name) {
            case "false-alarm" -> new FalseAlarm(number);
            case "by-class" -> new FalseAlarmByClass(number);
            case "quantile" -> new Quantile(number);
            default -> new Fixed(number);
        };
    }
}
