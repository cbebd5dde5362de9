package org.morseuq.complexity;

/**
 * A margin bound through covering numbers and Dudley's integral, as a function of everything it depends on.
 *
 * <p>For logits that are L-Lipschitz with values in [-M, M] on a set of diameter D and dimension d, n examples, K classes and
 * a margin \( \gamma \) fixed beforehand, with probability at least \( 1 - \delta \)
 *
 * \[ P(\text{wrong}) \le \hat R_\gamma + \frac{4K}{\gamma} R_n + \sqrt{\frac{\ln(1/\delta)}{2n}} \]
 *
 * <p>(V. Kuznetsov, M. Mohri, U. Syed 2014, "Multi-class deep boosting"). The Rademacher complexity \( R_n \) is at most
 * \( \inf_{a \ge 0} 4a + \frac{12}{\sqrt n} \int_a^M \sqrt{\ln N(\epsilon)} \, d\epsilon \) (P. Bartlett, D. Foster, M.
 * Telgarsky 2017, arXiv 1706.08498, lemma A.5, in its usual scaling), and the covering number N is bounded by rounding: balls
 * of radius \( \epsilon / 4L \) cover the set, \( (1 + 8LD/\epsilon)^d \) of them; on each the function varies by
 * \( \epsilon/2 \) at most, and one of \( 1 + 2M/\epsilon \) values is within \( \epsilon / 2 \), so
 * \( \ln N(\epsilon) \le (1 + 8LD/\epsilon)^d \ln(1 + 2M/\epsilon) \).
 *
 * <p>Honest but weak: for d of images it says nothing (the bound is 1). It is there for toy problems, and to see how the
 * terms move with L, which geometric complexity bounds from below in the mean: \( GC \le p L^2 \).
 *
 * @param lipschitz L, above 0
 * @param diameter D, above 0
 * @param dimension d, at least 1
 * @param range M, above 0
 * @param examples n, at least 1
 * @param classes K, at least 2
 */
public record LipschitzMarginBound(
        double lipschitz, double diameter, int dimension, double range, long examples, int classes) {

    /** Steps of Simpson's rule, and of the search for a. */
    private static final int STEPS = 400;

    /** Checks the ranges. */
    public LipschitzMarginBound {
        if (!(lipschitz > 0 && diameter > 0 && range > 0) || dimension < 1 || examples < 1 || classes < 2) {
            throw new IllegalArgumentException(
                    "a margin bound needs L, D and M above 0, d and n of at least 1 and K of at"
                            + " least 2, got " + lipschitz + ", " + diameter + ", " + range + ", " + dimension + ", "
                            + examples + ", " + classes);
        }
    }

    /**
     * An upper bound of the logarithm of the covering number at a scale.
     *
     * @param epsilon above 0
     */
    public double logCoveringNumber(double epsilon) {
        return Math.pow(1 + 8 * lipschitz * diameter / epsilon, dimension) * Math.log1p(2 * range / epsilon);
    }

    /** An upper bound of the Rademacher complexity \( R_n \), never above M. */
    public double rademacher() {
        // Integrated in log epsilon from M downwards; every lower end is tried as a.
        double step = Math.log(1e12) / STEPS;
        double best = range; // |f| <= M, so no complexity is larger
        double integral = 0;
        for (int i = 0; i < STEPS; i++) {
            double upper = range * Math.exp(-i * step);
            double middle = range * Math.exp(-(i + 0.5) * step);
            double lower = range * Math.exp(-(i + 1) * step);
            integral += step / 6 * (integrand(upper) + 4 * integrand(middle) + integrand(lower));
            best = Math.min(best, 4 * lower + 12 / Math.sqrt((double) examples) * integral);
        }
        return best;
    }

    private double integrand(double epsilon) {
        return epsilon * Math.sqrt(logCoveringNumber(epsilon));
    }

    /**
     * The bound.
     *
     * @param risk the empirical margin risk at \( \gamma \), from 0 to 1
     * @param gamma a margin chosen before seeing the examples, above 0
     * @param delta how often the bound may fail, above 0 and below 1
     * @return from 0 to 1
     */
    public double error(double risk, double gamma, double delta) {
        if (!(risk >= 0 && risk <= 1 && gamma > 0 && delta > 0 && delta < 1)) {
            throw new IllegalArgumentException(
                    "a margin bound needs a risk in [0, 1], a margin above 0 and a delta between" + " 0 and 1, got "
                            + risk + ", " + gamma + ", " + delta);
        }
        double confidence = Math.sqrt(Math.log(1 / delta) / (2.0 * examples));
        return Math.min(1, risk + 4.0 * classes / gamma * rademacher() + confidence);
    }
}
