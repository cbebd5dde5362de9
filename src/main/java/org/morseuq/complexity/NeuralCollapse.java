package org.morseuq.complexity;

import org.morseuq.algebra.AffineFit;
import org.morseuq.algebra.Extremum;
import org.morseuq.algebra.SymmetricEigen;

/**
 * How far the last features of a classifier have collapsed: to points (NC1), at the corners of a simplex (NC2), which are
 * the rows of the last layer (NC3), so that the network decides like the nearest mean (NC4).
 *
 * <p>With classes \( k = 1 \dots K \) that count the same, means \( m_k \) with mean m, \( M \) the K x d matrix of the
 * \( m_k - m \), within-class covariance \( \Sigma_W \) (of each class by its own number of rows, then averaged) and
 * \( \Sigma_B = \frac1K M^T M \):
 *
 * <ul>
 *   <li>{@code nc1} \( = \frac1K tr(\Sigma_W \Sigma_B^+) \), with the pseudo-inverse on the K - 1 directions of the means:
 *       V. Papyan, X. Y. Han, D. L. Donoho 2020, "Prevalence of neural collapse during the terminal phase of deep learning
 *       training", arXiv 2008.08186;
 *   <li>{@code nc2} \( = \| G / \|G\|_F - (I - \frac1K 1 1^T) / \sqrt{K-1} \|_F \) with \( G = M M^T \): Z. Zhu et al. 2021,
 *       "A geometric analysis of neural collapse with unconstrained features", arXiv 2105.02375. {@code equinorm} is the
 *       standard deviation of the \( \|m_k - m\| \) over their mean, {@code equiangular} the mean over pairs of
 *       \( |\cos(m_i - m, m_j - m) + \frac{1}{K-1}| \), both of Papyan et al.;
 *   <li>{@code nc3} \( = \| W / \|W\|_F - M / \|M\|_F \|_F \) with the last layer W (Papyan et al. square it);
 *   <li>{@code nc4} the share of rows where the most probable class has the nearest mean: 1 when collapsed. The logits are
 *       those of the network, its bias included. Papyan et al. count the others;
 *   <li>{@code cdnv} the class-distance normalised variance, the mean over \( i \neq j \) of
 *       \( (V_i + V_j) / (2 \|m_i - m_j\|^2) \): T. Galanti, A. Gyorgy, M. Hutter 2021, "On the role of neural collapse in
 *       transfer learning", arXiv 2112.15121.
 * </ul>
 *
 * <p>NC1, NC2 and NC3 are 0 when collapsed. All but NC3 do not change under scaling, rotation and translation of the
 * features; NC3 does not when the last layer follows. Costs O(n d (d + K)).
 *
 * @param classes K, at least 2
 * @param nc1 at least 0; infinite if all means coincide
 * @param nc2 from 0 to 2
 * @param equinorm at least 0
 * @param equiangular at least 0
 * @param nc3 from 0 to 2
 * @param nc4 from 0 to 1
 * @param cdnv at least 0
 * @param nearestMeanAccuracy the share of rows that the nearest of these means puts into their class; the means know the rows
 */
public record NeuralCollapse(
        int classes,
        double nc1,
        double nc2,
        double equinorm,
        double equiangular,
        double nc3,
        double nc4,
        double cdnv,
        double nearestMeanAccuracy) {

    /** Directions of the means with less than this share of the largest one's variance count as none: rounding of floats. */
    private static final double RANK = 1e-12;

    /**
     * Measures.
     *
     * @param embedding n x d, what the last layer sees
     * @param logits n x K, what it makes of it: an affine function of the embedding, from which W is recovered
     * @param labels n numbers from 0 to K - 1, all of which occur
     * @return the measures
     */
    public static NeuralCollapse of(float[][] embedding, float[][] logits, int[] labels) {
        ClassMeans means = ClassMeans.of(embedding, labels);
        int classes = means.classes();
        if (classes < 2 || logits.length != embedding.length || logits[0].length != classes) {
            throw new IllegalArgumentException("neural collapse needs at least 2 classes and a logit for each, got "
                    + classes + " classes among the labels and " + (logits.length == 0 ? 0 : logits[0].length)
                    + " logits");
        }
        double[][] centred = means.centred();
        double[][] gram = gram(centred);
        double[] norms = new double[classes];
        for (int k = 0; k < classes; k++) {
            norms[k] = Math.sqrt(gram[k][k]);
        }
        int agree = 0;
        int right = 0;
        for (int i = 0; i < embedding.length; i++) {
            int nearest = means.nearest(embedding[i]);
            agree += nearest == Extremum.largest(logits[i]) ? 1 : 0;
            right += nearest == labels[i] ? 1 : 0;
        }
        return new NeuralCollapse(
                classes,
                withinOverBetween(embedding, labels, means, centred, gram),
                distanceToSimplex(gram),
                deviation(norms) / mean(norms),
                meanAngleError(gram, norms),
                distance(AffineFit.of(embedding, logits).weights(), centred),
                (double) agree / embedding.length,
                means.perSquaredDistance(means.spreads()),
                (double) right / embedding.length);
    }

    /**
     * \( \frac1K tr(\Sigma_W \Sigma_B^+) = \frac1K \sum_r v_r^T \Sigma_W v_r / \lambda_r \). The eigenvectors
     * \( v_r = M^T u_r / \sqrt{K \lambda_r} \) come from those of the small matrix \( \frac1K M M^T \).
     */
    private static double withinOverBetween(
            float[][] rows, int[] labels, ClassMeans means, double[][] centred, double[][] gram) {
        int classes = centred.length;
        int width = centred[0].length;
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        double sum = 0;
        double[] direction = new double[width];
        for (int r = 0; r < classes; r++) {
            double between = eigen.values()[r] / classes;
            if (!(between > RANK * eigen.values()[0] / classes)) {
                break;
            }
            for (int j = 0; j < width; j++) {
                direction[j] = 0;
                for (int k = 0; k < classes; k++) {
                    direction[j] += eigen.vectors()[r][k] * centred[k][j] / Math.sqrt(classes * between);
                }
            }
            double within = 0;
            for (int i = 0; i < rows.length; i++) {
                double[] mean = means.means()[labels[i]];
                double along = 0;
                for (int j = 0; j < width; j++) {
                    along += direction[j] * (rows[i][j] - mean[j]);
                }
                within += along * along / means.counts()[labels[i]];
            }
            sum += within / classes / between;
        }
        return eigen.values()[0] > 0 ? sum / classes : Double.POSITIVE_INFINITY;
    }

    private static double[][] gram(double[][] rows) {
        double[][] gram = new double[rows.length][rows.length];
        for (int a = 0; a < rows.length; a++) {
            for (int b = 0; b < rows.length; b++) {
                for (int j = 0; j < rows[a].length; j++) {
                    gram[a][b] += rows[a][j] * rows[b][j];
                }
            }
        }
        return gram;
    }

    private static double distanceToSimplex(double[][] gram) {
        int classes = gram.length;
        double[][] simplex = new double[classes][classes];
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b < classes; b++) {
                simplex[a][b] = (a == b ? 1 : 0) - 1.0 / classes;
            }
        }
        return distance(gram, simplex);
    }

    /** \( \| A / \|A\|_F - B / \|B\|_F \|_F \). */
    private static double distance(double[][] a, double[][] b) {
        double normA = frobenius(a);
        double normB = frobenius(b);
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            for (int j = 0; j < a[i].length; j++) {
                double difference = a[i][j] / normA - b[i][j] / normB;
                sum += difference * difference;
            }
        }
        return Math.sqrt(sum);
    }

    private static double frobenius(double[][] a) {
        double sum = 0;
        for (double[] row : a) {
            for (double x : row) {
                sum += x * x;
            }
        }
        return Math.sqrt(sum);
    }

    private static double meanAngleError(double[][] gram, double[] norms) {
        int classes = norms.length;
        double sum = 0;
        for (int a = 0; a < classes; a++) {
            for (int b = 0; b < a; b++) {
                sum += Math.abs(gram[a][b] / (norms[a] * norms[b]) + 1.0 / (classes - 1));
            }
        }
        return sum / (classes * (classes - 1) / 2.0);
    }

    private static double mean(double[] numbers) {
        double sum = 0;
        for (double x : numbers) {
            sum += x / numbers.length;
        }
        return sum;
    }

    private static double deviation(double[] numbers) {
        double mean = mean(numbers);
        double sum = 0;
        for (double x : numbers) {
            sum += (x - mean) * (x - mean) / numbers.length;
        }
        return Math.sqrt(sum);
    }
}
