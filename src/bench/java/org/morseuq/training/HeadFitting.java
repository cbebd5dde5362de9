package org.morseuq.training;

import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.TimeUnit;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * The fit of a learned head: 50,000 rows of 512 features, 20 epochs in batches of 128, a map through two hidden layers of
 * 128 to 16 outputs, ten classes, a Gaussian kernel; cold, as a command runs it. Its twin is
 * {@code src/bench/python/head_fitting.py}; give both one thread with {@code OMP_NUM_THREADS=1}.
 */
@State(Scope.Benchmark)
@Fork(3)
@Warmup(iterations = 0)
@Measurement(iterations = 1)
public class HeadFitting {

    private static final int ROWS = 50_000;
    private static final int FEATURES = 512;
    private static final int CLASSES = 10;

    private FeatureTable data;
    private FeatureTable reference;
    private MorseNetwork initial;

    /** Draws uniform features, the reference in a box of twice the side. */
    @Setup
    public void draw() {
        SplittableRandom random = new SplittableRandom(1);
        Layout layout = Layout.of(Layout.EMBEDDING, FEATURES);
        data = rows(layout, ROWS, 1, random);
        reference = rows(layout, ROWS / 5, 2, random);
        FeatureMap map = layer(FEATURES, 128, random)
                .then(new ActivationMap(ActivationMap.Function.RELU, 128))
                .then(layer(128, 128, random))
                .then(new ActivationMap(ActivationMap.Function.RELU, 128))
                .then(layer(128, 16, random));
        float[][] targets = new float[CLASSES][16];
        for (int y = 0; y < CLASSES; y++) {
            targets[y][y] = 1;
        }
        Expert expert = new Expert(List.of(Layout.EMBEDDING), map, targets, new Kernel.Gaussian(1));
        initial = new MorseNetwork(layout, List.of(expert), Pooling.MAX);
    }

    private static FeatureTable rows(Layout layout, int count, double side, SplittableRandom random) {
        float[][] rows = new float[count][FEATURES];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % CLASSES;
            for (int j = 0; j < FEATURES; j++) {
                rows[i][j] = (float) (side * random.nextDouble());
            }
        }
        return new FeatureTable(layout, rows, labels);
    }

    private static AffineMap layer(int inputs, int outputs, SplittableRandom random) {
        float[][] weights = new float[outputs][inputs];
        for (float[] row : weights) {
            for (int j = 0; j < inputs; j++) {
                row[j] = (float) (Math.sqrt(2.0 / inputs) * random.nextGaussian());
            }
        }
        return new AffineMap(weights, new float[outputs]);
    }

    /** The whole fit. */
    @Benchmark
    @BenchmarkMode(Mode.SingleShotTime)
    @OutputTimeUnit(TimeUnit.SECONDS)
    public MorseNetwork fit() {
        HeadFit fit = new HeadFit(new KlLoss.Weighted(1), true, true, 20, 128, 1e-3, 0, 0);
        return HeadTrainer.fit(initial, data, reference, fit, loss -> {});
    }
}
