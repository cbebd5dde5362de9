package org.morseuq.head;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.IntStream;

/**
 * A policy applied to calibration scores: p-values, what is flagged, and how often that is a false alarm.
 *
 * <p>Where the policy is {@linkplain ThresholdPolicy#byClass() by class}, an input is compared with the calibration inputs
 * of its own predicted class, otherwise with all of them. Immutable and thread-safe.
 */
public final class Threshold {

    private static final double LEVEL = 0.95;

    private final ThresholdPolicy policy;
    private final Calibration[] groups;
    private final double[] largest;

    private Threshold(ThresholdPolicy policy, Calibration[] groups) {
        this.policy = policy;
        this.groups = groups;
        this.largest = Arrays.stream(groups).mapToDouble(policy::threshold).toArray();
    }

    /**
     * Applies a policy; refuses a guarantee that takes more scores than there are.
     *
     * @param policy how to decide
     * @param calibration scores of held-out in-distribution inputs
     * @param classes how many classes the backbone tells apart
     * @return the threshold
     */
    public static Threshold of(ThresholdPolicy policy, Calibration calibration, int classes) {
        if (!policy.byClass()) {
            return new Threshold(policy, new Calibration[] {calibration});
        }
        if (calibration.classes().length == 0) {
            throw new IllegalArgumentException(
                    "thresholds by class need the predicted classes of the calibration inputs,"
                            + " which this detector was saved without; fit it again");
        }
        double[][] scores =
                IntStream.range(0, classes).mapToObj(calibration::scores).toArray(double[][]::new);
        long needed = Calibration.scoresNeeded(policy.rate().orElseThrow());
        String few = IntStream.range(0, classes)
                .filter(c -> scores[c].length < needed)
                .mapToObj(c -> "class " + c + " has " + scores[c].length)
                .reduce((a, b) -> a + ", " + b)
                .orElse("");
        if (!few.isEmpty()) {
            throw new IllegalArgumentException("a false-alarm rate of "
                    + policy.rate().orElseThrow() + " in every class needs at least " + needed
                    + " calibration inputs predicted as that class; " + few);
        }
        return new Threshold(policy, Arrays.stream(scores).map(Calibration::of).toArray(Calibration[]::new));
    }

    /** How it decides. */
    public ThresholdPolicy policy() {
        return policy;
    }

    /**
     * The largest score that is not flagged.
     *
     * @param label the class that the backbone predicts
     */
    public double at(int label) {
        return largest[group(label)];
    }

    /**
     * The split-conformal p-value of a score; under a policy by class, among the calibration inputs of that class.
     *
     * @param score any number; NaN is refused
     * @param label the class that the backbone predicts
     * @return above 0 and at most 1: the smaller, the stranger
     */
    public double pValue(double score, int label) {
        return groups[group(label)].pValue(score);
    }

    /**
     * Where the rate of false alarms lies in the long run, over calibration samples, if no scores tie.
     *
     * @param label the class that the backbone predicts, which matters under a policy by class only
     * @param level the probability that it lies there, above 0 and below 1, for example 0.95
     * @return lower and upper end; 0 and 1 under a fixed threshold, of which nothing is known
     */
    public double[] realisedRate(int label, double level) {
        Calibration scores = groups[group(label)];
        return policy.alarms(scores).isEmpty()
                ? new double[] {0, 1}
                : RealisedRate.band(policy.alarms(scores).getAsInt(), scores.size(), level);
    }

    /**
     * Where the rate of false alarms lies among further in-distribution inputs, if no scores tie.
     *
     * @param labels the class that the backbone predicts for each of them
     * @param level the probability that it lies there, above 0 and below 1, for example 0.95
     * @return lower and upper end; 0 and 1 under a fixed threshold, of which nothing is known
     */
    public double[] realisedRate(int[] labels, double level) {
        if (policy.alarms(groups[0]).isEmpty()) {
            return new double[] {0, 1};
        }
        int[] inputs = new int[groups.length];
        for (int label : labels) {
            inputs[group(label)]++;
        }
        return RealisedRate.band(
                Arrays.stream(groups)
                        .mapToInt(scores -> policy.alarms(scores).getAsInt())
                        .toArray(),
                Arrays.stream(groups).mapToInt(Calibration::size).toArray(),
                inputs,
                level);
    }

    private int group(int label) {
        return groups.length == 1 ? 0 : label;
    }

    /** What it guarantees, and the band of the realised rate, in one sentence. */
    @Override
    public String toString() {
        int fewest = 0;
        for (int g = 1; g < groups.length; g++) {
            fewest = groups[g].size() < groups[fewest].size() ? g : fewest;
        }
        int n = groups[fewest].size();
        String promise = !policy.guaranteed()
                ? policy + " guarantees nothing"
                : String.format(
                        Locale.ROOT,
                        "%s guarantees that at most %s of the in-distribution inputs%s are flagged",
                        policy,
                        policy.rate().orElseThrow(),
                        policy.byClass() ? " predicted as any one class" : "");
        if (policy.alarms(groups[fewest]).isEmpty()) {
            double[] scores = groups[fewest].scores();
            long flagged =
                    Arrays.stream(scores).filter(score -> score > largest[0]).count();
            return String.format(
                    Locale.ROOT, "%s; it flags %.4f of %d calibration scores", promise, (double) flagged / n, n);
        }
        double[] band = realisedRate(fewest, LEVEL);
        return String.format(
                Locale.ROOT,
                "%s; with %d calibration scores%s the realised rate lies between %.4f and %.4f with a probability of 95 %%",
                promise,
                n,
                policy.byClass() ? ", the fewest of a class," : "",
                band[0],
                band[1]);
    }
}
