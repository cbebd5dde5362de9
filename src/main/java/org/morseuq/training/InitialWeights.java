package org.morseuq.training;

/**
 * The law of a network's weights before training: normal, with mean 0 and a variance that the law sets for every layer from its
 * inputs and outputs; biases are 0. A layer's inputs and outputs are counted with the places of a convolution's window.
 *
 * <p>A perceptron with rectifiers, d inputs, L linear layers of variances \( v_l \) and \( n_l \) units, of which the last has
 * no rectifier, begins with the expected geometric complexity \( E \|Df(x)\|_F^2 = d\, n_L v_L \prod_{l = 1}^{L - 1} n_l v_l / 2 \), for
 * a unit passes with probability one half: with {@link Law#HE} that is \( 2 n_L \) at any depth.
 *
 * @param law the variance
 * @param scale what all weights are multiplied by, above 0
 */
public record InitialWeights(Law law, double scale) {

    /** The variance of a weight by its layer. */
    public enum Law {
        /** 2 over the inputs: K. He et al. 2015, arXiv 1502.01852, equation 10. */
        HE,
        /** 2 over inputs and outputs together: X. Glorot and Y. Bengio 2010. */
        GLOROT,
        /** 1 over the inputs: Y. LeCun et al. 1998. */
        LECUN
    }

    /** Checks the range. */
    public InitialWeights {
        if (law == null || !(scale > 0) || Double.isInfinite(scale)) {
            throw new IllegalArgumentException(
                    "initial weights need a law and a scale above 0, got " + law + " and " + scale);
        }
    }

    /** What networks start from unless told otherwise. */
    public static InitialWeights standard() {
        return new InitialWeights(Law.HE, 1);
    }

    /**
     * The standard deviation of a layer's weights.
     *
     * @param inputs of the layer, at least 1
     * @param outputs of the layer, at least 1
     */
    public double deviation(double inputs, double outputs) {
        double variance =
                switch (law) {
                    case HE -> 2 / inputs;
                    case GLOROT -> 2 / (inputs + outputs);
                    case LECUN -> 1 / inputs;
                };
        return scale * Math.sqrt(variance);
    }
}
