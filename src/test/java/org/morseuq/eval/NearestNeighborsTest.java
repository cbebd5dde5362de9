package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.backbone.EngineInnerProducts;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class NearestNeighborsTest {

    private static FeatureTable embedding(float[]... rows) {
        return new FeatureTable(Layout.of(Layout.EMBEDDING, rows[0].length), rows, new int[rows.length]);
    }

    private static float[][] gaussian(int n, int d, Random random) {
        float[][] rows = new float[n][d];
        for (float[] row : rows) {
            for (int j = 0; j < d; j++) {
                row[j] = (float) random.nextGaussian();
            }
        }
        return rows;
    }

    private static double bruteForce(float[][] bank, float[] query, int k) {
        double[] distances = Arrays.stream(bank)
                .mapToDouble(row -> {
                    double sum = 0;
                    for (int j = 0; j < row.length; j++) {
                        double difference = row[j] / norm(row) - query[j] / norm(query);
                        sum += difference * difference;
                    }
                    return Math.sqrt(sum);
                })
                .sorted()
                .toArray();
        return distances[k - 1];
    }

    private static double norm(float[] row) {
        double sum = 0;
        for (float x : row) {
            sum += (double) x * x;
        }
        return Math.sqrt(sum);
    }

    @Test
    void everyKAgreesWithScikitLearn() {
        JsonNode nearest = Reference.part("detectors").get("nearest");
        int[] ks = Reference.integers(nearest.get("k"));
        for (int i = 0; i < ks.length; i++) {
            double[] found = NearestNeighbors.fit(Reference.train(), ks[i]).score(Reference.test());
            double[] expected = Reference.doubles(nearest.get("distances").get(i));
            BaselinesTest.assertClose(expected, found, "k = " + ks[i]);
        }
    }

    /** Sizes around the tile, the block of queries and the unrolled features, where an index would slip. */
    @Test
    void everySizeAgreesWithBruteForce() {
        Random random = new Random(7);
        for (int n : new int[] {1, 3, 511, 512, 513, 1025}) {
            for (int d : new int[] {1, 3, 4, 9}) {
                float[][] bank = gaussian(n, d, random);
                float[][] queries = gaussian(n % 2 == 0 ? 16 : 33, d, random);
                int k = Math.min(7, n);
                double[] found = NearestNeighbors.fit(embedding(bank), 7).score(embedding(queries));
                double[] expected = Arrays.stream(queries)
                        .mapToDouble(query -> bruteForce(bank, query, k))
                        .toArray();
                assertArrayEquals(expected, found, 1e-6); // unit rows are kept in float
            }
        }
    }

    /** On the axes: from (5, 0) the scaled rows are at 0, sqrt 2, and 2. */
    @Test
    void smallCaseByHand() {
        FeatureTable bank = embedding(new float[] {-3, 0}, new float[] {0, 0.1f}, new float[] {2, 0});
        FeatureTable query = embedding(new float[] {5, 0});
        double[] expected = {0, Math.sqrt(2), 2, 2};
        for (int k = 1; k <= 4; k++) { // a fourth neighbour does not exist: the third stands in
            assertEquals(expected[k - 1], NearestNeighbors.fit(bank, k).score(query)[0], 1e-15);
        }
    }

    @Test
    void theLengthOfARowDoesNotMatter() {
        Random random = new Random(8);
        float[][] bank = gaussian(200, 10, random);
        float[][] queries = gaussian(20, 10, random);
        double[] expected = NearestNeighbors.fit(embedding(bank)).score(embedding(queries));
        float[][] unitBank = bank.clone();
        float[][] longQueries = queries.clone();
        for (int i = 0; i < bank.length; i++) {
            unitBank[i] = scaled(bank[i], 1 / norm(bank[i]));
        }
        for (int i = 0; i < queries.length; i++) {
            longQueries[i] = scaled(queries[i], 1 + 1000 * i);
        }
        // Scaling in float rounds each number by 6e-8 of its size.
        assertArrayEquals(expected, NearestNeighbors.fit(embedding(unitBank)).score(embedding(longQueries)), 1e-6);
    }

    private static float[] scaled(float[] row, double factor) {
        float[] scaled = new float[row.length];
        for (int j = 0; j < row.length; j++) {
            scaled[j] = (float) (row[j] * factor);
        }
        return scaled;
    }

    /** Distances of 1e-5: in float, the square 1e-10 is lost in 1 - z.z' = 0 +- 1e-7, so only the second look finds it. */
    @Test
    void nearDuplicatesAreToldApart() {
        Random random = new Random(9);
        float[][] bank = new float[300][32];
        float[] base = gaussian(1, 32, random)[0];
        for (float[] row : bank) {
            for (int j = 0; j < row.length; j++) {
                row[j] = base[j] + (float) (1e-5 * random.nextGaussian());
            }
        }
        double[] found = NearestNeighbors.fit(embedding(bank), 20).score(embedding(base));
        double expected = bruteForce(bank, base, 20);
        assertEquals(expected, found[0], 1e-2 * expected); // the rows themselves are rounded by 6e-8, here 1 %
    }

    @Test
    void theOrderOfTheTrainingRowsChangesNoBit() {
        FeatureTable train = Reference.train();
        int n = train.size();
        FeatureTable twice = train.followedBy(train);
        int[] backwards = IntStream.range(0, 2 * n).map(i -> 2 * n - 1 - i).toArray();
        assertArrayEquals(
                NearestNeighbors.fit(twice).score(Reference.test()),
                NearestNeighbors.fit(twice.rows(backwards)).score(Reference.test()));
    }

    /** On rows where rounding swaps neighbours, too: all within 1e-3 of each other, squared 1e-6. */
    @Test
    void whoeverComputesTheProductsChangesNoBit() {
        float[][] rows = gaussian(700, 33, new Random(10));
        float[] base = gaussian(1, 33, new Random(11))[0];
        for (int i = 0; i < 350; i++) {
            for (int j = 0; j < 33; j++) {
                rows[i][j] = base[j] + 1e-3f * rows[i][j];
            }
        }
        FeatureTable bank = embedding(rows);
        FeatureView view = FeatureView.embedding(bank.layout());
        assertArrayEquals(
                NearestNeighbors.fit(bank, 50, view).score(bank),
                NearestNeighbors.fit(bank, 50, view, EngineInnerProducts::new).score(bank));
    }

    @Test
    void aRowOfZerosIsAtDistanceOneFromAllOthers() {
        FeatureTable bank = embedding(new float[] {3, 4}, new float[] {0, 0});
        assertEquals(1, NearestNeighbors.fit(bank, 2).score(embedding(new float[] {0, 0}))[0], 1e-7);
        assertEquals(0, NearestNeighbors.fit(bank, 1).score(embedding(new float[] {0, 0}))[0]);
        assertEquals(1, NearestNeighbors.fit(bank, 2).score(embedding(new float[] {6, 8}))[0], 1e-7);
    }

    @Test
    void kBelowOneIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> NearestNeighbors.fit(Reference.train(), 0));
    }
}
