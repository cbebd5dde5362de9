package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Random;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/** Mahalanobis and relative Mahalanobis. */
final class MahalanobisTest {

    private static FeatureTable embedding(float[][] rows, int... labels) {
        return new FeatureTable(Layout.of(Layout.EMBEDDING, rows[0].length), rows, labels);
    }

    /**
     * One feature. Class 0 is -3, -1 and class 2 is 1, 3 (class 1 has no rows): means -2 and 2, pooled variance 1. All
     * together: mean 0, variance (9 + 1 + 1 + 9) / 4 = 5. At 4: (4 - 2)^2 = 4 and 16 / 5. At 0: 4 and 0.
     */
    @Test
    void smallCaseByHand() {
        FeatureTable train = embedding(new float[][] {{-3}, {-1}, {1}, {3}}, 0, 0, 2, 2);
        FeatureTable test = embedding(new float[][] {{4}, {0}}, 0, 0);
        double[] distance = Mahalanobis.fit(train).score(test);
        double[] relative = RelativeMahalanobis.fit(train).score(test);
        assertEquals(4, distance[0], 1e-7); // the ridge is 1e-8 of the variance
        assertEquals(4, distance[1], 1e-7);
        assertEquals(4 - 16 / 5.0, relative[0], 1e-7);
        assertEquals(4, relative[1], 1e-7);
    }

    /** A covariance that is a bare sum of squares halves, or forgets the background, when rows are repeated. */
    @Test
    void repeatingTheTrainingRowsChangesNothing() {
        FeatureTable train = Reference.train();
        FeatureTable thrice = train.followedBy(train).followedBy(train);
        FeatureTable test = Reference.test();
        for (Function<FeatureTable, Detector> fit :
                Arrays.<Function<FeatureTable, Detector>>asList(Mahalanobis::fit, RelativeMahalanobis::fit)) {
            BaselinesTest.assertClose(
                    fit.apply(train).score(test), fit.apply(thrice).score(test), "repeated");
        }
    }

    /** Invertible linear maps of the features leave the distances as they are; scaling a feature is one. */
    @Test
    void rescaledFeaturesGiveTheSameScores() {
        FeatureTable train = Reference.train();
        FeatureTable test = Reference.test();
        double[] before = Mahalanobis.fit(train).score(test);
        for (FeatureTable table : new FeatureTable[] {train, test}) {
            for (float[] row : table.rows()) {
                row[5] *= 4;
                row[6] = row[6] / 2 + 3;
            }
        }
        double[] after = Mahalanobis.fit(train).score(test);
        for (int i = 0; i < before.length; i++) {
            assertEquals(before[i], after[i], 1e-5 * before[i]); // the ridge is not invariant, and is 1e-8
        }
    }

    @Test
    void deadAndRepeatedUnitsDoNotCrash() {
        FeatureTable train = Reference.train();
        FeatureTable test = Reference.test();
        FeatureTable widerTrain = withDeadAndRepeatedUnit(train);
        FeatureTable widerTest = withDeadAndRepeatedUnit(test);
        // The repeated unit adds no information and the dead one no distance.
        BaselinesTest.assertClose(
                Mahalanobis.fit(train).score(test), Mahalanobis.fit(widerTrain).score(widerTest), "mahalanobis");
        BaselinesTest.assertClose(
                RelativeMahalanobis.fit(train).score(test),
                RelativeMahalanobis.fit(widerTrain).score(widerTest),
                Mahalanobis.fit(train).score(test),
                "rmd");
    }

    private static FeatureTable withDeadAndRepeatedUnit(FeatureTable table) {
        float[][] embedding = table.block(Layout.EMBEDDING);
        for (int i = 0; i < embedding.length; i++) {
            int d = embedding[i].length;
            embedding[i] = Arrays.copyOf(embedding[i], d + 2); // the dead unit is 0
            embedding[i][d + 1] = embedding[i][0];
        }
        return embedding(embedding, table.labels());
    }

    @Test
    void fewerRowsThanFeaturesDoNotCrash() {
        Random random = new Random(10);
        float[][] rows = gaussian(12, 40, random);
        int[] labels = IntStream.range(0, 12).map(i -> i % 3).toArray();
        double[] scores = RelativeMahalanobis.fit(embedding(rows, labels)).score(embedding(rows, labels));
        assertTrue(Arrays.stream(scores).allMatch(Double::isFinite));
    }

    /** A comparison goes on without them. */
    @Test
    void rowsThatDoNotDifferWithinAClassCannotBeFitted() {
        FeatureTable train = embedding(new float[][] {{1, 2}, {3, 4}}, 0, 1);
        assertThrows(UnfittableException.class, () -> Mahalanobis.fit(train));
        assertThrows(UnfittableException.class, () -> RelativeMahalanobis.fit(train));
    }

    /** With one class, the covariance within it is that of all rows. More and fewer classes than features, and blocks. */
    @Test
    void theRelativeDistanceIsThatToTheClassesLessThatToAllRowsTogether() {
        Random random = new Random(12);
        for (int classes : new int[] {1, 2, 3, 9, 40}) {
            float[][] means = gaussian(classes, 18, random);
            float[][] rows = gaussian(400, 18, random);
            int[] labels = IntStream.range(0, rows.length)
                    .map(i -> 2 * (i * i % classes)) // of unequal sizes, and every second class without rows
                    .toArray();
            for (int i = 0; i < rows.length; i++) {
                for (int j = 0; j < 18; j++) {
                    rows[i][j] += 5 * means[labels[i] / 2][j];
                }
            }
            FeatureTable train = embedding(rows, labels);
            FeatureTable test = embedding(gaussian(150, 18, random), new int[150]);
            double[] nearest = Mahalanobis.fit(train).score(test);
            double[] whole =
                    Mahalanobis.fit(embedding(rows, new int[rows.length])).score(test);
            double[] relative = RelativeMahalanobis.fit(train).score(test);
            for (int i = 0; i < relative.length; i++) {
                // The ridges differ: 1e-8 of a variance that is 26 times as large without the classes.
                assertEquals(nearest[i] - whole[i], relative[i], 1e-6 * (nearest[i] + whole[i]));
            }
        }
    }

    /** A unit that never fired in training counts the same in both distances. */
    @Test
    void aDeadUnitThatWakesUpLeavesTheRelativeDistanceAsItWas() {
        FeatureTable train = Reference.train();
        float[][] test = Reference.test().block(Layout.EMBEDDING);
        FeatureTable widerTrain = withDeadAndRepeatedUnit(train);
        float[][] awake = withDeadAndRepeatedUnit(Reference.test()).block(Layout.EMBEDDING);
        for (float[] row : awake) {
            row[test[0].length] = 0.01f; // squared and divided by the ridge: about 1e4
        }
        BaselinesTest.assertClose(
                RelativeMahalanobis.fit(train).score(embedding(test, new int[test.length])),
                RelativeMahalanobis.fit(widerTrain).score(embedding(awake, new int[test.length])),
                Mahalanobis.fit(widerTrain).score(embedding(awake, new int[test.length])),
                "rmd");
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

    /**
     * Only feature 0 tells the two classes apart: their means are -4 and 4, and out-of-distribution rows sit at 0. The
     * other 60 features are noise, of a size that varies from row to row, in all rows alike. Mahalanobis adds a noise of
     * about 60 +- 50 to a signal of 16; in the relative distance it cancels.
     */
    @Test
    void theBackgroundCancelsNoiseThatAllRowsShare() {
        Random random = new Random(11);
        int n = 1000;
        float[][] train = noisy(n, random);
        float[][] in = noisy(n, random);
        float[][] out = noisy(n, random);
        int[] labels = IntStream.range(0, n).map(i -> i % 2).toArray();
        for (int i = 0; i < n; i++) {
            train[i][0] += labels[i] == 0 ? -4 : 4;
            in[i][0] += labels[i] == 0 ? -4 : 4;
        }
        double mahalanobis = auroc(Mahalanobis.fit(embedding(train, labels)), in, out);
        double relative = auroc(RelativeMahalanobis.fit(embedding(train, labels)), in, out);
        assertTrue(mahalanobis < 0.8, "mahalanobis " + mahalanobis);
        assertTrue(relative > 0.95, "rmd " + relative);
    }

    private static float[][] noisy(int n, Random random) {
        float[][] rows = gaussian(n, 61, random);
        for (float[] row : rows) {
            float size = (float) Math.exp(0.4 * random.nextGaussian());
            for (int j = 1; j < row.length; j++) {
                row[j] *= size;
            }
        }
        return rows;
    }

    private static double auroc(Detector detector, float[][] in, float[][] out) {
        return Auroc.of(
                detector.score(embedding(in, new int[in.length])), detector.score(embedding(out, new int[out.length])));
    }
}
