package org.morseuq.eval;

import java.lang.management.ManagementFactory;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.function.Function;
import org.morseuq.algebra.InnerProducts;
import org.morseuq.algebra.TiledInnerProducts;
import org.morseuq.backbone.EngineInnerProducts;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Level;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/**
 * Detectors on the features of a large network: 50,000 training rows of 512 numbers, ten classes around means two standard
 * deviations long in every coordinate, 10,000 rows to score (2,000 for the neighbours in plain Java).
 *
 * <p>The common pool has no thread of its own here, so with {@code OMP_NUM_THREADS=1} all work is done by the thread that
 * measures. On a busy machine read the processor time that each benchmark prints, and compare it with that of {@code
 * feature_detectors.py}, run beside it.
 */
@State(Scope.Benchmark)
@Fork(
        value = 1,
        jvmArgs = {"-Xmx3g", "-Djava.util.concurrent.ForkJoinPool.common.parallelism=0"})
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@BenchmarkMode(Mode.SingleShotTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
public class FeatureDetectors {

    private static final int WIDTH = 512;
    private static final int CLASSES = 10;

    private FeatureTable train;
    private FeatureTable queries;
    private FeatureTable fewQueries;
    private Mahalanobis mahalanobis;
    private RelativeMahalanobis relative;
    private NearestNeighbors plain;
    private NearestNeighbors engine;
    private long begin;

    /** Draws the features and fits the detectors. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        float[][] means = gaussian(CLASSES, random);
        float[][] rows = gaussian(50_000, random);
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = i % CLASSES;
            for (int j = 0; j < WIDTH; j++) {
                rows[i][j] += 2 * means[labels[i]][j];
            }
        }
        Layout layout = Layout.of(Layout.EMBEDDING, WIDTH);
        train = new FeatureTable(layout, rows, labels);
        queries = new FeatureTable(layout, gaussian(10_000, random), new int[10_000]);
        fewQueries = new FeatureTable(layout, gaussian(2_000, random), new int[2_000]);
        mahalanobis = Mahalanobis.fit(train);
        relative = RelativeMahalanobis.fit(train);
        plain = neighbors(TiledInnerProducts::new);
        engine = neighbors(EngineInnerProducts::new);
    }

    private NearestNeighbors neighbors(Function<float[][], InnerProducts> products) {
        return NearestNeighbors.fit(train, NearestNeighbors.DEFAULT_K, FeatureView.embedding(train.layout()), products);
    }

    private static float[][] gaussian(int count, Random random) {
        float[][] rows = new float[count][WIDTH];
        for (float[] row : rows) {
            for (int j = 0; j < WIDTH; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    /** Reads the clock of the processor. */
    @Setup(Level.Invocation)
    public void start() {
        begin = processorNanos();
    }

    private static long processorNanos() {
        return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
    }

    private <T> T timed(T result) {
        System.out.printf("[%.0f ms of this thread's processor] ", (processorNanos() - begin) * 1e-6);
        return result;
    }

    /** The means, the covariance and its factor. */
    @Benchmark
    public Detector fitMahalanobis() {
        return timed(Mahalanobis.fit(train));
    }

    /** The means, both covariances and their factors. */
    @Benchmark
    public Detector fitRelativeMahalanobis() {
        return timed(RelativeMahalanobis.fit(train));
    }

    /** 10,000 rows. */
    @Benchmark
    public double[] scoreMahalanobis() {
        return timed(mahalanobis.score(queries));
    }

    /** 10,000 rows. */
    @Benchmark
    public double[] scoreRelativeMahalanobis() {
        return timed(relative.score(queries));
    }

    /** 2,000 rows, the products in plain Java. */
    @Benchmark
    public double[] scoreNeighborsInJava() {
        return timed(plain.score(fewQueries));
    }

    /** 10,000 rows, the products by the engine. */
    @Benchmark
    public double[] scoreNeighborsByTheEngine() {
        return timed(engine.score(queries));
    }
}
