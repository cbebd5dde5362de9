package org.morseuq.optimizer;

import java.util.Arrays;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/**
 * The mean cross-entropy of a 3-5-4 tanh network, with the derivatives by hand: backward for the gradient, and the
 * derivative of every line of it along a direction for the product with the Hessian. {@code reference.py} has the order of
 * the 44 parameters.
 */
final class TanhNetwork implements Objective {

    private static final int INPUTS = 3;
    private static final int HIDDEN = 5;
    private static final int CLASSES = 4;
    private static final int BIAS_1 = HIDDEN * INPUTS;
    private static final int WEIGHT_2 = BIAS_1 + HIDDEN;
    private static final int BIAS_2 = WEIGHT_2 + CLASSES * HIDDEN;

    private final double[][] rows;
    private final int[] labels;

    TanhNetwork(double[][] rows, int[] labels) {
        this.rows = rows;
        this.labels = labels;
    }

    @Override
    public double value(Vector at) {
        return pass(at.toArray(), new double[44], null, null);
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        double[] g = new double[44];
        double loss = pass(at.toArray(), g, null, null);
        gradient.setArray(g);
        return loss;
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        double[] h = new double[44];
        pass(at.toArray(), new double[44], direction.toArray(), h);
        product.setArray(h);
    }

    private double pass(double[] w, double[] g, double[] v, double[] h) {
        double loss = 0;
        for (int r = 0; r < rows.length; r++) {
            loss += row(rows[r], labels[r], w, g, v == null ? new double[44] : v, h == null ? new double[44] : h);
        }
        return loss / rows.length;
    }

    /** Adds one row's share to g, the gradient at w, and to h, its derivative along v. */
    private double row(double[] x, int label, double[] w, double[] g, double[] v, double[] h) {
        double[] z = new double[HIDDEN];
        double[] rz = new double[HIDDEN];
        for (int j = 0; j < HIDDEN; j++) {
            double a = w[BIAS_1 + j];
            double ra = v[BIAS_1 + j];
            for (int i = 0; i < INPUTS; i++) {
                a += w[j * INPUTS + i] * x[i];
                ra += v[j * INPUTS + i] * x[i];
            }
            z[j] = Math.tanh(a);
            rz[j] = (1 - z[j] * z[j]) * ra;
        }
        double[] o = new double[CLASSES];
        double[] ro = new double[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            o[k] = w[BIAS_2 + k];
            ro[k] = v[BIAS_2 + k];
            for (int j = 0; j < HIDDEN; j++) {
                o[k] += w[WEIGHT_2 + k * HIDDEN + j] * z[j];
                ro[k] += v[WEIGHT_2 + k * HIDDEN + j] * z[j] + w[WEIGHT_2 + k * HIDDEN + j] * rz[j];
            }
        }
        double top = Arrays.stream(o).max().orElseThrow();
        double sum = Arrays.stream(o).map(logit -> Math.exp(logit - top)).sum();
        double loss = top + Math.log(sum) - o[label];
        double mean = 0;
        double[] p = new double[CLASSES];
        for (int k = 0; k < CLASSES; k++) {
            p[k] = Math.exp(o[k] - top) / sum;
            mean += p[k] * ro[k];
        }
        double[] back = new double[HIDDEN];
        double[] rback = new double[HIDDEN];
        for (int k = 0; k < CLASSES; k++) {
            double d = (p[k] - (k == label ? 1 : 0)) / rows.length;
            double rd = p[k] * (ro[k] - mean) / rows.length;
            g[BIAS_2 + k] += d;
            h[BIAS_2 + k] += rd;
            for (int j = 0; j < HIDDEN; j++) {
                int place = WEIGHT_2 + k * HIDDEN + j;
                g[place] += d * z[j];
                h[place] += rd * z[j] + d * rz[j];
                back[j] += w[place] * d;
                rback[j] += v[place] * d + w[place] * rd;
            }
        }
        for (int j = 0; j < HIDDEN; j++) {
            double slope = 1 - z[j] * z[j];
            double d = back[j] * slope;
            double rd = rback[j] * slope - 2 * back[j] * z[j] * rz[j];
            g[BIAS_1 + j] += d;
            h[BIAS_1 + j] += rd;
            for (int i = 0; i < INPUTS; i++) {
                g[j * INPUTS + i] += d * x[i];
                h[j * INPUTS + i] += rd * x[i];
            }
        }
        return loss;
    }
}
