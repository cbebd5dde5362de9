package org.morseuq.training;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.morseuq.algebra.Extremum;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.IdentityMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.UnitNormMap;
import org.morseuq.head.Whitening;

/**
 * The product of two experts, of which only the kernels' rates are learned.
 *
 * <ol>
 *   <li>On the logits l: the identity, a Laplace kernel, and for class y the far target \( t_y = S e_y \) with S twice the
 *       largest training logit. Targets among the data would punish logits longer than the target, although length is
 *       evidence for the class; as \( S \to \infty \) the distance tends to \( S - l_y \), so this expert extends
 *       the largest-logit score. Logits that are never above 0 are logarithms of kernels
 *       ({@link org.morseuq.backbone.Classifier}): what such a network learned from the labels is their differences, so their mean
 *       is taken off first, and S is {@value #BEYOND} times the largest, for the other logits are no smaller than that of the
 *       class.
 *   <li>On the inner layers (else the embedding, else the logits), joined and projected to the unit sphere: a whitening, a
 *       Gaussian kernel, and the class means as targets.
 * </ol>
 *
 * <p>The two rates minimise the self-normalised {@link KlLoss} against the reference measure. A map that is learned
 * against synthetic references learns their artefacts; two numbers hardly can, but see {@link BalancedRecipe}.
 */
final class ProductRecipe implements HeadRecipe {

    private static final double RIDGE = 1e-3;
    private static final int STEPS = 200;

    /** What a far target is from kernels' logits; of the others, together, a few hundredths of the largest remain. */
    private static final float BEYOND = 200;

    @Override
    public String description() {
        return "far-target Laplace on the logits times class-mean Gaussian on the normalised inner layers";
    }

    @Override
    public MorseNetwork fit(FeatureTable train, FeatureTable reference, long seed, FitJournal journal)
            throws IOException {
        MorseNetwork initial = experts(train);
        FeatureTable table = train.select(initial.layout().names());
        HeadFit fit = new HeadFit(new KlLoss.SelfNormalized(), false, false, STEPS, train.size(), 0.1, RIDGE, seed);
        return HeadTrainer.fit(initial, table, reference, fit, Optional.empty(), journal.withoutCheckpoint());
    }

    /** The two experts, that of the logits first, each with the rate at which its energy varies by one nat over the rows. */
    static MorseNetwork experts(FeatureTable train) {
        float[][] logits = train.block(Layout.LOGITS);
        int[] labels = labels(train.labels(), logits);
        Layout layout = layout(train.layout());
        FeatureTable table = train.select(layout.names());
        Expert far = scaled(farTargets(logits), table);
        Expert near = scaled(classMeans(table, blocks(layout), labels, logits[0].length), table);
        return new MorseNetwork(layout, List.of(far, near), Pooling.MAX);
    }

    /** The logits and what the second expert looks at; the rest of a row is not needed. */
    private static Layout layout(Layout given) {
        List<String> second = blocks(given);
        return second.contains(Layout.LOGITS)
                ? given.select(second)
                : given.select(
                        java.util.stream.Stream.concat(java.util.stream.Stream.of(Layout.LOGITS), second.stream())
                                .toList());
    }

    private static List<String> blocks(Layout layout) {
        List<String> inner = layout.names().stream()
                .filter(name -> name.startsWith(Layout.INNER))
                .toList();
        if (!inner.isEmpty()) {
            return inner;
        }
        return List.of(layout.has(Layout.EMBEDDING) ? Layout.EMBEDDING : Layout.LOGITS);
    }

    private static Expert farTargets(float[][] logits) {
        int classes = logits[0].length;
        boolean ofKernels = Arrays.stream(logits).allMatch(row -> row[Extremum.largest(row)] <= 0);
        FeatureMap map = ofKernels ? lessTheMean(classes) : new IdentityMap(classes);
        float largest = 0;
        for (float[] row : logits) {
            float[] seen = map.apply(row);
            largest = Math.max(largest, seen[Extremum.largest(seen)]);
        }
        float[][] targets = new float[classes][classes];
        for (int y = 0; y < classes; y++) {
            targets[y][y] = (ofKernels ? BEYOND : 2) * Math.max(largest, 1);
        }
        return new Expert(List.of(Layout.LOGITS), map, targets, new Kernel.Laplace(1));
    }

    private static FeatureMap lessTheMean(int classes) {
        float[][] weights = new float[classes][classes];
        for (int y = 0; y < classes; y++) {
            Arrays.fill(weights[y], -1f / classes);
            weights[y][y] += 1;
        }
        return new AffineMap(weights, new float[classes]);
    }

    private static Expert classMeans(FeatureTable table, List<String> blocks, int[] labels, int classes) {
        float[][] raw = table.columns(blocks);
        UnitNormMap sphere = new UnitNormMap(raw[0].length);
        float[][] directions = Arrays.stream(raw).map(sphere::apply).toArray(float[][]::new);
        AffineMap whitening = Whitening.fit(directions, labels, 1e-3);
        double[][] means = Whitening.classMeans(directions, labels);
        // A class without rows has the mean zero, from which every point of the sphere is far.
        float[][] targets = new float[classes][];
        for (int y = 0; y < classes; y++) {
            float[] mean = new float[raw[0].length];
            for (int j = 0; j < mean.length && y < means.length; j++) {
                mean[j] = (float) means[y][j];
            }
            targets[y] = whitening.apply(mean);
        }
        FeatureMap map = sphere.then(whitening);
        return new Expert(blocks, map, targets, new Kernel.Gaussian(1));
    }

    /** The expert with the rate at which its pooled energy has a standard deviation of one nat. */
    static Expert scaled(Expert expert, FeatureTable table) {
        double rate = expert.kernel().rate() / deviation(expert, table);
        return expert.withKernel(expert.kernel().withRate(rate));
    }

    /** The standard deviation of an expert's pooled energy over the rows, at least 1e-6. */
    static double deviation(Expert expert, FeatureTable table) {
        double[] energies = new MorseNetwork(table.layout(), List.of(expert), Pooling.MAX).energies(table);
        double mean = Arrays.stream(energies).average().orElseThrow();
        double variance = Arrays.stream(energies)
                .map(v -> (v - mean) * (v - mean))
                .average()
                .orElseThrow();
        return Math.sqrt(Math.max(variance, 1e-12));
    }

    /** The labels, with the predicted class where one is not known; refuses one for which there is no logit. */
    static int[] labels(int[] given, float[][] logits) {
        int[] labels = given.clone();
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0) {
                labels[i] = Extremum.largest(logits[i]);
            } else if (labels[i] >= logits[i].length) {
                throw new IllegalArgumentException("row " + i + " has label " + labels[i] + ", but the network tells "
                        + logits[i].length + " classes apart");
            }
        }
        return labels;
    }
}
