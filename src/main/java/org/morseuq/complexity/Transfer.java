package org.morseuq.complexity;

/**
 * What an embedding is like on the classes that its network learned, and what it is worth on classes that it never saw: the
 * quantities of M. Munn, B. Dherin, J. Gonzalvo 2024, "The impact of geometric complexity on neural collapse in transfer
 * learning", arXiv 2405.15706. {@link TransferProtocol} measures them.
 *
 * @param complexity geometric complexity of the embedding on training images
 * @param geometricCollapse the counterpart of the class-distance normalised variance with geometric complexities
 * @param collapse NC1 to NC4, the class-distance normalised variance and the nearest mean, on training images
 * @param freshError the share of new images of the learned classes whose nearest training mean is another class's
 * @param newVariance the class-distance normalised variance of the classes never seen
 * @param fewShot the error of the nearest mean of a few examples on these classes
 * @param checks the inequalities
 */
public record Transfer(
        Estimate complexity,
        double geometricCollapse,
        NeuralCollapse collapse,
        double freshError,
        double newVariance,
        Estimate fewShot,
        Checks checks) {

    /**
     * The left-hand sides of the inequalities over their right-hand sides: each holds where its number is at most 1. Errors
     * are compared with the lesser of the bound and 1, and {@code informative} tells how many of the four bounds of errors
     * are below 1, and so say anything.
     *
     * <p>Two hold for every law, that of the sample included, and so always but for the draw of the episodes:
     * {@code nearestMean} and {@code fewShot}. The others take the Poincare constant c from outside, and where it is an
     * estimate they may fail by its fault alone.
     *
     * @param spread the largest of the \( V_k / (c \, GC_k) \) over the learned classes
     * @param collapse the class-distance normalised variance over c times the geometric collapse
     * @param nearestMean the nearest mean's error on its own images over \( 4 (K - 1) \) times that variance
     * @param fewShot the few-shot error over \( 16 (K' - 1)(1 + 2/n) \) times the variance of the K' new classes
     * @param nearestMeanByComplexity the nearest mean's error over its bound by the geometric collapse and c
     * @param fewShotByComplexity the few-shot error over its bound by the geometric collapse of the new classes and c
     * @param informative how many of the bounds of errors are below 1, from 0 to 4
     */
    public record Checks(
            double spread,
            double collapse,
            double nearestMean,
            double fewShot,
            double nearestMeanByComplexity,
            double fewShotByComplexity,
            int informative) {

        /** Whether those hold that hold for every law. */
        public boolean withoutAssumption() {
            return nearestMean <= 1 && fewShot <= 1;
        }

        /** Whether those hold that take the Poincare constant for granted. */
        public boolean withConstant() {
            return spread <= 1 && collapse <= 1 && nearestMeanByComplexity <= 1 && fewShotByComplexity <= 1;
        }
    }
}
