package org.morseuq.eval;

import java.util.Locale;
import org.morseuq.algebra.Cholesky;
import org.morseuq.algebra.SymmetricEigen;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * The last layer of a classifier, \( l = W x + b \), recovered from embeddings x and logits l by least squares.
 *
 * <p>With the covariance S of the embeddings and their covariance R with the logits, \( W = R^T S^{-1} \) and
 * \( b = \bar l - W \bar x \). S gets a ridge of 1e-10 of its mean diagonal, so that units that never fire, or always
 * together, do not stop the factorisation; one step of iterative refinement takes back what that changed elsewhere. In a
 * direction in which no training row varies W cannot be known and is 0.
 *
 * <p>Costs O(n d (d + classes) + d^3 / 3) for n rows of d features.
 *
 * @param weights W, classes x d
 * @param bias b, one number a class
 */
record LinearReadout(double[][] weights, double[] bias) {

    /** Of the spread of the logits; float features and logits leave about 1e-6. */
    static final double TOLERANCE = 1e-3;

    private static final double RIDGE = 1e-10;

    /** The columns of the embedding, which must be there: the logits do not stand in for it. */
    static Columns embedding(FeatureTable table) {
        if (!table.layout().has(Layout.EMBEDDING)) {
            throw new UnfittableException("the network shows no embedding, only " + table.layout());
        }
        return FeatureView.on(Layout.EMBEDDING).columns(table);
    }

    /**
     * Fits, and checks that the logits are an affine function of the embedding.
     *
     * @param embedding n x d
     * @param logits n x classes
     * @return the layer
     */
    static LinearReadout fit(float[][] embedding, float[][] logits) {
        int features = embedding[0].length;
        if (embedding.length < features + 2) {
            throw new UnfittableException("the last layer cannot be told from " + embedding.length
                    + " training rows, at least " + (features + 2) + " are needed for an embedding of " + features);
        }
        double[] center = Covariance.mean(embedding);
        double[] meanLogits = Covariance.mean(logits);
        double[][] cross = cross(embedding, center, logits, meanLogits);
        double[][] covariance = Covariance.around(center, embedding);
        double[][] weights = solve(covariance, cross);
        double[] bias = meanLogits.clone();
        for (int c = 0; c < bias.length; c++) {
            for (int j = 0; j < features; j++) {
                bias[c] -= weights[c][j] * center[j];
            }
        }
        LinearReadout readout = new LinearReadout(weights, bias);
        readout.check(embedding, logits, meanLogits);
        return readout;
    }

    /** The covariance of every logit with every feature, classes x d. */
    private static double[][] cross(float[][] embedding, double[] center, float[][] logits, double[] meanLogits) {
        double[][] cross = new double[meanLogits.length][center.length];
        double[] deviation = new double[center.length];
        for (int i = 0; i < embedding.length; i++) {
            for (int j = 0; j < deviation.length; j++) {
                deviation[j] = embedding[i][j] - center[j];
            }
            for (int c = 0; c < cross.length; c++) {
                add((logits[i][c] - meanLogits[c]) / embedding.length, deviation, cross[c]);
            }
        }
        return cross;
    }

    /** \( R^T S^{-1} \) for S on and above its diagonal. */
    private static double[][] solve(double[][] covariance, double[][] cross) {
        int features = covariance.length;
        double trace = Covariance.trace(covariance);
        if (!(trace > 0)) {
            throw new UnfittableException("the embeddings of the training rows do not differ");
        }
        double[][] regular = new double[features][];
        for (int a = 0; a < features; a++) {
            regular[a] = covariance[a].clone();
            regular[a][a] += RIDGE * trace / features;
        }
        Cholesky factor = Cholesky.of(regular);
        double[][] weights = new double[cross.length][];
        for (int c = 0; c < cross.length; c++) {
            weights[c] = cross[c].clone();
            factor.solve(weights[c]);
            double[] rest = cross[c].clone();
            for (int a = 0; a < features; a++) {
                rest[a] -= covariance[a][a] * weights[c][a];
                for (int b = a + 1; b < features; b++) {
                    rest[a] -= covariance[a][b] * weights[c][b];
                    rest[b] -= covariance[a][b] * weights[c][a];
                }
            }
            factor.solve(rest);
            add(1, rest, weights[c]);
        }
        return weights;
    }

    /** The mean square of what is left, by its degrees of freedom: with as many rows as unknowns anything would fit. */
    private void check(float[][] embedding, float[][] logits, double[] meanLogits) {
        double left = 0;
        double spread = 0;
        for (int i = 0; i < embedding.length; i++) {
            double[] fitted = logits(embedding[i]);
            for (int c = 0; c < fitted.length; c++) {
                double error = logits[i][c] - fitted[c];
                double deviation = logits[i][c] - meanLogits[c];
                left += error * error / (embedding.length - embedding[0].length - 1);
                spread += deviation * deviation / (embedding.length - 1);
            }
        }
        double relative = Math.sqrt(left / spread);
        if (!(relative <= TOLERANCE)) {
            throw new UnfittableException(String.format(
                    Locale.ROOT,
                    "the logits are not an affine function of the embedding: the best one misses them by %.2g of their"
                            + " spread, more than %.0e",
                    relative,
                    TOLERANCE));
        }
    }

    /** The logits of an embedding. */
    double[] logits(float[] embedding) {
        double[] logits = bias.clone();
        for (int c = 0; c < logits.length; c++) {
            double[] row = weights[c];
            double sum = 0;
            for (int j = 0; j < row.length; j++) {
                sum += row[j] * embedding[j];
            }
            logits[c] += sum;
        }
        return logits;
    }

    /**
     * The point of least norm where the logits come closest to 0 in the least-squares sense, \( o = -W^+ b \).
     * Directions of the logits in which W is smaller than 1e-5 of its largest are taken for rounding.
     *
     * @return d numbers
     */
    double[] origin() {
        int classes = weights.length;
        double[][] gram = new double[classes][classes];
        for (int a = 0; a < classes; a++) {
            for (int b = a; b < classes; b++) {
                gram[a][b] = product(weights[a], weights[b]);
            }
        }
        SymmetricEigen eigen = SymmetricEigen.of(gram);
        double[] origin = new double[weights[0].length];
        for (int k = 0; k < classes && eigen.values()[k] > 1e-10 * eigen.values()[0]; k++) {
            double[] vector = eigen.vectors()[k];
            double factor = -product(vector, bias) / eigen.values()[k];
            for (int c = 0; c < classes; c++) {
                add(factor * vector[c], weights[c], origin);
            }
        }
        return origin;
    }

    private static double product(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }

    private static void add(double factor, double[] from, double[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * from[j];
        }
    }
}
