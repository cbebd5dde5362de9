package org.morseuq.optimizer;

/** The ranges of settings. */
final class Range {

    private Range() {}

    /** A finite number above a bound. */
    static void above(double bound, String name, double value) {
        check(value > bound && Double.isFinite(value), name + " must be above " + bound + ", got " + value);
    }

    /** A finite number of at least 0. */
    static void atLeastZero(String name, double value) {
        check(value >= 0 && Double.isFinite(value), name + " must be at least 0, got " + value);
    }

    /** From 0 to below 1. */
    static void fraction(String name, double value) {
        check(value >= 0 && value < 1, name + " must be from 0 to below 1, got " + value);
    }

    /** A bound from above, which may be infinite. */
    static void cap(double value) {
        check(value > 0, "the cap of a step must be above 0, got " + value);
    }

    static void check(boolean holds, String message) {
        if (!holds) {
            throw new IllegalArgumentException(message);
        }
    }
}
