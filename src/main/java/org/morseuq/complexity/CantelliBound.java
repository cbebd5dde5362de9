package org.morseuq.complexity;

/**
 * A bound of the error of a classifier by its margin-normalised geometric complexity, without unknown constants.
 *
 * <p>Class k has probability \( p_k \), its law the Poincare constant \( \rho_k \), the logits on it the geometric complexity
 * \( GC_k = E_k \|Df\|_F^2 \) and the mean margin \( \gamma_k \). The margin is Lipschitz in the logits with constant
 * \( \sqrt 2 \), so \( Var_k(margin) \le 2 \rho_k GC_k \), and by the one-sided inequality of Chebyshev (Cantelli)
 *
 * \[ P(\text{wrong}) \le \sum_k p_k \frac{v_k}{1 + v_k}, \qquad v_k = 2 \rho_k \frac{GC_k}{\gamma_k^2} \quad
 * \text{if } \gamma_k > 0, \text{ else the class counts } p_k. \]
 *
 * <p>About the laws: with numbers from a sample it is an estimate of a bound. In the spirit of M. Munn, B. Dherin, J.
 * Gonzalvo 2024, "A margin-based multiclass generalization bound via geometric complexity", arXiv 2405.18590; their bound
 * goes through covering numbers ({@link LipschitzMarginBound}) and is another one.
 */
public final class CantelliBound {

    private CantelliBound() {}

    /**
     * The bound.
     *
     * @param shares \( p_k \), summing to 1
     * @param complexities \( GC_k \) of the logits, at least 0
     * @param margins mean margins \( \gamma_k \)
     * @param poincare \( \rho_k \), above 0
     * @return from 0 to 1
     */
    public static double error(double[] shares, double[] complexities, double[] margins, double[] poincare) {
        int classes = shares.length;
        if (complexities.length != classes || margins.length != classes || poincare.length != classes) {
            throw new IllegalArgumentException("the bound needs four numbers for every class, got " + classes + ", "
                    + complexities.length + ", " + margins.length + ", " + poincare.length);
        }
        double bound = 0;
        for (int k = 0; k < classes; k++) {
            if (!(shares[k] >= 0 && complexities[k] >= 0 && poincare[k] > 0)) {
                throw new IllegalArgumentException("class " + k + " has share " + shares[k] + ", complexity "
                        + complexities[k] + " and Poincare constant " + poincare[k]
                        + "; the first two must be at least 0, the last above 0");
            }
            double ratio = 2 * poincare[k] * complexities[k] / (margins[k] * margins[k]);
            bound += shares[k] * (margins[k] > 0 ? ratio / (1 + ratio) : 1);
        }
        return bound;
    }
}
