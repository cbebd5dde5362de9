package org.morseuq.complexity;

/**
 * Rows of features by class: how many, where they lie, how far they spread.
 *
 * @param counts rows of each of K classes; a class without rows is refused where one is needed
 * @param means K x d, \( m_k \)
 * @param spreads K numbers, \( V_k = \frac{1}{n_k} \sum_{i: y_i = k} \|x_i - m_k\|^2 \)
 */
public record ClassMeans(long[] counts, double[][] means, double[] spreads) {

    /**
     * Takes the means and the spreads, in two passes, so that nothing cancels.
     *
     * @param rows n x d finite numbers
     * @param labels n numbers from 0 to K - 1, all of which occur
     * @return the statistics
     */
    public static ClassMeans of(float[][] rows, int[] labels) {
        if (rows.length == 0 || rows.length != labels.length) {
            throw new IllegalArgumentException("class means need one label a row and at least one row, got "
                    + rows.length + " rows and " + labels.length + " labels");
        }
        int classes = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                throw new IllegalArgumentException(
                        "row " + i + " has no label, and class means need one for every row");
            }
            classes = Math.max(classes, labels[i] + 1);
        }
        int width = rows[0].length;
        long[] counts = new long[classes];
        double[][] means = new double[classes][width];
        for (int i = 0; i < rows.length; i++) {
            counts[labels[i]]++;
            for (int j = 0; j < width; j++) {
                means[labels[i]][j] += rows[i][j];
            }
        }
        for (int k = 0; k < classes; k++) {
            if (counts[k] == 0) {
                throw new IllegalArgumentException("class " + k + " of " + classes + " has no rows");
            }
            for (int j = 0; j < width; j++) {
                means[k][j] /= counts[k];
            }
        }
        double[] spreads = new double[classes];
        for (int i = 0; i < rows.length; i++) {
            spreads[labels[i]] += squaredDistance(rows[i], means[labels[i]]) / counts[labels[i]];
        }
        return new ClassMeans(counts, means, spreads);
    }

    /** K. */
    public int classes() {
        return counts.length;
    }

    /** \( \|m_i - m_j\|^2 \). */
    public double squaredDistance(int i, int j) {
        double sum = 0;
        for (int a = 0; a < means[i].length; a++) {
            double difference = means[i][a] - means[j][a];
            sum += difference * difference;
        }
        return sum;
    }

    /**
     * The class whose mean is nearest to a row; of equally near ones the first.
     *
     * @param row d numbers
     * @return a number from 0 to K - 1
     */
    public int nearest(float[] row) {
        int best = 0;
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < means.length; k++) {
            double distance = squaredDistance(row, means[k]);
            if (distance < least) {
                least = distance;
                best = k;
            }
        }
        return best;
    }

    /**
     * The means seen from their own mean, \( m_k - \frac{1}{K} \sum_j m_j \): every class counts the same, however many
     * rows it has.
     *
     * @return K x d numbers, new
     */
    public double[][] centred() {
        int width = means[0].length;
        double[] middle = new double[width];
        for (double[] mean : means) {
            for (int j = 0; j < width; j++) {
                middle[j] += mean[j] / means.length;
            }
        }
        double[][] centred = new double[means.length][width];
        for (int k = 0; k < means.length; k++) {
            for (int j = 0; j < width; j++) {
                centred[k][j] = means[k][j] - middle[j];
            }
        }
        return centred;
    }

    /**
     * The cosines between the means of two classes, seen from their own mean: \( -1 / (K - 1) \) each at the corners of a
     * simplex.
     *
     * @return K (K - 1) / 2 numbers; NaN where a mean is that of all
     */
    public double[] cosines() {
        double[][] centred = centred();
        double[] cosines = new double[classes() * (classes() - 1) / 2];
        int at = 0;
        for (int i = 0; i < classes(); i++) {
            for (int j = 0; j < i; j++) {
                cosines[at++] = dot(centred[i], centred[j])
                        / Math.sqrt(dot(centred[i], centred[i]) * dot(centred[j], centred[j]));
            }
        }
        return cosines;
    }

    /**
     * The mean over ordered pairs of classes of \( \frac{q_i + q_j}{2 \|m_i - m_j\|^2} \): with \( q = V \) the
     * class-distance normalised variance, with the geometric complexity of each class the geometric collapse.
     *
     * @param quantities q, K numbers of at least 0
     * @return at least 0; infinite if two means coincide while their quantities do not vanish, NaN if they do
     */
    public double perSquaredDistance(double[] quantities) {
        if (quantities.length != classes() || classes() < 2) {
            throw new IllegalArgumentException("pairs of classes need at least 2 classes and one number for each, got "
                    + classes() + " and " + quantities.length);
        }
        double sum = 0;
        for (int i = 0; i < classes(); i++) {
            for (int j = 0; j < i; j++) {
                sum += (quantities[i] + quantities[j]) / (2 * squaredDistance(i, j));
            }
        }
        return sum / (classes() * (classes() - 1) / 2.0);
    }

    private static double squaredDistance(float[] row, double[] mean) {
        double sum = 0;
        for (int j = 0; j < mean.length; j++) {
            double difference = row[j] - mean[j];
            sum += difference * difference;
        }
        return sum;
    }

    private static double dot(double[] x, double[] y) {
        double sum = 0;
        for (int j = 0; j < x.length; j++) {
            sum += x[j] * y[j];
        }
        return sum;
    }
}
