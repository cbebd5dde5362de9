package org.morseuq.eval;

import java.util.Locale;
import org.morseuq.algebra.AffineFit;
import org.morseuq.algebra.SymmetricEigen;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * The last layer of a classifier, \( l = W x + b \), recovered from embeddings x and logits l by least squares.
 *
 * <p>{@link AffineFit} with a check: logits that no affine map comes near are refused. In a direction in which no training
 * row varies W cannot be known and is 0. Costs O(n d (d + classes) + d^3 / 3) for n rows of d features.
 *
 * @param weights W, classes x d
 * @param bias b, one number a class
 */
record LinearReadout(double[][] weights, double[] bias) {

    /** Of the spread of the logits; float features and logits leave about 1e-6. */
    static final double TOLERANCE = 1e-3;

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
        AffineFit fit;
        try {
            fit = AffineFit.of(embedding, logits);
        } catch (IllegalArgumentException e) {
            throw new UnfittableException("the embeddings of the training rows do not differ");
        }
        // By the degrees of freedom: with as many rows as unknowns anything would fit.
        double relative =
                fit.relativeError() * Math.sqrt((embedding.length - 1.0) / (embedding.length - features - 1.0));
        if (!(relative <= TOLERANCE)) {
            throw new UnfittableException(String.format(
                    Locale.ROOT,
                    "the logits are not an affine function of the embedding: the best one misses them by %.2g of their"
                            + " spread, more than %.0e",
                    relative,
                    TOLERANCE));
        }
        return new LinearReadout(fit.weights(), fit.bias());
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
