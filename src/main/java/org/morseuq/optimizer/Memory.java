package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * What a step keeps of the steps before. The gradient it is given is that of a whole Runge-Kutta step,
 * \( g^* = \sum_i b_i k_i \). A memory is a rule without state: its vector belongs to the optimizer.
 */
public interface Memory {

    /** Whether there is a vector at all; if not, {@link #update} is never called. */
    boolean remembers();

    /**
     * Whether it is the raw gradients that are remembered, and a {@link Direction} applies to what comes out; otherwise it
     * applies to what goes in.
     */
    boolean beforeDirection();

    /** The sum of the weights of all gradients in a step: how many times as far as h it goes in the end. */
    double gain();

    /**
     * Remembers a gradient and puts in its place where to go.
     *
     * @param memory changed in place; 0 before the first step
     * @param step the number of this step, from 1
     * @param gradient \( g^* \), overwritten with the direction
     */
    void update(Vector memory, long step, Vector gradient);
}
