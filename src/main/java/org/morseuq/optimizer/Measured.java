package org.morseuq.optimizer;

/**
 * What the first stage of a step finds at its starting point.
 *
 * @param step the number of steps taken before, from 0
 * @param loss E
 * @param gradientNorm \( \|g\| \) of the raw gradient
 * @param driftNorm \( \|H g\| \), or NaN if nobody asked for it
 */
public record Measured(long step, double loss, double gradientNorm, double driftNorm) {

    /** The drift of the unit gradient, \( \|H g\| / \|g\| \), at most the largest curvature; 0 where g is 0. */
    public double drift() {
        return gradientNorm == 0 ? 0 : driftNorm / gradientNorm;
    }
}
