package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import org.morseuq.backbone.Loss;

/**
 * What a run makes small, of the logits \( l_i \) of n images and their targets \( t_i \), distributions over the C classes: ones
 * and zeros, unless images are mixed. H is the cross-entropy \( -\sum_y t_{iy} \log \mathrm{softmax}(l_i)_y \), and all are means over i.
 *
 * @param kind which
 * @param number its one number; 1 for the cross-entropy, which has none
 */
record TrainingLoss(Kind kind, double number) {

    /** The losses. */
    enum Kind {
        /** H. */
        CROSS_ENTROPY,
        /**
         * H with the targets \( (1 - \epsilon) t_i + \epsilon / C \): Szegedy et al. 2016, "Rethinking the Inception
         * architecture", section 7. The number is \( \epsilon \).
         */
        LABEL_SMOOTHING,
        /**
         * H of the logits \( l_i / (\tau \|l_i\|) \), so that they cannot grow without end: Wei et al. 2022, "Mitigating neural network
         * overconfidence with logit normalization", arXiv 2205.09310. In training only; the network's logits are not divided. The
         * number is \( \tau \). The norm is \( \sqrt{\|l\|^2 + 2^{-40}} \), where they add \( 10^{-7} \) to it.
         */
        LOGIT_NORM,
        /**
         * The Kullback-Leibler divergence of the unnormalised measures t and \( \mu(x, y) = e^{l_y} \) on the classes, up to
         * a constant, for a distance-aware classifier: with the density of all classes \( s_i = \sum_y \mu(x_i, y) \)
         *
         * <p>\( -\sum_y t_{iy} \log \mu(x_i, y) + s_i - 1 = H + (s_i - 1 - \log s_i) \),
         *
         * <p>whose second term is at least 0 and weighted with the number. It is the supervised loss
         * \( -E \log \mu(x, y) + w E_{x, y \sim u}[\mu(x, y)] \) of Dherin et al. 2023, arXiv 2307.00667, whose reference measure u
         * has here the training images for x and all classes alike for y, with w = C; theirs is uniform in x too. It is
         * least where \( \mu(x, y) = p(y | x) \): the density is near 1 on images of a class beyond doubt, which the
         * cross-entropy alone, blind to what is added to all logits of an image, does not ask for.
         */
        MORSE;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    private static final double TINY = 0x1p-40;

    TrainingLoss {
        boolean holds =
                switch (kind) {
                    case CROSS_ENTROPY -> number == 1;
                    case LABEL_SMOOTHING -> number >= 0 && number < 1;
                    case LOGIT_NORM -> number > 0 && number < Double.POSITIVE_INFINITY;
                    case MORSE -> number >= 0 && number < Double.POSITIVE_INFINITY;
                };
        if (!holds) {
            throw new IllegalArgumentException(
                    switch (kind) {
                        case CROSS_ENTROPY -> "the cross-entropy takes no number, got " + number;
                        case LABEL_SMOOTHING -> "label smoothing moves a part from 0 to below 1, got " + number;
                        case LOGIT_NORM -> "the temperature of logit-norm must be above 0 and finite, got " + number;
                        case MORSE -> "the weight of the Morse loss must be at least 0 and finite, got " + number;
                    });
        }
    }

    /**
     * Reads a loss.
     *
     * @param text {@code cross-entropy}, or one of the others with its number as {@code logit-norm:0.04}
     * @throws IllegalArgumentException if there is none of that name or the number is none
     */
    static TrainingLoss parse(String text) {
        String[] parts = text.split(":", 2);
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.toString().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown loss '" + parts[0] + "', known are " + List.of(Kind.values())));
        if (parts.length == 1) {
            if (kind == Kind.CROSS_ENTROPY) {
                return new TrainingLoss(kind, 1);
            }
            throw new IllegalArgumentException("the loss " + kind + " takes a number, as in " + kind + ":0.1");
        }
        try {
            return new TrainingLoss(kind, Double.parseDouble(parts[1]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the loss " + kind + " takes a number, got '" + parts[1] + "'", e);
        }
    }

    /** Whether the loss is that of a density, and has no meaning for other logits. */
    boolean needsDensity() {
        return kind == Kind.MORSE;
    }

    /** Whether it cannot come near 0 however well a network has learned. */
    boolean staysAboveZero() {
        return kind == Kind.LOGIT_NORM || (kind == Kind.LABEL_SMOOTHING && number > 0);
    }

    /**
     * The loss of a batch.
     *
     * @param targets n rows of C numbers
     * @param classes C
     */
    Loss of(float[] targets, int classes) {
        return switch (kind) {
            case CROSS_ENTROPY -> (outputs, scope) -> Loss.crossEntropy(outputs.head(), targets, scope);
            case LABEL_SMOOTHING -> {
                float[] smooth = new float[targets.length];
                for (int i = 0; i < smooth.length; i++) {
                    smooth[i] = (float) ((1 - number) * targets[i] + number / classes);
                }
                yield (outputs, scope) -> Loss.crossEntropy(outputs.head(), smooth, scope);
            }
            case LOGIT_NORM -> (outputs, scope) -> Loss.crossEntropy(normalised(outputs.head(), scope), targets, scope);
            case MORSE ->
                (outputs, scope) -> {
                    NDArray entropy = Loss.crossEntropy(outputs.head(), targets, scope);
                    return entropy.add(excess(outputs.head(), scope)
                            .mul(scope.create(number))
                            .mean());
                };
        };
    }

    private NDArray normalised(NDArray logits, NDManager scope) {
        NDArray squares = logits.mul(logits).sum(new int[] {1}, true);
        NDArray norms = squares.add(scope.create(TINY)).sqrt();
        return logits.div(norms.mul(scope.create(number)));
    }

    /** \( s - 1 - \log s \) with s the sum of the exponentials of a row; (n, 1). */
    private static NDArray excess(NDArray logits, NDManager scope) {
        NDArray shift = logits.max(new int[] {1}, true).stopGradient();
        NDArray log = logits.sub(shift).exp().sum(new int[] {1}, true).log().add(shift);
        return log.exp().sub(log).sub(scope.create(1.0));
    }

    @Override
    public String toString() {
        return kind == Kind.CROSS_ENTROPY ? kind.toString() : kind + ":" + number;
    }
}
