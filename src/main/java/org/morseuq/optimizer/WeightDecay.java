package org.morseuq.optimizer;

/**
 * A pull of the parameters to 0.
 *
 * <p>Added to the gradient, every stage sees \( g + \lambda x \), the gradient of \( E + \frac{\lambda}{2}\|x\|^2 \), and
 * the Hessian gets \( \lambda I \); the loss that is reported stays E. Decoupled, the parameters are multiplied by
 * \( \max(0, 1 - h \lambda) \) once a step, and neither direction nor memory see it: Loshchilov and Hutter 2019,
 * "Decoupled weight decay regularization", arXiv 1711.05101, in PyTorch's arrangement.
 *
 * @param rate λ, at least 0
 * @param decoupled whether it stays out of the gradient
 */
public record WeightDecay(double rate, boolean decoupled) {

    /** None. */
    public static final WeightDecay NONE = new WeightDecay(0, true);

    /** Checks the range. */
    public WeightDecay {
        Range.atLeastZero("weight decay", rate);
    }

    /** The part that belongs to the gradient. */
    double inGradient() {
        return decoupled ? 0 : rate;
    }

    /** What the parameters are multiplied by in a step. */
    double factor(double h) {
        return decoupled ? Math.max(0, 1 - h * rate) : 1;
    }
}
