package org.morseuq.backbone;

import ai.djl.nn.Block;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * The last layer of a network, from the embedding z to the logits \( l_y \) of the classes.
 *
 * <p>A linear layer has \( l_y = w_y \cdot z + b_y \). The others are distance-aware: each class has a mode \( m_y \) in the
 * space of the embedding, which is trained, and the logit is the logarithm of a Morse kernel at the two,
 *
 * <p>\( l_y = \log \mu(x, y) = \log K(z, m_y) \le 0 \), with 0 exactly where \( z = m_y \).
 *
 * <p>So the network is a supervised Morse network from the pixels on: \( \mu(x) = \max_y e^{l_y} \in [0, 1] \) is its density, 1 on
 * the modes, and the softmax of the logits is its \( p(y | x) = \mu(x, y) / \sum_j \mu(x, j) \): Dherin et al. 2023, "Morse neural
 * networks for uncertainty quantification", arXiv 2307.00667. With the Laplace kernel and rate 10 it is what IsoMax
 * trains: Macêdo et al. 2021, "Entropic out-of-distribution detection", arXiv 1908.05569, who start from modes 0 (here they are drawn
 * like the rows of a linear layer) and leave the rate out of their predictions (here the kernel that is trained is the kernel
 * that is used). IsoMax+ (Macêdo and Ludermir 2021, arXiv 2105.14399) compares directions by their distance with a trained
 * rate; the von Mises-Fisher kernel here compares them by the square of that distance with a fixed one.
 *
 * <p>The rate is fixed: the embedding can grow instead, and a trained rate is one more number that a large step can
 * throw out of range.
 *
 * @param kind of the layer
 * @param rate \( \lambda \) of the kernel, above 0 and finite; 1 for a linear layer, which has none
 */
public record Classifier(Kind kind, double rate) {

    /** What there is. */
    public enum Kind {
        /** \( w_y \cdot z + b_y \). */
        LINEAR(1),
        /** \( -\frac{\lambda}{2} \|z - m_y\|^2 \). */
        GAUSSIAN(1),
        /**
         * \( -\lambda \|z - m_y\| \), computed as \( -\lambda (\sqrt{\|z - m_y\|^2 + \epsilon^2} - \epsilon) \) with
         * \( \epsilon = 2^{-20} \), so that it has derivatives on the modes too.
         */
        LAPLACE(10),
        /** \( -\log(1 + \lambda \|z - m_y\|^2) \). */
        CAUCHY(1),
        /**
         * \( \lambda (\cos(z, m_y) - 1) \), computed as \( -\frac{\lambda}{2} \|z / |z| - m_y / |m_y|\|^2 \); an embedding of 0 has
         * the direction 0 and the logits \( -\frac{\lambda}{2} \).
         */
        VON_MISES_FISHER(32);

        private final double usual;

        Kind(double usual) {
            this.usual = usual;
        }

        /** The name in files and on the command line, for example {@code von-mises-fisher}. */
        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT).replace('_', '-');
        }
    }

    /** Checks the rate. */
    public Classifier {
        if (!(rate > 0) || Double.isInfinite(rate)) {
            throw new IllegalArgumentException("the rate of a classifier must be above 0 and finite, got " + rate);
        }
        if (kind == Kind.LINEAR && rate != 1) {
            throw new IllegalArgumentException("a linear classifier has no rate, got " + rate);
        }
    }

    /** A linear layer. */
    public static Classifier linear() {
        return new Classifier(Kind.LINEAR, 1);
    }

    /** The names, as {@link #parse} takes them. */
    public static List<String> names() {
        return Arrays.stream(Kind.values()).map(Kind::toString).toList();
    }

    /**
     * Reads a classifier.
     *
     * @param text a kind, and behind a colon the rate if it is not the usual one: {@code linear}, {@code gaussian:0.5}
     * @throws IllegalArgumentException if there is none of that name or the rate is none
     */
    public static Classifier parse(String text) {
        String[] parts = text.split(":", 2);
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.toString().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown classifier '" + parts[0] + "', known are " + String.join(", ", names())));
        if (parts.length == 1) {
            return new Classifier(kind, kind.usual);
        }
        try {
            return new Classifier(kind, Double.parseDouble(parts[1]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(
                    "the rate of the classifier " + kind + " must be a number, got '" + parts[1] + "'", e);
        }
    }

    /** Whether its logits are those of kernels, so that there is a density. */
    public boolean distanceAware() {
        return kind != Kind.LINEAR;
    }

    /**
     * A layer of this kind, its parameters not yet initialised.
     *
     * @param classes at least 2
     */
    Block layer(int classes) {
        return distanceAware()
                ? new KernelLayer(this, classes)
                : Linear.builder().setUnits(classes).build();
    }

    /** The classifier of one of this project's networks. */
    static Classifier of(Block network) {
        return network instanceof Classifying classifying && classifying.classifier() instanceof KernelLayer layer
                ? layer.classifier()
                : linear();
    }

    /** What {@link #parse} reads: the kind, and the rate of a kernel. */
    @Override
    public String toString() {
        return distanceAware() ? kind + ":" + rate : kind.toString();
    }
}
