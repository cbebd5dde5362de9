package org.morseuq.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.UnitNormMap;

/**
 * Fits a Morse network of a few numbers, such as a point of the plane: a small multilayer perceptron on them, drawn to one
 * target, or to one a class, against a reference measure.
 *
 * <p>\( \varphi \) has two hidden layers with hyperbolic tangents, so that the density is smooth; for the von Mises-Fisher
 * kernel it ends on the unit sphere. The targets are unit vectors: the first, or the y-th for class y.
 *
 * @param kernel as {@link Kernel#of} takes it
 * @param rate where the kernel's rate starts, above 0
 * @param supervised whether there is one target a class
 * @param hidden the width of the hidden layers, at least 1
 * @param weight w of the reference measure, above 0
 * @param epochs passes over the data, at least 1
 * @param batchSize data points a step, and as many reference points
 * @param learningRate of Adam at the start
 */
public record PerceptronFit(
        String kernel,
        double rate,
        boolean supervised,
        int hidden,
        double weight,
        int epochs,
        int batchSize,
        double learningRate) {

    /** The least dimension of \( \varphi \): what one coordinate cannot reach, another may. */
    private static final int LEAST_OUTPUTS = 2;

    /** Gains of the hidden layers, the best of a few tried on the spiral by the loss: with smaller ones the map is too slow. */
    private static final double FIRST_GAIN = 4;

    private static final double INNER_GAIN = 1.5;

    /** Checks the structure; the numbers of the fit are checked by what takes them. */
    public PerceptronFit {
        if (hidden < 1 || !(weight > 0)) {
            throw new IllegalArgumentException(
                    "a hidden layer has at least 1 unit and the reference a weight above 0, got " + hidden + " and "
                            + weight);
        }
    }

    /**
     * Fits a network.
     *
     * @param data rows of a single block; labelled from 0 on if the fit is supervised
     * @param reference rows of the reference measure, in the same layout
     * @param seed of everything random
     * @param losses is told the mean loss after every epoch
     * @return a network that has not collapsed
     */
    public MorseNetwork fit(FeatureTable data, FeatureTable reference, long seed, DoubleConsumer losses) {
        int classes = 1;
        for (int label : data.labels()) {
            classes = supervised ? Math.max(classes, label + 1) : 1;
        }
        MorseNetwork initial = initial(data, classes, new SplittableRandom(Augmentation.mix(seed)));
        HeadFit fit =
                new HeadFit(new KlLoss.Weighted(weight), supervised, true, epochs, batchSize, learningRate, 0, seed);
        MorseNetwork fitted = HeadTrainer.fit(initial, data, reference, fit, losses);
        return CollapseGuard.passed(initial, fitted, data, reference, weight);
    }

    private MorseNetwork initial(FeatureTable data, int classes, SplittableRandom random) {
        int inputs = data.layout().width();
        boolean sphere = Kernel.of(kernel, rate) instanceof Kernel.VonMisesFisher;
        int outputs = Math.max(sphere ? LEAST_OUTPUTS + 1 : LEAST_OUTPUTS, classes);
        FeatureMap map = new ComposedMap(List.of(
                layer(inputs, hidden, FIRST_GAIN, random),
                new ActivationMap(ActivationMap.Function.TANH, hidden),
                layer(hidden, hidden, INNER_GAIN, random),
                new ActivationMap(ActivationMap.Function.TANH, hidden),
                layer(hidden, outputs, 1, random)));
        map = sphere ? map.then(new UnitNormMap(outputs)) : map;
        float[][] targets = new float[classes][outputs];
        for (int y = 0; y < classes; y++) {
            targets[y][y] = 1;
        }
        Expert expert = new Expert(data.layout().names(), map, targets, Kernel.of(kernel, rate));
        return new MorseNetwork(data.layout(), List.of(expert), Pooling.MAX);
    }

    /**
     * Normal weights of variance \( g^2 / d \) for d inputs, and normal biases of variance \( (g - 1)^2 \): with a gain g
     * above 1 the units turn at places spread over the data.
     */
    private static AffineMap layer(int inputs, int outputs, double gain, SplittableRandom random) {
        double deviation = gain / Math.sqrt(inputs);
        float[][] weights = new float[outputs][inputs];
        float[] bias = new float[outputs];
        for (int k = 0; k < outputs; k++) {
            for (int d = 0; d < inputs; d++) {
                weights[k][d] = (float) (deviation * random.nextGaussian());
            }
            bias[k] = (float) ((gain - 1) * random.nextGaussian());
        }
        return new AffineMap(weights, bias);
    }
}
