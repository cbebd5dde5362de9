package org.morseuq.training;

import java.util.List;
import java.util.SplittableRandom;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.Divergence;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.ResidualMap;
import org.morseuq.head.SoftmaxMap;
import org.morseuq.head.SquaredMahalanobis;
import org.morseuq.head.UnitNormMap;

/** Features of three classes, and small Morse networks on them. */
final class Heads {

    static final int CLASSES = 3;
    static final Layout LAYOUT = new Layout(List.of(
            new Layout.Block(Layout.LOGITS, CLASSES),
            new Layout.Block(Layout.EMBEDDING, 6),
            new Layout.Block(Layout.INNER + "1.mean", 4),
            new Layout.Block(Layout.INNER + "1.std", 4)));

    private Heads() {}

    /** Normal numbers around a centre of each class; labels 0, 1, 2, 0, 1, ... */
    static FeatureTable data(int count, long seed) {
        return table(count, seed, false);
    }

    /** Spoilt rows: the centre is the mean of two classes, shorter, and the inner blocks are shifted. */
    static FeatureTable reference(int count, long seed) {
        return table(count, seed, true);
    }

    /** The rows with all signs turned, where no class is. */
    static FeatureTable mirrored(FeatureTable table) {
        float[][] rows = new float[table.size()][table.layout().width()];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = -table.rows()[i][j];
            }
        }
        return new FeatureTable(table.layout(), rows, table.labels());
    }

    private static FeatureTable table(int count, long seed, boolean spoilt) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][LAYOUT.width()];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            int y = i % CLASSES;
            int other = (y + 1) % CLASSES;
            labels[i] = spoilt ? -1 : y;
            for (int j = 0; j < rows[i].length; j++) {
                int axis = j % CLASSES;
                double centre = axis == y ? 4 : 0;
                if (spoilt) {
                    centre = (axis == y || axis == other ? 1.5 : 0) + (j >= 9 ? 1 : 0);
                }
                rows[i][j] = (float) (centre + 0.7 * random.nextGaussian());
            }
        }
        return new FeatureTable(LAYOUT, rows, labels);
    }

    /**
     * Two experts: the logits as they are, and a map of the embedding through every kind of layer; for the kernel "other"
     * those of the other divergences and the remaining maps.
     */
    static MorseNetwork network(String kernel, boolean oneTargetAClass, Pooling pooling) {
        if (kernel.equals("other")) {
            return otherDivergences(pooling);
        }
        SplittableRandom random = new SplittableRandom(5);
        int targets = oneTargetAClass ? CLASSES : 1;
        Expert first = new Expert(
                List.of(Layout.LOGITS),
                new IdentityMap(CLASSES),
                numbers(CLASSES, CLASSES, 4, random),
                Kernel.of(kernel, 0.3));
        ComposedMap map = new ComposedMap(List.of(
                new UnitNormMap(6),
                new AffineMap(numbers(8, 6, 1, random), numbers(1, 8, 0.3, random)[0]),
                new ActivationMap(ActivationMap.Function.RELU, 8),
                new AffineMap(numbers(5, 8, 1, random), numbers(1, 5, 0.3, random)[0]),
                new ActivationMap(ActivationMap.Function.TANH, 5),
                new AffineMap(numbers(4, 5, 1, random), numbers(1, 4, 0.3, random)[0])));
        Expert second =
                new Expert(List.of(Layout.EMBEDDING), map, numbers(targets, 4, 1, random), Kernel.of(kernel, 1.7));
        return new MorseNetwork(LAYOUT, List.of(first, second), pooling);
    }

    private static MorseNetwork otherDivergences(Pooling pooling) {
        SplittableRandom random = new SplittableRandom(6);
        Expert first = new Expert(
                List.of(Layout.LOGITS),
                new SoftmaxMap(CLASSES),
                new float[][] {{1, 0, 0}, {0.2f, 0.8f, 0}, {0.3f, 0.3f, 0.4f}},
                new Divergence.KullbackLeibler(),
                new Kernel.Exponential(0.7));
        FeatureMap inner = new ResidualMap(new AffineMap(numbers(6, 6, 0.5, random), numbers(1, 6, 0.3, random)[0])
                .then(new ActivationMap(ActivationMap.Function.TANH, 6)));
        FeatureMap map = new ResidualMap(
                        inner.then(new AffineMap(numbers(6, 6, 0.3, random), numbers(1, 6, 0.3, random)[0])))
                .then(new AffineMap(numbers(3, 6, 0.5, random), numbers(1, 3, 0.3, random)[0]));
        float[][] factor = {{0.5f, 0, 0}, {-0.3f, 1.5f, 0}, {0.2f, 0.4f, 1}};
        Expert second = new Expert(
                List.of(Layout.EMBEDDING),
                map,
                numbers(CLASSES, 3, 1, random),
                new SquaredMahalanobis(factor),
                new Kernel.Laplace(0.4));
        return new MorseNetwork(LAYOUT, List.of(first, second), pooling);
    }

    private static float[][] numbers(int rows, int columns, double scale, SplittableRandom random) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (scale * random.nextGaussian());
            }
        }
        return numbers;
    }

    /** The probability that a spoilt row has the larger energy, ties counted half: pair by pair. */
    static double auroc(double[] inside, double[] outside) {
        double wins = 0;
        for (double in : inside) {
            for (double out : outside) {
                wins += out > in ? 1 : out == in ? 0.5 : 0;
            }
        }
        return wins / inside.length / outside.length;
    }
}
