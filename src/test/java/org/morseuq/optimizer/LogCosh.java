package org.morseuq.optimizer;

import java.util.SplittableRandom;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;

/** \( \sum_i \log \cosh (M x + c)_i + \frac{q}{4} \sum_j x_j^4 \): smooth, not a quadratic, with derivatives by hand. */
final class LogCosh implements ThriceDifferentiable {

    private final double[][] matrix;
    private final double[] offset;
    private final double quartic;

    LogCosh(int size, double quartic, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        matrix = new double[size][size];
        offset = new double[size];
        for (int i = 0; i < size; i++) {
            offset[i] = random.nextGaussian();
            for (int j = 0; j < size; j++) {
                matrix[i][j] = random.nextGaussian();
            }
        }
        this.quartic = quartic;
    }

    @Override
    public double value(Vector at) {
        double sum = 0;
        double[] x = at.toArray();
        double[] z = times(x);
        for (int i = 0; i < z.length; i++) {
            sum += Math.log(Math.cosh(z[i] + offset[i])) + quartic / 4 * Math.pow(x[i], 4);
        }
        return sum;
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        double[] x = at.toArray();
        double[] z = times(x);
        for (int i = 0; i < z.length; i++) {
            z[i] = Math.tanh(z[i] + offset[i]);
        }
        double[] g = transposed(z);
        for (int j = 0; j < g.length; j++) {
            g[j] += quartic * x[j] * x[j] * x[j];
        }
        gradient.setArray(g);
        return value(at);
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        double[] x = at.toArray();
        double[] v = direction.toArray();
        double[] z = times(x);
        double[] moved = times(v);
        for (int i = 0; i < z.length; i++) {
            double f = Math.tanh(z[i] + offset[i]);
            moved[i] *= 1 - f * f;
        }
        double[] result = transposed(moved);
        for (int j = 0; j < result.length; j++) {
            result[j] += 3 * quartic * x[j] * x[j] * v[j];
        }
        product.setArray(result);
    }

    @Override
    public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
        double[] x = at.toArray();
        double[] along = u.toArray();
        double[] across = v.toArray();
        double[] z = times(x);
        double[] moved = times(along);
        double[] alsoMoved = times(across);
        for (int i = 0; i < z.length; i++) {
            double f = Math.tanh(z[i] + offset[i]);
            moved[i] *= -2 * f * (1 - f * f) * alsoMoved[i];
        }
        double[] result = transposed(moved);
        for (int j = 0; j < result.length; j++) {
            result[j] += 6 * quartic * x[j] * along[j] * across[j];
        }
        into.setArray(result);
    }

    private double[] times(double[] v) {
        double[] product = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                product[i] += matrix[i][j] * v[j];
            }
        }
        return product;
    }

    private double[] transposed(double[] v) {
        double[] product = new double[v.length];
        for (int i = 0; i < v.length; i++) {
            for (int j = 0; j < v.length; j++) {
                product[j] += matrix[i][j] * v[i];
            }
        }
        return product;
    }
}
