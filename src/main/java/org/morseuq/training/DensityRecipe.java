package org.morseuq.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.Whitening;

/**
 * Classical densities as Morse networks: a whitening, a Gaussian kernel and targets, all taken from the training rows in
 * closed form. Nothing is learned, so the reference is not looked at.
 *
 * <p>The features are the embedding, else the logits. The energy is minus the log density up to a constant.
 */
enum DensityRecipe implements HeadRecipe {
    /** One Gaussian: the energy is half the squared Mahalanobis distance from the mean of all rows. */
    GAUSSIAN_DENSITY("one Gaussian: half the squared Mahalanobis distance from the mean") {
        @Override
        Expert expert(String block, float[][] rows, int[] labels, int classes, SplittableRandom random) {
            int[] one = new int[rows.length];
            return mixture(block, rows, one, 1);
        }
    },

    /**
     * A mixture of a Gaussian a class, with equal weights and one covariance within all of them. Other weights have no
     * place in a sum of kernels. A class without rows gets a target so far off that it is never the nearest.
     */
    GAUSSIAN_MIXTURE("a Gaussian a class with equal weights and one covariance") {
        @Override
        Expert expert(String block, float[][] rows, int[] labels, int classes, SplittableRandom random) {
            return mixture(block, rows, labels, classes);
        }
    },

    /**
     * The targets are training rows, a seeded sample of at most 1,000: a machine of radial basis functions whose weights are
     * all equal, that is, the Parzen window. A support vector machine's unequal weights have no place in a sum of kernels.
     * The kernel's width is \( n^{-1/(d + 4)} \) whitened units (Scott 1992, "Multivariate density estimation").
     */
    PARZEN_WINDOW("a Gaussian around each of 1,000 training rows") {
        @Override
        Expert expert(String block, float[][] rows, int[] labels, int classes, SplittableRandom random) {
            AffineMap whitening = Whitening.fit(rows, new int[rows.length], RIDGE);
            float[][] targets = sample(rows, random);
            double width = Math.pow(targets.length, -1.0 / (whitening.inputs() + 4));
            return new Expert(
                    List.of(block), whitening, images(whitening, targets), new Kernel.Gaussian(1 / (width * width)));
        }
    };

    /** That of the Mahalanobis detectors, far below any direction that the rows spread in. */
    static final double RIDGE = 1e-8;

    private static final int LARGEST_SAMPLE = 1_000;

    /** In standard deviations: beyond what float features reach, and a finite energy of 5e11. */
    private static final float FAR = 1e6f;

    private final String description;

    DensityRecipe(String description) {
        this.description = description;
    }

    abstract Expert expert(String block, float[][] rows, int[] labels, int classes, SplittableRandom random);

    @Override
    public String description() {
        return description;
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal) {
        String block = MlpRecipe.block(train.layout());
        int[] labels = ProductRecipe.labels(train.labels(), train.block(Layout.LOGITS));
        Expert expert = expert(
                block,
                train.block(block),
                labels,
                train.layout().length(Layout.LOGITS),
                new SplittableRandom(Augmentation.mix(seed)));
        return new MorseNetwork(MlpRecipe.layout(train.layout()), List.of(expert), Pooling.SUM);
    }

    private static Expert mixture(String block, float[][] rows, int[] labels, int classes) {
        AffineMap whitening = Whitening.fit(rows, labels, RIDGE);
        double[][] means = Whitening.classMeans(rows, labels);
        float[][] targets = new float[classes][];
        for (int y = 0; y < classes; y++) {
            if (y >= means.length || !contains(labels, y)) {
                targets[y] = new float[whitening.outputs()];
                targets[y][0] = FAR;
            } else {
                float[] mean = new float[whitening.inputs()];
                for (int j = 0; j < mean.length; j++) {
                    mean[j] = (float) means[y][j];
                }
                targets[y] = whitening.apply(mean);
            }
        }
        return new Expert(List.of(block), whitening, targets, new Kernel.Gaussian(1));
    }

    private static boolean contains(int[] labels, int y) {
        return Arrays.stream(labels).anyMatch(label -> label == y);
    }

    private static float[][] images(AffineMap map, float[][] rows) {
        return Arrays.stream(rows).map(map::apply).toArray(float[][]::new);
    }

    /** The first of a seeded order. */
    private static float[][] sample(float[][] rows, SplittableRandom random) {
        float[][] order = rows.clone();
        int count = Math.min(LARGEST_SAMPLE, rows.length);
        for (int i = 0; i < count; i++) {
            int j = i + random.nextInt(order.length - i);
            float[] drawn = order[j];
            order[j] = order[i];
            order[i] = drawn;
        }
        return Arrays.copyOf(order, count);
    }

    /** The name on the command line. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
