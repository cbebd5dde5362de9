package org.morseuq.study;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.training.Examples;

/** The pieces that studies are made of. */
final class StudyPartsTest {

    private static Moment moment(int steps, double loss, double complexity) {
        return new Moment(steps, steps, loss, 0.5, 2 * loss, 0.6, complexity, 2);
    }

    private static Examples clouds(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][4];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < 4; j++) {
                rows[i][j] = (float) ((j + 1) * 0.3 * random.nextGaussian() + (j == labels[i] ? 2 : 0));
            }
        }
        return new Examples(rows, labels, List.of(4), 2);
    }

    private static Recipe recipe(double noise, long seed) {
        return new Recipe("mlp-8", "sgd", 0.2, 10, List.of("input-noise:0.1"), 60, noise, 0.1, 200, 8, seed);
    }

    @Test
    void aTrailIsReadWhereItsLossIsEqual() {
        Trail trail =
                new Trail(List.of(moment(0, 4, 10), moment(10, 1, 20), moment(20, 0.25, 40), moment(30, 0.5, 50)));
        Moment found = trail.atTrainingLoss(0.5).orElseThrow(); // half way from 1 to 1/4 in the logarithm
        assertEquals(15, found.steps());
        assertEquals(0.5, found.trainLoss(), 1e-12);
        assertEquals(30, found.complexity(), 1e-12);
        assertEquals(20, trail.atTrainingLoss(1).orElseThrow().complexity(), 1e-12);
        assertTrue(trail.atTrainingLoss(0.1).isEmpty());
        assertTrue(trail.atTrainingLoss(5).isEmpty());
        assertEquals(50, trail.end().complexity());
        assertEquals(2.5, moment(0, 1, 10).normalisedComplexity(), 1e-12);
    }

    @Test
    void aRecipeIsTheSameAgainAndEndsWhenTheLossIsLow() {
        Examples train = clouds(60, 1);
        Examples test = clouds(50, 2);
        Trail first = recipe(0, 3).train(train, test, () -> {}, (run, learned) -> {});
        assertEquals(first, recipe(0, 3).train(train, test, () -> {}, (run, learned) -> {}));
        assertTrue(
                first.end().trainLoss() <= 0.1 && first.end().gradients() < 200,
                first.end().toString());
        assertTrue(first.moments().get(first.moments().size() - 2).trainLoss() > 0.1);
        assertEquals(0, first.moments().get(0).steps());
        assertTrue(first.end().testError() < 0.1);
        RuntimeException stop = new IllegalStateException("stop");
        assertEquals(stop, assertThrows(IllegalStateException.class, () -> recipe(0, 3)
                .train(
                        train,
                        test,
                        () -> {
                            throw stop;
                        },
                        (run, learned) -> {})));
    }

    @Test
    void labelsAreReplacedByTheSeedAndAsOftenAsAsked() {
        Examples train = clouds(2000, 1);
        Recipe all = new Recipe("mlp-8", "sgd", 0.2, 10, List.of(), 2000, 0.5, 0, 1, 2, 4);
        int[] labels = all.learned(train).labels();
        assertArrayEquals(labels, all.learned(train).labels());
        int changed = 0;
        for (int i = 0; i < labels.length; i++) {
            changed += labels[i] == train.labels()[i] ? 0 : 1;
        }
        // Half are drawn anew, half of those from the other of two classes: 500 with a deviation of 19.
        assertEquals(500, changed, 80);
        assertArrayEquals(train.labels(), all.withNoise(0).learned(train).labels());
        assertTrue(!Arrays.equals(labels, all.withSeed(5).learned(train).labels()));
    }

    @Test
    void theMixtureHasTheMeansAndTheConstantsOfItsClasses() {
        Examples like = clouds(4000, 1);
        ClassMixture mixture = ClassMixture.of(like, 0.01);
        Examples drawn = mixture.draw(4000, 9);
        for (int k = 0; k < 2; k++) {
            double sum = 0;
            double squares = 0;
            for (int i = k; i < 4000; i += 2) {
                sum += drawn.rows()[i][3] / 2000;
                squares += drawn.rows()[i][3] * drawn.rows()[i][3] / 2000;
                assertEquals(k, drawn.labels()[i]);
            }
            // The last coordinate has deviation 1.2 and mean 0: of 2,000 draws, 0.03 and 0.05 are one deviation.
            assertEquals(0, sum, 0.15);
            assertEquals(1.45, squares, 0.25);
            assertEquals(1.45, mixture.poincare()[k], 0.2); // the others' variances are smaller
        }
        assertThrows(IllegalArgumentException.class, () -> ClassMixture.of(clouds(2, 1), 0.01));
    }

    @Test
    void theBoundHoldsWhereTheConstantIsKnown() {
        ClassMixture mixture = ClassMixture.of(clouds(400, 1), 0.01);
        Examples fresh = mixture.draw(2000, 6);
        List<BoundCheck> checks = new ArrayList<>();
        for (double noise : new double[] {0, 0.5, 1}) {
            recipe(noise, 3)
                    .train(
                            mixture.draw(60, 5),
                            fresh,
                            () -> {},
                            (run, learned) -> checks.add(BoundCheck.of(run, fresh, mixture.poincare())));
        }
        for (BoundCheck check : checks) {
            assertTrue(check.error() <= check.bound() && check.bound() <= 1, check.toString());
            assertTrue(check.slack() <= 1.05, check.toString()); // a variance of 1,000 rows is 5 percent off
        }
        assertEquals(2, checks.get(0).counting());
    }
}
