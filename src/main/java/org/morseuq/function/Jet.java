package org.morseuq.function;

/**
 * A number that moves with two parameters s and t, known to first order in each: its value, its derivatives by s and by t,
 * and the mixed one. Arithmetic on jets is the chain rule, so a gradient computed with them carries its own derivatives
 * along two directions exactly (B. Pearlmutter 1994, "Fast exact multiplication by the Hessian", twice over).
 */
record Jet(double value, double s, double t, double st) {

    static final Jet ZERO = constant(0);

    static Jet constant(double value) {
        return new Jet(value, 0, 0, 0);
    }

    Jet plus(Jet other) {
        return new Jet(value + other.value, s + other.s, t + other.t, st + other.st);
    }

    Jet times(double factor) {
        return new Jet(factor * value, factor * s, factor * t, factor * st);
    }

    Jet times(Jet other) {
        return new Jet(
                value * other.value,
                s * other.value + value * other.s,
                t * other.value + value * other.t,
                st * other.value + s * other.t + t * other.s + value * other.st);
    }

    /** A function of the number, given by its value and first two derivatives there. */
    private Jet map(double f, double first, double second) {
        return new Jet(f, first * s, first * t, first * st + second * s * t);
    }

    Jet tanh() {
        double f = Math.tanh(value);
        double first = 1 - f * f;
        return map(f, first, -2 * f * first);
    }

    Jet exp() {
        double f = Math.exp(value);
        return map(f, f, f);
    }

    Jet log() {
        return map(Math.log(value), 1 / value, -1 / (value * value));
    }

    Jet reciprocal() {
        double f = 1 / value;
        return map(f, -f * f, 2 * f * f * f);
    }
}
