package org.morseuq.head;

import java.util.Locale;

/**
 * What going downhill on a potential came to.
 *
 * @param point where it ended; not copied
 * @param end why it ended
 * @param energies V in nats at the start and after every step; not copied
 * @param distance of the point to the modes, as {@link Potential#distance} measures it
 */
public record Descent(float[] point, Termination end, double[] energies, double distance) {

    /** Why a descent ended; a numerical outcome is a value, no exception. */
    public enum Termination {
        /** Energy or gradient is below its tolerance. */
        CONVERGED,
        /** No step that the numbers can express leads further down: a kink, or the end of their precision. */
        STALLED,
        /** As many steps as were allowed. */
        MAX_STEPS,
        /** The energy or its gradient is infinite or not a number. */
        NOT_FINITE
    }

    /** The number of steps. */
    public int steps() {
        return energies.length - 1;
    }

    /** V at the point in nats, the least on the way; infinite if none was finite. */
    public double energy() {
        double least = Double.POSITIVE_INFINITY;
        for (double energy : energies) {
            least = energy < least ? energy : least; // passes over what is no number
        }
        return least;
    }

    @Override
    public String toString() {
        return String.format(
                Locale.ROOT,
                "%s after %d steps: energy %.6g, distance to the mode %.6g",
                end.name().toLowerCase(Locale.ROOT).replace('_', ' '),
                steps(),
                energy(),
                distance);
    }
}
