package org.morseuq.study;

/**
 * A network at some moment of its training.
 *
 * @param steps taken
 * @param gradients that they cost
 * @param trainLoss the mean cross-entropy of the training examples, in nats, without penalties
 * @param trainError their part that is misclassified
 * @param testLoss the mean cross-entropy of new examples
 * @param testError their part that is misclassified
 * @param complexity the geometric complexity of the logits over training inputs
 * @param margin the median margin of the training examples
 */
public record Moment(
        int steps,
        int gradients,
        double trainLoss,
        double trainError,
        double testLoss,
        double testError,
        double complexity,
        double margin) {

    /** Of new examples more than of the training examples. */
    public double excessError() {
        return testError - trainError;
    }

    /** Complexity in units of the squared median margin; NaN if that is not above 0. */
    public double normalisedComplexity() {
        return margin > 0 ? complexity / (margin * margin) : Double.NaN;
    }

    /** A moment between this and a later one: all numbers are interpolated, the steps rounded. */
    Moment towards(Moment later, double part) {
        return new Moment(
                (int) Math.rint(between(steps, later.steps, part)),
                (int) Math.rint(between(gradients, later.gradients, part)),
                Math.exp(between(Math.log(trainLoss), Math.log(later.trainLoss), part)),
                between(trainError, later.trainError, part),
                between(testLoss, later.testLoss, part),
                between(testError, later.testError, part),
                between(complexity, later.complexity, part),
                between(margin, later.margin, part));
    }

    private static double between(double a, double b, double part) {
        return a + part * (b - a);
    }
}
