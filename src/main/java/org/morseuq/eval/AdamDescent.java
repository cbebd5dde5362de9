package org.morseuq.eval;

/**
 * Adam on plain arrays, with the whole gradient in every step: D. P. Kingma and J. Ba (2014), Adam: A Method for
 * Stochastic Optimization, arXiv 1412.6980, algorithm 1, with its decay rates 0.9 and 0.999 and
 * \( \epsilon = 10^{-8} \). Nothing is drawn, so the order of the rows behind the gradient changes rounding only.
 */
final class AdamDescent {

    private static final double MEAN_DECAY = 0.9;
    private static final double SQUARE_DECAY = 0.999;
    private static final double EPSILON = 1e-8;

    private AdamDescent() {}

    /** The gradient of what is minimised. */
    @FunctionalInterface
    interface Gradient {

        /** The gradient at a point, as long as it; a new array. */
        double[] at(double[] point);
    }

    /**
     * A fixed number of steps.
     *
     * @param start where to begin; not changed
     * @param steps how many
     * @param rate the largest move of a coordinate in one step, nearly
     * @param gradient of the objective
     * @return where they end
     */
    static double[] descend(double[] start, int steps, double rate, Gradient gradient) {
        double[] point = start.clone();
        double[] mean = new double[point.length];
        double[] square = new double[point.length];
        for (int t = 1; t <= steps; t++) {
            double[] slope = gradient.at(point);
            double meanBias = 1 - Math.pow(MEAN_DECAY, t);
            double squareBias = 1 - Math.pow(SQUARE_DECAY, t);
            for (int j = 0; j < point.length; j++) {
                mean[j] += (1 - MEAN_DECAY) * (slope[j] - mean[j]);
                square[j] += (1 - SQUARE_DECAY) * (slope[j] * slope[j] - square[j]);
                point[j] -= rate * (mean[j] / meanBias) / (Math.sqrt(square[j] / squareBias) + EPSILON);
            }
        }
        return point;
    }
}
