package org.morseuq.report;

import java.util.Arrays;

/**
 * A map of rows on the plane that keeps neighbours together: t-SNE, L. van der Maaten and G. Hinton (2008), Visualizing
 * Data using t-SNE, JMLR 9.
 *
 * <p>Row j is a neighbour of row i with probability \( p_{j|i} \propto e^{-\beta_i \|x_i - x_j\|^2} \), where
 * \( \beta_i \) makes the perplexity \( e^{-\sum_j p_{j|i} \log p_{j|i}} \) the same for all i; and
 * \( p_{ij} = (p_{j|i} + p_{i|j}) / 2n \). On the plane \( q_{ij} \propto (1 + \|y_i - y_j\|^2)^{-1} \). The places y
 * minimise \( \sum_{ij} p_{ij} \log (p_{ij} / q_{ij}) \) by descent along
 * \[ \frac{\partial}{\partial y_i} = 4 \sum_j (p_{ij} - q_{ij}) (1 + \|y_i - y_j\|^2)^{-1} (y_i - y_j). \]
 *
 * <p>As usual, all p count {@value #EXAGGERATION} times in the first steps, each coordinate has a gain of its own, and
 * the step is n / {@value #EXAGGERATION}, at least {@value #LEAST_STEP}. The start is the {@link PrincipalPlane}, as D.
 * Kobak and P. Berens (2019), The art of using t-SNE for single-cell transcriptomics, Nature Communications 10, advise:
 * nothing is random, and the groups lie as they do there. All sums run in a fixed order and {@link StrictMath} does what
 * is not exact, so the map is the same on every machine.
 *
 * <p>Costs {@value #STEPS} n^2 / 2 pairs and n^2 numbers of memory; about 2 s for 900 rows.
 */
final class NeighborEmbedding {

    /** The perplexity; with fewer rows a third of the others. */
    static final double PERPLEXITY = 30;

    private static final int STEPS = 600;
    private static final int EARLY = 150;
    private static final int EXAGGERATION = 12;
    private static final int LEAST_STEP = 50;
    private static final double START = 1e-4;
    private static final double SMALLEST_GAIN = 0.01;

    private NeighborEmbedding() {}

    /**
     * The places of rows.
     *
     * @param rows n x d, finite, at least one
     * @return n x 2 numbers around 0
     */
    static double[][] of(float[][] rows) {
        double[][] y = start(rows);
        int n = rows.length;
        double perplexity = Math.min(PERPLEXITY, (n - 1) / 3.0);
        if (perplexity < 1) {
            return y; // too few to have neighbours
        }
        double[][] p = affinities(rows, perplexity);
        double[][] speed = new double[n][2];
        double[][] gain = new double[n][2];
        for (double[] each : gain) {
            Arrays.fill(each, 1);
        }
        double step = Math.max((double) n / EXAGGERATION, LEAST_STEP);
        for (int t = 0; t < STEPS; t++) {
            double[][] gradient = gradient(p, y, t < EARLY ? EXAGGERATION : 1);
            double momentum = t < EARLY ? 0.5 : 0.8;
            for (int i = 0; i < n; i++) {
                for (int k = 0; k < 2; k++) {
                    boolean turned = gradient[i][k] > 0 == speed[i][k] > 0;
                    gain[i][k] = Math.max(SMALLEST_GAIN, turned ? gain[i][k] * 0.8 : gain[i][k] + 0.2);
                    speed[i][k] = momentum * speed[i][k] - step * gain[i][k] * gradient[i][k];
                    y[i][k] += speed[i][k];
                }
            }
        }
        return y;
    }

    /** The principal plane, made small. */
    private static double[][] start(float[][] rows) {
        PrincipalPlane plane = PrincipalPlane.of(rows);
        double[][] y = Arrays.stream(rows).map(plane::place).toArray(double[][]::new);
        double sum = 0;
        for (double[] each : y) {
            sum += each[0] * each[0];
        }
        double scale = sum > 0 ? START / Math.sqrt(sum / y.length) : 0;
        for (double[] each : y) {
            each[0] *= scale;
            each[1] *= scale;
        }
        return y;
    }

    /** \( p_{ij} \): symmetric, with nothing on the diagonal and a sum of 1. */
    static double[][] affinities(float[][] rows, double perplexity) {
        int n = rows.length;
        double[][] conditional = new double[n][];
        for (int i = 0; i < n; i++) {
            conditional[i] = neighbors(distances(rows, i), i, StrictMath.log(perplexity));
        }
        double[][] p = new double[n][n];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < n; j++) {
                p[i][j] = (conditional[i][j] + conditional[j][i]) / (2 * n);
            }
        }
        return p;
    }

    private static double[] distances(float[][] rows, int i) {
        double[] distances = new double[rows.length];
        for (int j = 0; j < rows.length; j++) {
            double sum = 0;
            for (int k = 0; k < rows[i].length; k++) {
                double apart = (double) rows[i][k] - rows[j][k];
                sum += apart * apart;
            }
            distances[j] = sum;
        }
        return distances;
    }

    /** \( p_{j|i} \), with \( \beta_i \) found by halving on a logarithmic scale around the mean distance. */
    private static double[] neighbors(double[] distances, int self, double entropy) {
        double nearest = Double.POSITIVE_INFINITY;
        double mean = 0;
        for (int j = 0; j < distances.length; j++) {
            if (j != self) {
                nearest = Math.min(nearest, distances[j]);
                mean += distances[j] / (distances.length - 1);
            }
        }
        double unit = mean > 0 ? mean : 1;
        double low = -40;
        double high = 40;
        double[] p = new double[distances.length];
        for (int halving = 0; halving < 50; halving++) {
            double middle = (low + high) / 2;
            double beta = StrictMath.exp(middle) / unit;
            double sum = 0;
            double weighted = 0;
            for (int j = 0; j < p.length; j++) {
                double far = beta * (distances[j] - nearest);
                p[j] = j == self ? 0 : StrictMath.exp(-far);
                sum += p[j];
                weighted += j == self ? 0 : p[j] * far;
            }
            for (int j = 0; j < p.length; j++) {
                p[j] /= sum;
            }
            if (weighted / sum + StrictMath.log(sum) > entropy) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return p;
    }

    /** The gradient by the places, where p counts a number of times. */
    static double[][] gradient(double[][] p, double[][] y, double times) {
        int n = y.length;
        double[][] near = new double[n][]; // (1 + |y_i - y_j|^2)^-1 below the diagonal
        double sum = 0;
        for (int i = 0; i < n; i++) {
            near[i] = new double[i];
            for (int j = 0; j < i; j++) {
                double a = y[i][0] - y[j][0];
                double b = y[i][1] - y[j][1];
                near[i][j] = 1 / (1 + a * a + b * b);
                sum += 2 * near[i][j];
            }
        }
        double[][] gradient = new double[n][2];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < i; j++) {
                double pull = 4 * (times * p[i][j] - near[i][j] / sum) * near[i][j];
                for (int k = 0; k < 2; k++) {
                    double part = pull * (y[i][k] - y[j][k]);
                    gradient[i][k] += part;
                    gradient[j][k] -= part;
                }
            }
        }
        return gradient;
    }
}
