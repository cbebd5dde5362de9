package org.morseuq.head;

import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
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
 * The scoring of a learned head: 512 features through two hidden layers of 256 to 80 outputs, ten classes, a Gaussian
 * kernel; weights and features are random, which no time depends on.
 */
@State(Scope.Benchmark)
@Fork(1)
@Warmup(iterations = 3, time = 3)
@Measurement(iterations = 5, time = 3)
public class HeadScoring {

    private static final int[] WIDTHS = {512, 256, 256, 80};
    private static final int CLASSES = 10;

    private FeatureTable table;
    private MorseDetector detector;
    private int next;

    /** Draws the head and 10,000 feature rows. */
    @Setup
    public void draw() {
        Random random = new Random(1);
        FeatureMap map = layer(WIDTHS[0], WIDTHS[1], random);
        for (int i = 1; i + 1 < WIDTHS.length; i++) {
            map = map.then(new ActivationMap(ActivationMap.Function.RELU, WIDTHS[i]))
                    .then(layer(WIDTHS[i], WIDTHS[i + 1], random));
        }
        float[][] targets = new float[CLASSES][WIDTHS[3]];
        for (int y = 0; y < CLASSES; y++) {
            targets[y][y] = 1;
        }
        Layout layout = new Layout(
                List.of(new Layout.Block(Layout.LOGITS, CLASSES), new Layout.Block(Layout.EMBEDDING, WIDTHS[0])));
        MorseNetwork network = new MorseNetwork(
                layout,
                List.of(new Expert(List.of(Layout.EMBEDDING), map, targets, new Kernel.Gaussian(1))),
                Pooling.MAX);
        table = rows(layout, 10_000, random);
        FeatureTable held = rows(layout, 1_000, random);
        Manifest.Origin origin = new Manifest.Origin(
                "none",
                "random",
                1,
                new Manifest.BackboneEntry("none", "", 1, List.of(), List.of()),
                List.of(),
                List.of(),
                Map.of());
        detector = MorseDetector.calibrate(network, held, held, 0.05, origin);
    }

    private static FeatureMap layer(int inputs, int outputs, Random random) {
        float[][] weights = new float[outputs][inputs];
        for (float[] row : weights) {
            for (int j = 0; j < inputs; j++) {
                row[j] = (float) (random.nextGaussian() / Math.sqrt(inputs));
            }
        }
        return new AffineMap(weights, new float[outputs]);
    }

    private static FeatureTable rows(Layout layout, int count, Random random) {
        float[][] rows = new float[count][layout.width()];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                rows[i][j] = (float) random.nextGaussian();
            }
            labels[i] = i % CLASSES;
        }
        return new FeatureTable(layout, rows, labels);
    }

    /** The energies of 10,000 rows on one thread. */
    @Benchmark
    @BenchmarkMode(Mode.AverageTime)
    @OutputTimeUnit(TimeUnit.MILLISECONDS)
    public double[] tenThousandRows() {
        double[] energies = new double[table.size()];
        for (int i = 0; i < energies.length; i++) {
            energies[i] = detector.network().energy(table.rows()[i]);
        }
        return energies;
    }

    /** One verdict, as a service asks for it; the percentiles are of single calls. */
    @Benchmark
    @BenchmarkMode(Mode.SampleTime)
    @OutputTimeUnit(TimeUnit.MICROSECONDS)
    public Verdict oneVerdict() {
        next = (next + 1) % table.size();
        return detector.assess(table.rows()[next]);
    }
}
