package org.morseuq.algebra;

/**
 * The affine map \( x \mapsto W x + b \) nearest to some pairs (x, y) in the sense of least squares.
 *
 * <p>With the covariance S of the x and their covariance R with the y, \( W = R^T S^{-1} \) and
 * \( b = \bar y - W \bar x \). S gets a ridge of 1e-10 of its mean diagonal, so that coordinates that never vary, or always
 * together, do not stop the factorisation; one step of iterative refinement takes back what that changed elsewhere. In a
 * direction in which no x varies W cannot be known and is 0.
 *
 * <p>Costs O(n d (d + k) + d^3 / 3) for n pairs of d and k numbers.
 *
 * @param weights W, k x d
 * @param bias b, k numbers
 * @param relativeError root of the mean square of what is left over that of \( y - \bar y \), not corrected for the degrees
 *     of freedom; not finite if y does not vary
 */
public record AffineFit(double[][] weights, double[] bias, double relativeError) {

    private static final double RIDGE = 1e-10;

    /**
     * Fits.
     *
     * @param x n x d finite numbers, n at least 1, that vary
     * @param y n x k finite numbers
     * @return the map
     */
    public static AffineFit of(float[][] x, float[][] y) {
        int n = x.length;
        if (n == 0 || y.length != n) {
            throw new IllegalArgumentException(
                    "an affine fit needs at least one pair, got " + n + " inputs and " + y.length + " outputs");
        }
        int inputs = x[0].length;
        int outputs = y[0].length;
        double[] centre = mean(x);
        double[] middle = mean(y);
        double[][] covariance = new double[inputs][inputs];
        double[][] cross = new double[outputs][inputs];
        double[] deviation = new double[inputs];
        for (int i = 0; i < n; i++) {
            for (int j = 0; j < inputs; j++) {
                deviation[j] = x[i][j] - centre[j];
            }
            for (int a = 0; a < inputs; a++) {
                add(deviation[a] / n, deviation, covariance[a]);
            }
            for (int c = 0; c < outputs; c++) {
                add((y[i][c] - middle[c]) / n, deviation, cross[c]);
            }
        }
        double[][] weights = solve(covariance, cross);
        double[] bias = middle.clone();
        for (int c = 0; c < outputs; c++) {
            bias[c] -= dot(weights[c], centre);
        }
        double left = 0;
        double spread = 0;
        for (int i = 0; i < n; i++) {
            for (int c = 0; c < outputs; c++) {
                double fitted = bias[c];
                for (int j = 0; j < inputs; j++) {
                    fitted += weights[c][j] * x[i][j];
                }
                left += (y[i][c] - fitted) * (y[i][c] - fitted);
                spread += (y[i][c] - middle[c]) * (y[i][c] - middle[c]);
            }
        }
        return new AffineFit(weights, bias, Math.sqrt(left / spread));
    }

    /** \( R^T S^{-1} \). */
    private static double[][] solve(double[][] covariance, double[][] cross) {
        int inputs = covariance.length;
        double trace = 0;
        for (int a = 0; a < inputs; a++) {
            trace += covariance[a][a];
        }
        if (!(trace > 0)) {
            throw new IllegalArgumentException("an affine fit needs inputs that vary and are finite");
        }
        double[][] regular = new double[inputs][];
        for (int a = 0; a < inputs; a++) {
            regular[a] = covariance[a].clone();
            regular[a][a] += RIDGE * trace / inputs;
        }
        Cholesky factor = Cholesky.of(regular);
        double[][] weights = new double[cross.length][];
        for (int c = 0; c < cross.length; c++) {
            weights[c] = cross[c].clone();
            factor.solve(weights[c]);
            double[] rest = cross[c].clone();
            for (int a = 0; a < inputs; a++) {
                rest[a] -= dot(covariance[a], weights[c]);
            }
            factor.solve(rest);
            add(1, rest, weights[c]);
        }
        return weights;
    }

    private static double[] mean(float[][] rows) {
        double[] mean = new double[rows[0].length];
        for (float[] row : rows) {
            for (int j = 0; j < mean.length; j++) {
                mean[j] += row[j];
            }
        }
        for (int j = 0; j < mean.length; j++) {
            mean[j] /= rows.length;
        }
        return mean;
    }

    private static void add(double factor, double[] from, double[] to) {
        for (int j = 0; j < to.length; j++) {
            to[j] += factor * from[j];
        }
    }

    private static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int j = 0; j < a.length; j++) {
            sum += a[j] * b[j];
        }
        return sum;
    }
}
