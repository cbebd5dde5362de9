package org.morseuq.complexity;

/**
 * What geometric complexity says about collapse and about the nearest-mean classifier, in inequalities with all constants.
 *
 * <p>Let every class of K have a law that satisfies a Poincare inequality, \( Var(u) \le c \, E \|\nabla u\|^2 \) for
 * smooth u, with the same c or a smaller one. Then the spread of the features f obeys \( V_k \le c \, GC_k \) with
 * \( GC_k = E_k \|Df\|_F^2 \), and so the class-distance normalised variance is at most c times the geometric collapse, its
 * counterpart with \( GC_k \) for \( V_k \). By the inequality of Chebyshev for each pair of classes, classes of equal
 * weight are put to the wrong nearest mean with probability at most \( 4 (K-1) \) times the variance, and at most
 * \( 16 (K-1)(1 + 2/n) \) times with means of n examples, in expectation over these.
 *
 * <p>The inequalities are about the laws, not about samples, and c is an assumption: {@link PoincareConstant} has it for
 * Gaussians and boxes. Natural images have no known c. After M. Munn, B. Dherin, J. Gonzalvo 2024, "The impact of geometric
 * complexity on neural collapse in transfer learning", arXiv 2405.15706, whose own constants for new classes are not used
 * here; these follow from Chebyshev's inequality alone.
 *
 * @param poincare c, above 0
 * @param geometricCollapse the mean over pairs of \( (GC_i + GC_j) / (2 \|m_i - m_j\|^2) \), at least 0
 * @param classes K, at least 2
 */
public record CollapseBounds(double poincare, double geometricCollapse, int classes) {

    /** Checks the ranges. */
    public CollapseBounds {
        if (!(poincare > 0) || !(geometricCollapse >= 0) || classes < 2) {
            throw new IllegalArgumentException(
                    "a bound needs a Poincare constant above 0, a geometric collapse of at least 0 and 2 classes, got "
                            + poincare + ", " + geometricCollapse + ", " + classes);
        }
    }

    /** An upper bound of the class-distance normalised variance. */
    public double variance() {
        return poincare * geometricCollapse;
    }

    /** An upper bound, at most 1, of the error of the nearest true mean. */
    public double nearestMeanError() {
        return Math.min(1, 4 * (classes - 1) * variance());
    }

    /**
     * An upper bound, at most 1, of the expected error of the nearest mean of a few examples.
     *
     * @param shots n, how many examples a class has, at least 1
     */
    public double fewShotError(int shots) {
        if (shots < 1) {
            throw new IllegalArgumentException("the number of shots must be at least 1, got " + shots);
        }
        return Math.min(1, 16 * (classes - 1) * (1 + 2.0 / shots) * variance());
    }
}
