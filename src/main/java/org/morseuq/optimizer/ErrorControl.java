package org.morseuq.optimizer;

/**
 * How exactly to integrate, and how the length of the steps follows the error.
 *
 * <p>The error of a step is the root mean square of \( e_i / (atol + rtol \sqrt{(x_i^2 + y_i^2)/2}) \), with the points x
 * and y before and after it; a step is accepted if that is at most 1. With \( \epsilon_n = 1 / \text{error} \) of the
 * accepted steps and k the order of the error, the next step is \( \rho \epsilon_n^{\beta_1} \epsilon_{n-1}^{\beta_2}
 * \epsilon_{n-2}^{\beta_3} \) times as long, \( \beta_1 = (P + I + D)/k, \beta_2 = -(P + 2 D)/k, \beta_3 = D/k \), but
 * neither below the least nor above the largest factor. After a refused step it is \( \rho \epsilon^{1/k} \), below 1.
 *
 * <p>Soederlind 2003, "Digital filters in adaptive time-stepping", ACM TOMS 29(1). P = 0.4 and I = 0.3 are the PI
 * controller of Hairer and Wanner, section IV.2, D = P = 0 and I = 1 the classical one.
 *
 * @param relative rtol, above 0
 * @param absolute atol, above 0: entries may pass through 0
 * @param proportional P, at least 0
 * @param integral I, above 0
 * @param derivative D, at least 0
 * @param safety ρ, above 0 and at most 1
 * @param least the least factor, above 0 and below 1
 * @param largest the largest factor, above 1
 * @param maxSteps attempts, at least 1
 */
public record ErrorControl(
        double relative,
        double absolute,
        double proportional,
        double integral,
        double derivative,
        double safety,
        double least,
        double largest,
        long maxSteps) {

    /** Checks the ranges. */
    public ErrorControl {
        Range.above(0, "the relative tolerance", relative);
        Range.above(0, "the absolute tolerance", absolute);
        Range.atLeastZero("the proportional coefficient", proportional);
        Range.above(0, "the integral coefficient", integral);
        Range.atLeastZero("the derivative coefficient", derivative);
        Range.check(safety > 0 && safety <= 1, "the safety factor must be above 0 and at most 1, got " + safety);
        Range.check(least > 0 && least < 1, "the least factor must be above 0 and below 1, got " + least);
        Range.above(1, "the largest factor", largest);
        Range.check(maxSteps >= 1, "the steps must be at least 1, got " + maxSteps);
    }

    /**
     * The PI controller with factors from 0.2 to 10, safety 0.9 and at most 100,000 steps.
     *
     * @param relative rtol
     * @param absolute atol
     */
    public static ErrorControl of(double relative, double absolute) {
        return new ErrorControl(relative, absolute, 0.4, 0.3, 0, 0.9, 0.2, 10, 100_000);
    }

    /** The same with at most so many attempts. */
    public ErrorControl withMaxSteps(long other) {
        return new ErrorControl(relative, absolute, proportional, integral, derivative, safety, least, largest, other);
    }

    /** The same with other coefficients. */
    public ErrorControl withController(double p, double i, double d) {
        return new ErrorControl(relative, absolute, p, i, d, safety, least, largest, maxSteps);
    }

    /** The factor after an accepted step, from the errors of it and of the two before it. */
    double afterAccepted(double error, double before, double earlier, int order) {
        double factor = safety
                * inversePower(error, (proportional + integral + derivative) / order)
                * inversePower(before, -(proportional + 2 * derivative) / order)
                * inversePower(earlier, derivative / order);
        return Math.min(Math.max(factor, least), largest);
    }

    /** The factor after a refused step; the error may be no number. */
    double afterRefused(double error, int order) {
        double factor = safety * inversePower(error, 1.0 / order);
        return factor > least ? Math.min(factor, safety) : least;
    }

    /** An error of 0 counts as a very small one, so that two of them do not give 0 times infinity. */
    private static double inversePower(double error, double power) {
        return Math.pow(Math.max(error, 1e-10), -power);
    }
}
