package org.morseuq.training;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.SplittableRandom;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

/**
 * The Morse network of the paper: a learned multilayer perceptron on the whitened embedding, one target, or one a class.
 *
 * <p>Unsupervised, the target is the first unit vector; supervised, class y has the y-th. The last layer has no
 * activation. A tenth of the rows is held out to end the fit before it learns the others by heart. On frozen features of
 * image classifiers such a map learns the artefacts of its reference measure and is behind {@link ProductRecipe}; it is
 * here for features that have no logits to lean on, and to compare with.
 *
 * @param kernel {@code gaussian} or {@code laplace}
 * @param supervised whether there is one target a class
 */
record MlpRecipe(String kernel, boolean supervised) implements HeadRecipe {

    private static final int HIDDEN = 128;
    private static final int OUTPUTS = 16;
    private static final int EPOCHS = 20;
    private static final double WEIGHT = 1;

    @Override
    public String description() {
        return "learned " + (supervised ? "supervised " : "") + "map on the embedding, " + kernel + " kernel";
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal)
            throws IOException {
        int[] labels = ProductRecipe.labels(train.labels(), train.block(Layout.LOGITS));
        MorseNetwork initial = initial(train, seed);
        FeatureTable labelled = new FeatureTable(train.layout(), train.rows(), labels);
        HeadFit fit = new HeadFit(new KlLoss.Weighted(WEIGHT), supervised, true, EPOCHS, 128, 1e-3, 0, seed);
        HeldOut.Split split = HeldOut.split(labelled, reference, seed);
        MorseNetwork fitted =
                HeadTrainer.fit(initial, split.data(), split.reference(), fit, Optional.of(split.heldOut()), journal);
        return CollapseGuard.passed(initial, fitted, train, reference, WEIGHT);
    }

    /** Where learning starts: the structure, with layers drawn from the seed. */
    MorseNetwork initial(FeatureTable train, long seed) {
        String block = block(train.layout());
        float[][] rows = train.block(block);
        int classes = train.layout().length(Layout.LOGITS);
        int outputs = Math.max(OUTPUTS, supervised ? classes : 1);
        SplittableRandom random = new SplittableRandom(Augmentation.mix(seed));
        FeatureMap map = new ComposedMap(List.of(
                standardisation(rows),
                layer(rows[0].length, HIDDEN, random),
                new ActivationMap(ActivationMap.Function.RELU, HIDDEN),
                layer(HIDDEN, HIDDEN, random),
                new ActivationMap(ActivationMap.Function.RELU, HIDDEN),
                layer(HIDDEN, outputs, random)));
        float[][] targets = new float[supervised ? classes : 1][outputs];
        for (int y = 0; y < targets.length; y++) {
            targets[y][y] = 1;
        }
        return new MorseNetwork(
                layout(train.layout()),
                List.of(new Expert(List.of(block), map, targets, Kernel.of(kernel, 1))),
                Pooling.MAX);
    }

    /** The embedding, else the logits. */
    static String block(Layout layout) {
        return layout.has(Layout.EMBEDDING) ? Layout.EMBEDDING : Layout.LOGITS;
    }

    /** The logits, which every detector needs, and that block. */
    static Layout layout(Layout given) {
        String block = block(given);
        return given.select(block.equals(Layout.LOGITS) ? List.of(block) : List.of(Layout.LOGITS, block));
    }

    /** Every column to mean 0 and variance 1; a constant column to 0. */
    static AffineMap standardisation(float[][] rows) {
        int d = rows[0].length;
        float[][] weights = new float[d][d];
        float[] bias = new float[d];
        for (int j = 0; j < d; j++) {
            double sum = 0;
            double squares = 0;
            for (float[] row : rows) {
                sum += row[j];
                squares += (double) row[j] * row[j];
            }
            double mean = sum / rows.length;
            double variance = squares / rows.length - mean * mean;
            weights[j][j] = variance > 1e-12 ? (float) (1 / Math.sqrt(variance)) : 0;
            bias[j] = (float) -mean * weights[j][j];
        }
        return new AffineMap(weights, bias);
    }

    /** He et al. 2015: normal weights with variance 2 / inputs, zero biases. */
    static AffineMap layer(int inputs, int outputs, SplittableRandom random) {
        double deviation = Math.sqrt(2.0 / inputs);
        float[][] weights = new float[outputs][inputs];
        for (float[] row : weights) {
            for (int d = 0; d < inputs; d++) {
                row[d] = (float) (deviation * random.nextGaussian());
            }
        }
        return new AffineMap(weights, new float[outputs]);
    }
}
