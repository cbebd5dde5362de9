package org.morseuq.training;

import java.util.Arrays;
import java.util.function.ToDoubleFunction;
import org.morseuq.algebra.Extremum;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Expert;
import org.morseuq.head.MorseNetwork;

/**
 * Refuses a fitted network that is useless as a detector, with the reason by name.
 *
 * <p>A learned map can send everything to its target, the trivial optimum of the loss without its reference term (the
 * collapse of Deep SVDD, Ruff et al. 2018, section 3.3), or learn nothing at all; either way the fit ends without an error
 * and every score looks like a number.
 */
final class CollapseGuard {

    /** The least distance in nats between the medians of data and reference: a hundredth part in density. */
    private static final double LEAST_GAP = 0.01;

    /** The least part of the energies that must be distinct; ties to the last bit of a double are no accident. */
    private static final double LEAST_DISTINCT = 0.5;

    /** The least part of the map's variance at the modes that must be left: a thousandth part in standard deviation. */
    private static final double LEAST_VARIANCE = 1e-6;

    /** What is wrong with a network. */
    enum Reason {
        /** Nothing was learned. */
        UNCHANGED_PARAMETERS("its parameters are those of the untrained head"),
        /** More than half of the energies are equal to another one. */
        CONSTANT_SCORES("more than half of its scores are ties"),
        /** The reference is as dense as the data. */
        NO_GAP("it finds the reference measure as dense as the data"),
        /** Every map sends the data of a mode to a single point. */
        NO_VARIANCE_AT_THE_MODES("its maps send the data of every mode to one point"),
        /** The loss is no lower than where the fit started. */
        NO_BETTER_THAN_UNTRAINED("its loss is no lower than that of the untrained head");

        private final String words;

        Reason(String words) {
            this.words = words;
        }
    }

    /** The failure of a fit. */
    static final class CollapsedException extends IllegalStateException {
        private static final long serialVersionUID = 1L;
        private final Reason reason;

        CollapsedException(Reason reason) {
            super("the fitted head has collapsed (" + reason + "): " + reason.words);
            this.reason = reason;
        }

        /** What is wrong. */
        Reason reason() {
            return reason;
        }
    }

    private CollapseGuard() {}

    /**
     * Hands on a network that passes, of a fit by {@link KlLoss.Weighted}.
     *
     * @param untrained where the fit started
     * @param fitted where it ended
     * @param data rows that it was fitted on
     * @param reference rows of the reference measure
     * @param weight of the reference measure in the loss
     * @return {@code fitted}
     */
    static MorseNetwork passed(
            MorseNetwork untrained, MorseNetwork fitted, FeatureTable data, FeatureTable reference, double weight) {
        return passed(
                untrained,
                fitted,
                data,
                reference,
                network -> loss(network.energies(data), network.energies(reference), weight));
    }

    /**
     * Hands on a network that passes.
     *
     * @param untrained where the fit started
     * @param fitted where it ended
     * @param data rows that it was fitted on
     * @param reference rows that should be less dense, whether the fit saw them or not
     * @param loss of a network
     * @return {@code fitted}
     */
    static MorseNetwork passed(
            MorseNetwork untrained,
            MorseNetwork fitted,
            FeatureTable data,
            FeatureTable reference,
            ToDoubleFunction<MorseNetwork> loss) {
        if (unchanged(untrained, fitted)) {
            throw new CollapsedException(Reason.UNCHANGED_PARAMETERS);
        }
        double[] energies = fitted.energies(data);
        if (distinct(energies) < LEAST_DISTINCT * energies.length) {
            throw new CollapsedException(Reason.CONSTANT_SCORES);
        }
        if (median(fitted.energies(reference)) - median(energies) < LEAST_GAP) {
            throw new CollapsedException(Reason.NO_GAP);
        }
        if (varianceLeft(untrained, fitted, data) < LEAST_VARIANCE) {
            throw new CollapsedException(Reason.NO_VARIANCE_AT_THE_MODES);
        }
        if (!(loss.applyAsDouble(fitted) < loss.applyAsDouble(untrained))) {
            throw new CollapsedException(Reason.NO_BETTER_THAN_UNTRAINED);
        }
        return fitted;
    }

    private static boolean unchanged(MorseNetwork untrained, MorseNetwork fitted) {
        for (int e = 0; e < fitted.experts().size(); e++) {
            Expert before = untrained.experts().get(e);
            Expert after = fitted.experts().get(e);
            if (!before.map().equals(after.map())
                    || !before.kernel().equals(after.kernel())
                    || !Arrays.deepEquals(before.targets(), after.targets())) {
                return false;
            }
        }
        return true;
    }

    /** The largest ratio over the experts of the variances of their images at the modes; 1 where there was none before. */
    private static double varianceLeft(MorseNetwork untrained, MorseNetwork fitted, FeatureTable data) {
        double most = 0;
        for (int e = 0; e < fitted.experts().size(); e++) {
            double before = varianceAtTheModes(untrained.experts().get(e), data);
            double after = varianceAtTheModes(fitted.experts().get(e), data);
            most = Math.max(most, before == 0 ? 1 : after / before);
        }
        return most;
    }

    /** The mean squared distance of an image from the mean of all images with the same nearest target. */
    private static double varianceAtTheModes(Expert expert, FeatureTable data) {
        float[][] rows = data.columns(expert.blocks());
        double[][] sums = new double[expert.targetCount()][expert.map().outputs()];
        int[] counts = new int[sums.length];
        double squares = 0;
        for (float[] row : rows) {
            float[] image = expert.map().apply(row);
            int mode = Extremum.least(expert.divergences(row));
            counts[mode]++;
            for (int k = 0; k < image.length; k++) {
                sums[mode][k] += image[k];
                squares += (double) image[k] * image[k];
            }
        }
        for (int y = 0; y < sums.length; y++) {
            for (double sum : sums[y]) {
                squares -= counts[y] == 0 ? 0 : sum * sum / counts[y];
            }
        }
        return Math.max(0, squares) / rows.length;
    }

    private static double loss(double[] data, double[] reference, double weight) {
        return Arrays.stream(data).average().orElseThrow()
                + weight
                        * Arrays.stream(reference)
                                .map(v -> Math.exp(-v))
                                .average()
                                .orElseThrow();
    }

    private static long distinct(double[] values) {
        return Arrays.stream(values).distinct().count();
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
