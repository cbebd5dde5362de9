package org.morseuq.complexity;

import java.util.SplittableRandom;
import org.morseuq.function.PointwiseMap;

/** \( x \mapsto B \tanh(A x + a) + b \), or without the tanh: a map whose Jacobian is written down by hand. */
record PerceptronMap(double[][] a, double[] shift, double[][] b, boolean curved) implements PointwiseMap {

    static PerceptronMap random(int inputs, int hidden, int outputs, boolean curved, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] shift = new double[hidden];
        for (int j = 0; j < hidden; j++) {
            shift[j] = 0.3 * random.nextGaussian();
        }
        return new PerceptronMap(matrix(hidden, inputs, random), shift, matrix(outputs, hidden, random), curved);
    }

    private static double[][] matrix(int rows, int columns, SplittableRandom random) {
        double[][] matrix = new double[rows][columns];
        for (double[] row : matrix) {
            for (int j = 0; j < columns; j++) {
                row[j] = random.nextGaussian() / Math.sqrt(columns);
            }
        }
        return matrix;
    }

    static float[][] points(int count, int inputs, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] points = new float[count][inputs];
        for (float[] point : points) {
            for (int j = 0; j < inputs; j++) {
                point[j] = (float) random.nextGaussian();
            }
        }
        return points;
    }

    @Override
    public int inputs() {
        return a[0].length;
    }

    @Override
    public int outputs() {
        return b.length;
    }

    private double[] hidden(float[] x) {
        double[] h = shift.clone();
        for (int j = 0; j < h.length; j++) {
            for (int i = 0; i < x.length; i++) {
                h[j] += a[j][i] * x[i];
            }
            h[j] = curved ? Math.tanh(h[j]) : h[j];
        }
        return h;
    }

    /** Row k is the gradient of output k. */
    double[][] jacobian(float[] x) {
        double[] h = hidden(x);
        double[][] jacobian = new double[outputs()][inputs()];
        for (int k = 0; k < outputs(); k++) {
            for (int j = 0; j < h.length; j++) {
                double slope = b[k][j] * (curved ? 1 - h[j] * h[j] : 1);
                for (int i = 0; i < inputs(); i++) {
                    jacobian[k][i] += slope * a[j][i];
                }
            }
        }
        return jacobian;
    }

    @Override
    public Linearisation at(float[][] points) {
        float[][] values = new float[points.length][outputs()];
        for (int n = 0; n < points.length; n++) {
            double[] h = hidden(points[n]);
            for (int k = 0; k < outputs(); k++) {
                double sum = 0;
                for (int j = 0; j < h.length; j++) {
                    sum += b[k][j] * h[j];
                }
                values[n][k] = (float) sum;
            }
        }
        return new Linearisation() {
            @Override
            public float[][] values() {
                return values;
            }

            @Override
            public float[][] pullback(float[][] covectors) {
                float[][] pulled = new float[points.length][inputs()];
                for (int n = 0; n < points.length; n++) {
                    double[][] jacobian = jacobian(points[n]);
                    for (int i = 0; i < inputs(); i++) {
                        double sum = 0;
                        for (int k = 0; k < outputs(); k++) {
                            sum += jacobian[k][i] * covectors[n][k];
                        }
                        pulled[n][i] = (float) sum;
                    }
                }
                return pulled;
            }

            @Override
            public void close() {}
        };
    }
}
