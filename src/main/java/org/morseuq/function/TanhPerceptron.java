package org.morseuq.function;

import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * The mean cross-entropy of a perceptron with one hidden layer, \( z = W_2 \tanh(W_1 x + b_1) + b_2 \), as a function of
 * its parameters: the smallest network on which statements about steps and flows can be tried in double precision.
 *
 * <p>The parameters are one vector: the rows of W_1, then b_1, the rows of W_2, then b_2. The gradient is computed by
 * hand, in numbers that carry their derivatives along two directions; so the products with the Hessian and the third
 * derivative are exact to rounding. Each costs the same, about eight passes over the network, and is meant for tens of
 * rows and hundreds of parameters.
 */
public final class TanhPerceptron implements ThriceDifferentiable {

    private final double[][] inputs;
    private final int[] labels;
    private final int hidden;
    private final int classes;

    /**
     * The loss on a set of rows.
     *
     * @param inputs at least one row, all equally long. Not copied
     * @param labels the class of each row, in [0, classes). Not copied
     * @param hidden units of the hidden layer, at least 1
     * @param classes at least 2
     */
    public TanhPerceptron(double[][] inputs, int[] labels, int hidden, int classes) {
        if (inputs.length == 0 || inputs.length != labels.length) {
            throw new IllegalArgumentException("a loss needs at least one row and a label for each, got "
                    + inputs.length + " rows and " + labels.length + " labels");
        }
        if (hidden < 1 || classes < 2) {
            throw new IllegalArgumentException(
                    "a perceptron has at least 1 hidden unit and 2 classes, got " + hidden + " and " + classes);
        }
        for (int i = 0; i < inputs.length; i++) {
            if (inputs[i].length != inputs[0].length) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + inputs[i].length + " columns, expected " + inputs[0].length);
            }
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "row " + i + " has label " + labels[i] + ", expected at least 0 and below " + classes);
            }
        }
        this.inputs = inputs;
        this.labels = labels;
        this.hidden = hidden;
        this.classes = classes;
    }

    /** The number of parameters. */
    public int parameters() {
        return hidden * (inputs[0].length + 1) + classes * (hidden + 1);
    }

    /**
     * Parameters to start from: weights drawn from a normal law with variance 1 over the inputs of their layer, and biases
     * 0.
     *
     * @param seed of the draw
     */
    public ArrayVector initial(long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        double[] theta = new double[parameters()];
        int columns = inputs[0].length;
        for (int i = 0; i < hidden * columns; i++) {
            theta[i] = random.nextGaussian() / Math.sqrt(columns);
        }
        int second = hidden * (columns + 1);
        for (int i = 0; i < classes * hidden; i++) {
            theta[second + i] = random.nextGaussian() / Math.sqrt(hidden);
        }
        return ArrayVector.of(theta);
    }

    @Override
    public double value(Vector at) {
        return jets(at, null, null, null).value();
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        Jet[] slopes = slopes();
        double value = jets(at, null, null, slopes).value();
        gradient.setArray(Arrays.stream(slopes).mapToDouble(Jet::value).toArray());
        return value;
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        Jet[] slopes = slopes();
        jets(at, direction, null, slopes);
        product.setArray(Arrays.stream(slopes).mapToDouble(Jet::s).toArray());
    }

    @Override
    public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
        Jet[] slopes = slopes();
        jets(at, u, v, slopes);
        into.setArray(Arrays.stream(slopes).mapToDouble(Jet::st).toArray());
    }

    /**
     * How many rows have the largest logit at their label; of equal ones the first counts.
     *
     * @param at the parameters
     */
    public int correct(Vector at) {
        Jet[] theta = Arrays.stream(at.toArray()).mapToObj(Jet::constant).toArray(Jet[]::new);
        int correct = 0;
        for (int row = 0; row < inputs.length; row++) {
            Jet[] x = Arrays.stream(inputs[row]).mapToObj(Jet::constant).toArray(Jet[]::new);
            Jet[] units =
                    Arrays.stream(affine(theta, 0, x, hidden)).map(Jet::tanh).toArray(Jet[]::new);
            Jet[] logits = affine(theta, hidden * (x.length + 1), units, classes);
            int best = 0;
            for (int k = 1; k < classes; k++) {
                best = logits[k].value() > logits[best].value() ? k : best;
            }
            correct += best == labels[row] ? 1 : 0;
        }
        return correct;
    }

    private Jet[] slopes() {
        Jet[] slopes = new Jet[parameters()];
        Arrays.fill(slopes, Jet.ZERO);
        return slopes;
    }

    /** The loss where the parameters move along s and t, and, unless null, its gradient. */
    private Jet jets(Vector at, Vector alongS, Vector alongT, Jet[] slopes) {
        int size = parameters();
        if (at.size() != size) {
            throw new IllegalArgumentException("a perceptron of " + size + " parameters was given " + at.size());
        }
        double[] point = at.toArray();
        double[] s = alongS == null ? new double[size] : alongS.toArray();
        double[] t = alongT == null ? new double[size] : alongT.toArray();
        Jet[] theta = new Jet[size];
        for (int i = 0; i < size; i++) {
            theta[i] = new Jet(point[i], s[i], t[i], 0);
        }
        Jet sum = Jet.ZERO;
        for (int row = 0; row < inputs.length; row++) {
            Jet[] x = Arrays.stream(inputs[row]).mapToObj(Jet::constant).toArray(Jet[]::new);
            sum = sum.plus(row(theta, x, labels[row], slopes));
        }
        return sum.times(1.0 / inputs.length);
    }

    /** The loss of one row; its share of the mean's gradient is added to the slopes. */
    private Jet row(Jet[] theta, Jet[] x, int label, Jet[] slopes) {
        int second = hidden * (x.length + 1);
        Jet[] units = affine(theta, 0, x, hidden);
        for (int j = 0; j < hidden; j++) {
            units[j] = units[j].tanh();
        }
        Jet[] logits = affine(theta, second, units, classes);
        double largest = Arrays.stream(logits).mapToDouble(Jet::value).max().orElseThrow();
        Jet shift = Jet.constant(-largest); // does not change the loss
        Jet total = Jet.ZERO;
        Jet[] pulls = new Jet[classes];
        for (int k = 0; k < classes; k++) {
            pulls[k] = logits[k].plus(shift).exp();
            total = total.plus(pulls[k]);
        }
        if (slopes != null) {
            Jet share = total.reciprocal().times(1.0 / inputs.length);
            for (int k = 0; k < classes; k++) {
                pulls[k] = pulls[k].times(share);
            }
            pulls[label] = pulls[label].plus(Jet.constant(-1.0 / inputs.length));
            Jet[] back = affineSlopes(theta, second, units, pulls, slopes);
            for (int j = 0; j < hidden; j++) {
                Jet squared = units[j].times(units[j]);
                back[j] = back[j].times(Jet.constant(1).plus(squared.times(-1)));
            }
            affineSlopes(theta, 0, x, back, slopes);
        }
        return total.log().plus(logits[label].plus(shift).times(-1));
    }

    /** \( W x + b \), the parameters from an index on. */
    private static Jet[] affine(Jet[] theta, int from, Jet[] x, int outputs) {
        Jet[] y = new Jet[outputs];
        for (int k = 0; k < outputs; k++) {
            y[k] = theta[from + outputs * x.length + k];
            for (int j = 0; j < x.length; j++) {
                y[k] = y[k].plus(theta[from + k * x.length + j].times(x[j]));
            }
        }
        return y;
    }

    /** Adds the slopes by W and b, given those by the output, and returns those by x. */
    private static Jet[] affineSlopes(Jet[] theta, int from, Jet[] x, Jet[] pulls, Jet[] slopes) {
        Jet[] back = new Jet[x.length];
        Arrays.fill(back, Jet.ZERO);
        for (int k = 0; k < pulls.length; k++) {
            for (int j = 0; j < x.length; j++) {
                int w = from + k * x.length + j;
                slopes[w] = slopes[w].plus(pulls[k].times(x[j]));
                back[j] = back[j].plus(pulls[k].times(theta[w]));
            }
            int b = from + pulls.length * x.length + k;
            slopes[b] = slopes[b].plus(pulls[k]);
        }
        return back;
    }
}
