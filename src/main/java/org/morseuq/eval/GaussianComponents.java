package org.morseuq.eval;

import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.algebra.Cholesky;

/**
 * A weighted sum of Gaussian densities, \( \sum_k w_k N(x; m_k, S_k) \) over d features, in the log domain.
 *
 * @param parts its terms, at least one
 */
record GaussianComponents(List<Part> parts) {

    /** Rows scored together, part by part, so that a factor is fetched from memory once for all of them. */
    private static final int BLOCK = 64;

    /**
     * One term.
     *
     * @param mean d numbers
     * @param covariance the factor of its covariance
     * @param logConstant the log of all that does not depend on x
     */
    record Part(double[] mean, Cholesky covariance, double logConstant) {

        /**
         * A term.
         *
         * @param mean d numbers; kept
         * @param matrix its covariance, d x d, on and above the diagonal; overwritten and kept
         * @param ridge is added to the diagonal
         * @param weight above 0
         */
        static Part of(double[] mean, double[][] matrix, double ridge, double weight) {
            for (int j = 0; j < matrix.length; j++) {
                matrix[j][j] += ridge;
            }
            Cholesky covariance = Cholesky.of(matrix);
            double logDensityAtMean = -(mean.length * Math.log(2 * Math.PI) + covariance.logDeterminant()) / 2;
            return new Part(mean, covariance, Math.log(weight) + logDensityAtMean);
        }
    }

    /** Copies the list. */
    GaussianComponents {
        parts = List.copyOf(parts);
    }

    /** The log of every term at every row, n x parts, on all processors of the common pool. */
    double[][] logTerms(float[][] rows) {
        double[][] logs = new double[rows.length][parts.size()];
        IntStream.range(0, (rows.length + BLOCK - 1) / BLOCK).parallel().forEach(block -> {
            int from = block * BLOCK;
            int to = Math.min(from + BLOCK, rows.length);
            for (int k = 0; k < parts.size(); k++) {
                Part part = parts.get(k);
                double[] x = new double[part.mean.length];
                for (int i = from; i < to; i++) {
                    logs[i][k] = part.logConstant - squaredDistance(part, rows[i], x) / 2;
                }
            }
        });
        return logs;
    }

    /** Minus the log density of every row, in nats. */
    double[] scores(float[][] rows) {
        double[] scores = new double[rows.length];
        double[][] logs = logTerms(rows);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = -LogSumExp.of(logs[i]);
        }
        return scores;
    }

    private static double squaredDistance(Part part, float[] row, double[] x) {
        for (int j = 0; j < x.length; j++) {
            x[j] = row[j] - part.mean[j];
        }
        part.covariance.whiten(x);
        double sum = 0;
        for (double value : x) {
            sum += value * value;
        }
        return sum;
    }
}
