package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.function.PointwiseMap;

final class SweepRunTest {

    private static final int WIDTH = 6;

    private final Examples train = examples(40, 1);

    /** Three classes, one a cloud of its own. */
    private static Examples examples(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] rows = new float[count][WIDTH];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 3;
            for (int j = 0; j < WIDTH; j++) {
                rows[i][j] = (float) (0.5 * random.nextGaussian() + (j % 3 == labels[i] ? 1 : 0));
            }
        }
        return new Examples(rows, labels, List.of(WIDTH), 3);
    }

    private static SweepRun run(String network, InitialWeights weights, double rate, long seed, Examples train) {
        return new SweepRun(
                new TrainingConfig(network, 1, 8, Schedule.CONSTANT, TrainingConfig.descent(rate, 0, 0), seed),
                weights,
                train);
    }

    /** \( \|Df(x)\|_F^2 \) at every row, one output after the other. */
    private static double[] squares(PointwiseMap map, float[][] rows) {
        double[] sums = new double[rows.length];
        try (PointwiseMap.Linearisation here = map.at(rows)) {
            for (int k = 0; k < map.outputs(); k++) {
                float[][] units = new float[rows.length][map.outputs()];
                for (float[] unit : units) {
                    unit[k] = 1;
                }
                double[] part = here.squaredNorms(units);
                Arrays.setAll(sums, i -> sums[i] + part[i]);
            }
        }
        return sums;
    }

    @Test
    void aRunLearnsAndIsTheSameAgain() {
        Examples fresh = examples(60, 2);
        float[][] first = null;
        for (int time = 0; time < 2; time++) {
            try (SweepRun run = run("mlp-16", InitialWeights.standard(), 0.2, 3, train)) {
                double before = run.accuracy(fresh);
                for (int step = 0; step < 60; step++) {
                    assertTrue(run.step().taken());
                }
                assertEquals(60, run.steps());
                assertEquals(60, run.gradients());
                assertEquals(5, run.stepsAnEpoch());
                assertTrue(run.accuracy(fresh) > Math.max(before, 0.8), before + " " + run.accuracy(fresh));
                if (first == null) {
                    first = run.logits(fresh);
                } else {
                    assertArrayEquals(first, run.logits(fresh)); // to the last bit
                }
                try (PointwiseMap.Linearisation here = run.map(0).at(fresh.rows())) {
                    for (int i = 0; i < 60; i++) {
                        assertArrayEquals(first[i], here.values()[i], 1e-5f); // batches of 60 and 60: rounding at most
                    }
                }
                assertEquals(16, run.map(1).outputs());
            }
        }
    }

    @Test
    void aStepThatCannotBeTakenIsNotCounted() {
        try (SweepRun run = run("mlp-16", InitialWeights.standard(), 1e30, 0, train)) {
            boolean refused = false;
            for (int step = 0; step < 5 && !refused; step++) {
                refused = !run.step().taken();
            }
            assertTrue(refused);
            assertTrue(run.steps() < 5);
        }
    }

    /** With biases 0 a network of L layers is homogeneous of degree L in its weights, so |Df|^2 is of degree 2 L. */
    @Test
    void scaledWeightsScaleTheDerivative() {
        try (SweepRun one = run("mlp-8-8", InitialWeights.standard(), 0.1, 5, train);
                SweepRun half = run("mlp-8-8", new InitialWeights(InitialWeights.Law.HE, 0.5), 0.1, 5, train)) {
            double[] whole = squares(one.map(0), train.rows());
            double[] scaled = squares(half.map(0), train.rows());
            for (int i = 0; i < whole.length; i++) {
                assertEquals(whole[i] / 64, scaled[i], 1e-5 * whole[i]); // single precision
            }
        }
    }

    /** The closed form that {@link InitialWeights} states; 100 draws of 32 units leave 3 to 6 percent. */
    @ParameterizedTest
    @CsvSource({"HE, mlp-32-32-32, 6", "GLOROT, mlp-32-32, 0.433083"})
    void initialComplexityIsAsExpected(InitialWeights.Law law, String network, double expected) {
        Examples few = train.part(0, 8);
        double sum = 0;
        int draws = 100;
        for (int seed = 0; seed < draws; seed++) {
            try (SweepRun run = run(network, new InitialWeights(law, 1), 0.1, seed, few)) {
                sum += squares(run.map(0), few.rows())[0] / draws;
            }
        }
        assertEquals(expected, sum, 0.2 * expected);
    }

    /** Between kinks a network of rectifiers is affine, so that differences are exact but for rounding. */
    @Test
    void theDerivativeIsThatOfDifferences() {
        try (SweepRun run = run("mlp-8-8", InitialWeights.standard(), 0.1, 7, train)) {
            float[] x = train.rows()[0];
            PointwiseMap map = run.map(0);
            try (PointwiseMap.Linearisation here = map.at(new float[][] {x})) {
                float[] slope = here.pullback(new float[][] {{0, 1, 0}})[0];
                for (int j = 0; j < WIDTH; j++) {
                    float[] moved = x.clone();
                    moved[j] += 1e-3f;
                    try (PointwiseMap.Linearisation there = map.at(new float[][] {moved})) {
                        double difference = (there.values()[0][1] - here.values()[0][1]) / (moved[j] - x[j]);
                        assertEquals(difference, slope[j], 2e-3); // rounding of 1e-7 over a step of 1e-3, and some room
                    }
                }
            }
        }
    }

    @Test
    void whatDoesNotFitIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> run("mlp-", InitialWeights.standard(), 0.1, 0, train));
        assertThrows(IllegalArgumentException.class, () -> run("mlp-0", InitialWeights.standard(), 0.1, 0, train));
        assertThrows(
                IllegalArgumentException.class,
                () -> run("mlp-4", InitialWeights.standard(), 0.1, 0, train.part(0, 7)));
        assertThrows(IllegalArgumentException.class, () -> train.part(0, 41));
        assertThrows(IllegalArgumentException.class, () -> new Examples(new float[1][4], new int[] {3}, List.of(4), 3));
        assertThrows(IllegalArgumentException.class, () -> new InitialWeights(InitialWeights.Law.HE, 0));
        try (SweepRun run = run("mlp-4", InitialWeights.standard(), 0.1, 0, train)) {
            PointwiseMap map = run.map(0);
            assertThrows(IllegalArgumentException.class, () -> map.at(new float[1][WIDTH + 1]));
            assertEquals(40, run.logits(train).length);
        }
    }
}
