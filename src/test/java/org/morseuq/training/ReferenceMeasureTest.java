package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class ReferenceMeasureTest {

    private static final Layout LAYOUT = new Layout(List.of(new Layout.Block("a", 2), new Layout.Block("b", 1)));

    /** Two clusters on a diagonal, so the first two columns depend on each other; the third has a scale of its own. */
    private static final FeatureTable TRAIN = train(400);

    private static FeatureTable train(int n) {
        SplittableRandom random = new SplittableRandom(1);
        float[][] rows = new float[n][3];
        for (int i = 0; i < n; i++) {
            float side = i % 2 == 0 ? 3 : -3;
            rows[i][0] = (float) (side + random.nextGaussian());
            rows[i][1] = (float) (side + 0.5 * random.nextGaussian());
            rows[i][2] = (float) (100 + 10 * random.nextGaussian());
        }
        return new FeatureTable(LAYOUT, rows, new int[n]);
    }

    private static double[] column(FeatureTable table, int j) {
        return Arrays.stream(table.rows()).mapToDouble(row -> row[j]).toArray();
    }

    private static double mean(double[] x) {
        return Arrays.stream(x).average().orElseThrow();
    }

    private static double covariance(double[] x, double[] y) {
        double mx = mean(x);
        double my = mean(y);
        return IntStream.range(0, x.length)
                .mapToDouble(i -> (x[i] - mx) * (y[i] - my))
                .average()
                .orElseThrow();
    }

    static Stream<ReferenceMeasure> measures() {
        return Stream.of(
                new ReferenceMeasure.UniformBox(0.1),
                new ReferenceMeasure.GaussianBackground(),
                new ReferenceMeasure.IndependentMarginals(),
                new ReferenceMeasure.PairMixtures(0.2),
                new ReferenceMeasure.Outliers(train(30)));
    }

    @ParameterizedTest
    @MethodSource("measures")
    void drawsAreSeededUnlabelledAndLeaveTheTrainingRowsAlone(ReferenceMeasure measure) {
        float[][] before = Arrays.stream(TRAIN.rows()).map(float[]::clone).toArray(float[][]::new);
        FeatureTable one = measure.draw(TRAIN, 70, 5);
        assertEquals(70, one.size());
        assertEquals(LAYOUT, one.layout());
        assertTrue(Arrays.stream(one.labels()).allMatch(label -> label == -1));
        assertArrayEquals(one.rows(), measure.draw(TRAIN, 70, 5).rows());
        assertFalse(Arrays.deepEquals(one.rows(), measure.draw(TRAIN, 70, 6).rows()));
        for (float[] row : one.rows()) {
            Arrays.fill(row, Float.NaN);
        }
        assertArrayEquals(before, TRAIN.rows());
        Refusals.assertRefused(
                IllegalArgumentException.class, () -> measure.draw(TRAIN.rows(new int[0]), 5, 1), "5 from 0");
        Refusals.assertRefused(IllegalArgumentException.class, () -> measure.draw(TRAIN, 0, 1), "0 from 400");
    }

    /** A uniform number on a width w has the deviation w / sqrt(12); means of 20,000 are within five of theirs. */
    @Test
    void theBoxIsThatOfTheRowsAndItsMargin() {
        for (double margin : new double[] {0, 0.25}) {
            FeatureTable drawn = new ReferenceMeasure.UniformBox(margin).draw(TRAIN, 20_000, 1);
            for (int j = 0; j < 3; j++) {
                double low = Arrays.stream(column(TRAIN, j)).min().orElseThrow();
                double high = Arrays.stream(column(TRAIN, j)).max().orElseThrow();
                double width = (1 + 2 * margin) * (high - low);
                double[] x = column(drawn, j);
                double least = Arrays.stream(x).min().orElseThrow();
                double most = Arrays.stream(x).max().orElseThrow();
                double rounding = 1e-6 * (Math.abs(low) + Math.abs(high)); // to float
                assertTrue(least >= low - margin * (high - low) - rounding);
                assertTrue(most <= high + margin * (high - low) + rounding);
                assertEquals(width, most - least, 0.002 * width); // the ends are 1 / 20,000 away on average
                assertEquals((low + high) / 2, mean(x), 5 * width / Math.sqrt(12 * 20_000.0));
                assertEquals(width * width / 12, covariance(x, x), 0.04 * width * width / 12);
            }
            double[] a = column(drawn, 0);
            double[] b = column(drawn, 1);
            assertEquals(0, covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b)), 0.04); // five deviations
        }
    }

    /** Correlations of 40,000 draws have a deviation of 0.005 at most, means one of 0.005 standard deviations. */
    @Test
    void theGaussianHasTheMeanAndTheCovarianceOfTheRows() {
        FeatureTable drawn = new ReferenceMeasure.GaussianBackground().draw(TRAIN, 40_000, 2);
        for (int j = 0; j < 3; j++) {
            double[] x = column(TRAIN, j);
            double[] u = column(drawn, j);
            assertEquals(mean(x), mean(u), 0.025 * Math.sqrt(covariance(x, x)));
            for (int k = 0; k < 3; k++) {
                double[] y = column(TRAIN, k);
                double[] v = column(drawn, k);
                double scale = Math.sqrt(covariance(x, x) * covariance(y, y));
                assertEquals(covariance(x, y) / scale, covariance(u, v) / scale, 0.04);
            }
        }
        // Between the two clusters there are rows now: P(|N| < 1/3) is 0.26, for the clusters at 3 and -3 it is 0.02.
        double between =
                Arrays.stream(column(drawn, 0)).filter(x -> Math.abs(x) < 1).count() / 40_000.0;
        assertTrue(between > 0.2, "got " + between);
    }

    @Test
    void theGaussianTakesColumnsThatAreConstantOrDependent() {
        float[][] rows = {{1, 2, 7}, {2, 4, 7}, {3, 6, 7}};
        FeatureTable train = new FeatureTable(LAYOUT, rows, new int[3]);
        for (float[] row :
                new ReferenceMeasure.GaussianBackground().draw(train, 100, 3).rows()) {
            assertEquals(2 * row[0], row[1], 0.01); // the ridge: 1e-4 of a deviation of about one
            assertEquals(7, row[2], 0.01);
        }
        FeatureTable constant = train.rows(new int[] {1, 1});
        assertArrayEquals(
                rows[1],
                new ReferenceMeasure.GaussianBackground().draw(constant, 1, 4).rows()[0],
                1e-6f);
    }

    @Test
    void independentMarginalsKeepEveryColumnExactlyAndNothingBetweenThem() {
        FeatureTable drawn = new ReferenceMeasure.IndependentMarginals().draw(TRAIN, 3 * 400, 4);
        for (int j = 0; j < 3; j++) {
            double[] expected = Stream.of(column(TRAIN, j), column(TRAIN, j), column(TRAIN, j))
                    .flatMapToDouble(Arrays::stream)
                    .sorted()
                    .toArray();
            double[] sorted = column(drawn, j);
            Arrays.sort(sorted);
            assertArrayEquals(expected, sorted);
        }
        assertTrue(correlation(TRAIN) > 0.9);
        assertEquals(0, correlation(drawn), 0.15); // a deviation of 0.03
        assertEquals(
                401,
                new ReferenceMeasure.IndependentMarginals().draw(TRAIN, 401, 4).size());
    }

    private static double correlation(FeatureTable table) {
        double[] a = column(table, 0);
        double[] b = column(table, 1);
        return covariance(a, b) / Math.sqrt(covariance(a, a) * covariance(b, b));
    }

    @Test
    void mixturesLieBetweenTwoRows() {
        float[][] rows = {{0, 0, 0}, {1, 10, 100}};
        FeatureTable two = new FeatureTable(LAYOUT, rows, new int[2]);
        Set<Float> own = Set.of(0f, 1f);
        int between = 0;
        for (float[] row :
                new ReferenceMeasure.PairMixtures(0.2).draw(two, 1_000, 5).rows()) {
            assertEquals(10 * row[0], row[1], 1e-5);
            assertEquals(100 * row[0], row[2], 1e-4);
            boolean same = own.contains(row[0]) || row[0] > 0.99999f; // both rows of the pair were the same one
            assertTrue(same || (row[0] >= 0.2f && row[0] <= 0.8f), "got " + row[0]);
            between += same ? 0 : 1;
        }
        assertEquals(500, between, 80); // five deviations of 16
        for (float[] row :
                new ReferenceMeasure.PairMixtures(0.5).draw(two, 50, 5).rows()) {
            assertTrue(row[0] == 0 || row[0] == 0.5f || row[0] == 1, "got " + row[0]);
        }
        // The mean of mixtures is the mean of the rows; 20,000 have a deviation of 0.01 of a width of one or so.
        FeatureTable drawn = new ReferenceMeasure.PairMixtures(0).draw(TRAIN, 20_000, 6);
        assertEquals(mean(column(TRAIN, 0)), mean(column(drawn, 0)), 0.1);
        // Var(a x + (1 - a) y) = (E a^2 + E (1 - a)^2) Var x = 2/3 Var x for a uniform on [0, 1].
        double[] x = column(TRAIN, 0);
        double[] u = column(drawn, 0);
        assertEquals(2 / 3.0, covariance(u, u) / covariance(x, x), 0.03);
    }

    @Test
    void outliersAreDealtOutBeforeAnyComesAgain() {
        FeatureTable own = train(30);
        // Other blocks do not matter, nor does their order.
        Layout wide = new Layout(List.of(new Layout.Block("c", 1), new Layout.Block("b", 1), new Layout.Block("a", 2)));
        float[][] rows = Arrays.stream(own.rows())
                .map(row -> new float[] {-1, row[2], row[0], row[1]})
                .toArray(float[][]::new);
        ReferenceMeasure measure = new ReferenceMeasure.Outliers(new FeatureTable(wide, rows, new int[30]));
        Set<Float> once = new HashSet<>();
        for (float[] row : measure.draw(TRAIN, 30, 7).rows()) {
            assertTrue(once.add(row[2]));
        }
        Set<Float> expected = new HashSet<>();
        Arrays.stream(own.rows()).forEach(row -> expected.add(row[2]));
        assertEquals(expected, once);
        assertEquals(75, measure.draw(TRAIN, 75, 7).size());
        FeatureTable other = new FeatureTable(Layout.of("c", 1), new float[1][1], new int[1]);
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> new ReferenceMeasure.Outliers(other).draw(TRAIN, 1, 1),
                "no block 'a'");
    }

    @Test
    void impossibleMeasuresAreRefused() {
        for (double number : new double[] {-0.1, Double.NaN, Double.POSITIVE_INFINITY}) {
            Refusals.assertRefused(
                    IllegalArgumentException.class, () -> new ReferenceMeasure.UniformBox(number), "" + number);
            Refusals.assertRefused(
                    IllegalArgumentException.class, () -> new ReferenceMeasure.PairMixtures(number), "" + number);
        }
        Refusals.assertRefused(IllegalArgumentException.class, () -> new ReferenceMeasure.PairMixtures(0.51), "0.51");
        FeatureTable none = TRAIN.rows(new int[0]);
        Refusals.assertRefused(IllegalArgumentException.class, () -> new ReferenceMeasure.Outliers(none), "got 0");
    }

    @Test
    void aRecipeTakesAMeasureInPlaceOfItsReference() {
        FeatureTable train = Heads.data(200, 1);
        FeatureTable given = Heads.reference(50, 2);
        HeadRecipe product = HeadRecipe.named("product");
        ReferenceMeasure measure = new ReferenceMeasure.IndependentMarginals();
        HeadRecipe against = product.against(measure);
        assertArrayEquals(
                product.fit(train, measure.draw(train, 50, 3), 3, loss -> {}).energies(train),
                against.fit(train, given, 3, loss -> {}).energies(train));
        assertTrue(against.description().contains("IndependentMarginals"), against.description());
    }
}
