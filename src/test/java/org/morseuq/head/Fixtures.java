package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;

/** A small detector with every kind of map and kernel, and rows for it. */
final class Fixtures {

    static final Layout LAYOUT =
            new Layout(List.of(new Layout.Block(Layout.LOGITS, 3), new Layout.Block(Layout.EMBEDDING, 5)));

    static final Manifest.Origin ORIGIN = new Manifest.Origin(
            "0.1.0",
            "by-hand",
            7,
            new Manifest.BackboneEntry("none.pt", "00", 32, List.of(0.5, 0.5, 0.5), List.of(0.1, 1 / 3.0, 0.3)),
            List.of("cat", "dog", "Äffchen"),
            List.of(new Manifest.DataEntry("fit", "gaussians", 90, "11")),
            Map.of("loss", Double.NaN));

    private Fixtures() {}

    /** Three classes, apart in the embedding; logits that are right most of the time. */
    static FeatureTable table(int n, long seed) {
        Random random = new Random(seed);
        float[][] rows = new float[n][8];
        int[] labels = new int[n];
        for (int i = 0; i < n; i++) {
            labels[i] = i % 3;
            for (int j = 0; j < 8; j++) {
                rows[i][j] = (float) (random.nextGaussian() + (j == labels[i] ? 2 : 0) + (j == labels[i] + 3 ? 4 : 0));
            }
        }
        return new FeatureTable(LAYOUT, rows, labels);
    }

    static MorseNetwork network(Pooling pooling) {
        FeatureTable train = table(90, 1);
        float[][] embedding = train.block(Layout.EMBEDDING);
        AffineMap whitening = Whitening.fit(embedding, train.labels(), 1e-3);
        float[][] means = floats(Whitening.classMeans(embedding, train.labels()));
        float[][] modes = {whitening.apply(means[0]), whitening.apply(means[1]), whitening.apply(means[2])};
        FeatureMap deep = new UnitNormMap(8)
                .then(new AffineMap(
                        floats(Whitening.classMeans(train.rows(), train.labels())), new float[] {0.1f, 0, -0.1f}))
                .then(new ActivationMap(ActivationMap.Function.RELU, 3))
                .then(new ActivationMap(ActivationMap.Function.TANH, 3));
        return new MorseNetwork(
                LAYOUT,
                List.of(
                        new Expert(List.of(Layout.EMBEDDING), whitening, modes, new Kernel.Gaussian(1)),
                        new Expert(
                                List.of(Layout.LOGITS),
                                new IdentityMap(3),
                                new float[][] {{8, 0, 0}, {0, 8, 0}, {0, 0, 8}},
                                new Kernel.Laplace(0.7)),
                        new Expert(
                                List.of(Layout.EMBEDDING, Layout.LOGITS),
                                deep,
                                new float[][] {{0.5f, 0.5f, 0.5f}},
                                new Kernel.Laplace(1.3))),
                pooling);
    }

    static MorseDetector detector() {
        return MorseDetector.calibrate(network(Pooling.MAX), table(90, 1), table(199, 2), 0.05, ORIGIN);
    }

    static float[][] floats(double[][] rows) {
        float[][] floats = new float[rows.length][rows[0].length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                floats[i][j] = (float) rows[i][j];
            }
        }
        return floats;
    }

    /** The solution of A x = b by Gauss-Jordan elimination with pivoting: slow, and unlike anything in the library. */
    static double[] solve(double[][] a, double[] b) {
        int d = b.length;
        double[][] m = new double[d][d + 1];
        for (int i = 0; i < d; i++) {
            System.arraycopy(a[i], 0, m[i], 0, d);
            m[i][d] = b[i];
        }
        for (int c = 0; c < d; c++) {
            int pivot = c;
            for (int i = c; i < d; i++) {
                pivot = Math.abs(m[i][c]) > Math.abs(m[pivot][c]) ? i : pivot;
            }
            double[] swap = m[c];
            m[c] = m[pivot];
            m[pivot] = swap;
            for (int i = 0; i < d; i++) {
                double factor = i == c ? 0 : m[i][c] / m[c][c];
                for (int j = c; j <= d && i != c; j++) {
                    m[i][j] -= factor * m[c][j];
                }
            }
        }
        double[] x = new double[d];
        for (int i = 0; i < d; i++) {
            x[i] = m[i][d] / m[i][i];
        }
        return x;
    }

    /** Makes all digests of a folder right, as who alters it on purpose would. */
    static void seal(Path folder) throws IOException {
        Path manifest = folder.resolve(MorseFile.MANIFEST);
        Manifest read = Json.read(manifest, Manifest.class);
        Map<String, String> digests = new LinkedHashMap<>(read.digests());
        for (String name : List.of(MorseFile.HEAD, MorseFile.CALIBRATION)) {
            digests.put(name, Digest.ofFile(folder.resolve(name)));
        }
        digests.put(MorseFile.MANIFEST, MorseFile.digest(read.withDigests(digests)));
        Json.write(manifest, read.withDigests(digests));
    }

    /** Bit for bit: a tolerance of 0 also tells -0 from 0 in arrays, and records compare doubles by their bits. */
    static void assertSame(List<Verdict> expected, List<Verdict> actual) {
        assertEquals(expected.size(), actual.size());
        for (int i = 0; i < expected.size(); i++) {
            Verdict e = expected.get(i);
            Verdict a = actual.get(i);
            assertArrayEquals(e.probabilities(), a.probabilities());
            assertEquals(e.energy(), a.energy());
            assertEquals(e.logDensity(), a.logDensity());
            assertEquals(e.pValue(), a.pValue());
            assertEquals(e.flagged(), a.flagged());
            assertEquals(e.label(), a.label());
            assertEquals(e.temperature(), a.temperature());
            assertEquals(e.mode(), a.mode());
        }
    }
}
