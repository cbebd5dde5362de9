package org.morseuq.training;

import java.util.Set;

/** A kind of parameter of a Morse network that a fit can learn. */
public enum Learnable {
    /** The rates of the kernels. */
    RATES,
    /** The weights of the affine maps. */
    WEIGHTS,
    /** The biases of the affine maps. Without them a map that is zero at zero stays so and cannot become constant. */
    BIASES,
    /** The targets, of all divergences but the Kullback-Leibler one, whose targets would leave the simplex. */
    TARGETS;

    /** The rates and the maps. */
    public static final Set<Learnable> MAPS = Set.of(RATES, WEIGHTS, BIASES);
}
