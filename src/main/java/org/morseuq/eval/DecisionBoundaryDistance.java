package org.morseuq.eval;

import org.morseuq.data.FeatureTable;

/**
 * How near the embedding is to the decision boundaries, for its distance from the training mean:
 * \( -\frac{1}{|K|} \sum_{c \in K} \frac{l_y - l_c}{\|w_y - w_c\|} / \|x - m\| \), where x is the embedding, l the
 * logits, y the class of the highest, \( w_c \) row c of the last layer, m the mean of the training embeddings, and K the
 * classes other than y whose row differs from \( w_y \). The inner ratio is the distance of x to the boundary between the
 * two classes.
 *
 * <p>Classes with the same row in the last layer have no boundary and are left out; a predicted class that has none at all
 * scores 0. A distance from the mean below 1e-6 of that of the average training row counts as that, so that the mean
 * itself has a score. Scaling x away from m changes little: this detector looks at the angle.
 *
 * <p>Costs O(n d (d + classes)) to fit and O(d + classes) a row. L. Liu and Y. Qin (2023), Fast Decision Boundary based
 * Out-of-Distribution Detector, arXiv 2312.11536. The last layer is recovered by least squares, see
 * {@link UnfittableException}.
 */
public final class DecisionBoundaryDistance implements Detector {

    private static final double NEAREST = 1e-6;

    /** Of the longest row; rows closer than this are told apart by the rounding of float features alone. */
    private static final double SAME = 1e-6;

    private final Columns embedding;
    private final Columns logits;
    private final double[] mean;
    private final double nearest;
    private final double[][] gaps; // between the rows of the last layer, classes x classes; 0 for the same row

    private DecisionBoundaryDistance(
            Columns embedding, Columns logits, double[] mean, double nearest, double[]... gaps) {
        this.embedding = embedding;
        this.logits = logits;
        this.mean = mean;
        this.nearest = nearest;
        this.gaps = gaps;
    }

    /**
     * Recovers the last layer and the mean.
     *
     * @param train rows with logits and an embedding, two more than the embedding has features; labels are not used
     * @return the detector
     */
    public static DecisionBoundaryDistance fit(FeatureTable train) {
        Columns embedding = LinearReadout.embedding(train);
        Columns logits = Columns.logits(train);
        float[][] rows = embedding.train(train);
        double[][] weights = LinearReadout.fit(rows, logits.train(train)).weights();
        double[] mean = Covariance.mean(rows);
        double average = 0;
        for (float[] row : rows) {
            average += distance(row, mean) / rows.length;
        }
        return new DecisionBoundaryDistance(embedding, logits, mean, NEAREST * average, gaps(weights));
    }

    private static double[][] gaps(double[][] weights) {
        double longest = 0;
        for (double[] row : weights) {
            longest = Math.max(longest, distance(row, new double[row.length]));
        }
        double[][] gaps = new double[weights.length][weights.length];
        for (int a = 0; a < weights.length; a++) {
            for (int b = 0; b < weights.length; b++) {
                double gap = distance(weights[a], weights[b]);
                gaps[a][b] = gap > SAME * longest ? gap : 0;
            }
        }
        return gaps;
    }

    private static double distance(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }

    private static double distance(float[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += (a[j] - b[j]) * (a[j] - b[j]);
        }
        return Math.sqrt(sum);
    }

    @Override
    public String name() {
        return "fdbd";
    }

    @Override
    public double[] score(FeatureTable table) {
        float[][] rows = embedding.of(table);
        float[][] outputs = logits.of(table);
        double[] scores = new double[rows.length];
        for (int i = 0; i < rows.length; i++) {
            scores[i] = -meanDistance(outputs[i]) / Math.max(distance(rows[i], mean), nearest);
        }
        return scores;
    }

    private double meanDistance(float[] outputs) {
        int predicted = LogSumExp.indexOfMaximum(outputs);
        double sum = 0;
        int count = 0;
        for (int c = 0; c < outputs.length; c++) {
            double gap = gaps[predicted][c];
            if (gap > 0) {
                sum += ((double) outputs[predicted] - outputs[c]) / gap;
                count++;
            }
        }
        return count > 0 ? sum / count : 0;
    }
}
