package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;

/** The closed forms of the measured steps. */
final class StepSizeTest {

    private static final double INFINITE = Double.POSITIVE_INFINITY;

    private static StepReport step(StepSize rule, Objective objective, Vector x) {
        try (Optimizer optimizer = RungeKuttaRecipe.plain(Tableaux.EULER, rule).on(x)) {
            return optimizer.step(objective, x);
        }
    }

    private static Objective power(double p) {
        return new ArrayFunction(x -> Math.pow(Math.abs(x[0]), p), x ->
                new double[] {p * Math.pow(Math.abs(x[0]), p - 1) * Math.signum(x[0])});
    }

    private static final Objective LENGTH =
            new ArrayFunction(x -> Math.sqrt(Arrays.stream(x).map(v -> v * v).sum()), x -> {
                double norm = Math.sqrt(Arrays.stream(x).map(v -> v * v).sum());
                return Arrays.stream(x).map(v -> norm == 0 ? 0 : v / norm).toArray();
            });

    @Test
    void theCorridorStepHalvesAQuadratic() {
        Vector x = ArrayVector.of(3);
        for (int k = 1; k <= 8; k++) {
            step(CorridorStep.plain(), Quadratic.diagonal(0.7), x);
            // exact but for the rounding of E / g / g
            assertEquals(3 * Math.pow(0.5, k), x.toArray()[0], 1e-15);
        }
    }

    @ParameterizedTest
    @ValueSource(doubles = {1, 1.5, 2, 3, 4})
    void theCorridorStepTakesAPowerToOneMinusOneOverItself(double p) {
        Vector x = ArrayVector.of(-2.5);
        step(CorridorStep.plain(), power(p), x);
        assertEquals(-2.5 * (1 - 1 / p), x.toArray()[0], 1e-15);
    }

    @Test
    void theCorridorStepHitsTheTopOfAConeAtOnce() {
        Vector x = ArrayVector.of(3, 4);
        StepReport report = step(CorridorStep.plain(), LENGTH, x);
        assertEquals(5, report.stepSize());
        assertArrayEquals(new double[] {0, 0}, x.toArray());
        report = step(CorridorStep.plain(), LENGTH, x);
        assertTrue(report.taken() && report.stepSize() == 0);
    }

    /** Fejer monotone in distance; the loss itself rises on the way. */
    @Test
    void theCorridorStepComesNearerThoughTheLossMayRise() {
        Quadratic bowl = Quadratic.diagonal(10, 1, 0.1);
        Vector x = ArrayVector.of(0.7, 1.1, -1.5);
        boolean rose = false;
        double loss = bowl.value(x);
        try (Optimizer optimizer = Optimizers.recipe(Optimizers.defaults("clr")).on(x)) {
            for (int k = 0; k < 300; k++) {
                double distance = x.dot(x);
                StepReport report = optimizer.step(bowl, x);
                double gain = Math.pow(report.loss() / report.gradientNorm(), 2);
                // rounding relative to the distance
                assertTrue(x.dot(x) <= distance - gain + 1e-15 * distance, "step " + k);
                rose |= bowl.value(x) > report.loss();
            }
        }
        assertTrue(rose);
        assertTrue(bowl.value(x) < 1e-15 * loss, "E is " + bowl.value(x));
    }

    @Test
    void theCorridorStepDoesNotSeeAFactorButSeesASummand() {
        Vector once = Reference.start();
        Vector scaled = Reference.start();
        // a power of 2 changes no rounding
        step(CorridorStep.plain(), Reference.network(), once);
        step(CorridorStep.plain(), ArrayFunction.scaled(8, Reference.network()), scaled);
        assertArrayEquals(once.toArray(), scaled.toArray());
        Vector shifted = Reference.start();
        StepReport report = step(new CorridorStep(-0.5, 1, INFINITE), Reference.network(), shifted);
        assertFalse(Arrays.equals(once.toArray(), shifted.toArray()));
        assertEquals((report.loss() + 0.5) / Math.pow(report.gradientNorm(), 2), report.stepSize(), 1e-12);
    }

    /** A known library multiplied by the reciprocal of the documented factor unless the cap was reached. */
    @Test
    void polyaksFactorIsTheDocumentedOne() {
        // E = x^2 / 2 at 2, least loss 0.5: gap 1.5, squared gradient 4
        for (double factor : new double[] {0.5, 1, 2}) {
            OptimizerConfig config = Optimizers.defaults("polyak")
                    .withLearningRate(factor)
                    .withInfimum(0.5)
                    .withCap(INFINITE);
            Vector x = ArrayVector.of(2);
            try (Optimizer optimizer = Optimizers.recipe(config).on(x)) {
                StepReport report = optimizer.step(Quadratic.diagonal(1), x);
                assertEquals(factor * 1.5 / 4, report.stepSize());
                assertEquals(2 - factor * 1.5 / 4 * 2, x.toArray()[0]);
            }
            assertEquals(1.5 / 4 / factor, new CorridorStep(0.5, factor, 10).at(new Measured(0, 2, 2, Double.NaN)));
        }
    }

    /**
     * The first ten steps of optax 0.2.8, {@code polyak_sgd(max_learning_rate=inf, f_min=0, scaling=1)}, on Rosenbrock's
     * function from (-1.2, 1), in double precision: the loss before and the point after every step.
     */
    @Test
    void theCorridorStepIsThatOfOptaxWhereThatIsRight() {
        double[][] expected = {
            {24.199999999999996, -1.1037843627275972, 1.0392716886826134},
            {7.632451770153153, -1.0264326265533448, 1.0725404828603038},
            {4.142440119795868, -1.5721019066866995, 0.5185635288340469},
            {388.013514801473, -1.2861544025346587, 0.609128499763711},
            {114.44251367583216, -1.1023959958634726, 0.6799632475357299},
            {33.07614296832736, -0.9875343657141425, 0.7311478498427559},
            {9.907615589496768, -0.9077150969645464, 0.7699610198713643},
            {3.9308222274688855, -0.7692827450458887, 0.833789895314208},
            {8.986468784434463, -0.8557304549615197, 0.7747994525267917},
            {3.6245717314933175, -1.062675734148566, 0.6124987877732767}
        };
        Objective rosenbrock =
                new ArrayFunction(x -> Math.pow(1 - x[0], 2) + 100 * Math.pow(x[1] - x[0] * x[0], 2), x ->
                        new double[] {-2 * (1 - x[0]) - 400 * x[0] * (x[1] - x[0] * x[0]), 200 * (x[1] - x[0] * x[0])});
        Vector x = ArrayVector.of(-1.2, 1);
        try (Optimizer optimizer = Optimizers.recipe(Optimizers.defaults("clr")).on(x)) {
            for (double[] row : expected) {
                // curvatures of a thousand make a hundredfold of a rounding a step at most
                assertEquals(row[0], optimizer.step(rosenbrock, x).loss(), 1e-10 * row[0]);
                assertArrayEquals(new double[] {row[1], row[2]}, x.toArray(), 1e-11);
            }
        }
    }

    @Test
    void belowTheLeastLossPolyakStands() {
        assertEquals(0, new CorridorStep(3, 1, 10).at(new Measured(0, 2, 2, Double.NaN)));
        assertEquals(10, new CorridorStep(0, 1, 10).at(new Measured(0, 2, 1e-200, Double.NaN)));
        assertEquals(INFINITE, CorridorStep.plain().at(new Measured(0, 2, 1e-200, Double.NaN)));
    }

    @Test
    void driftAdjustedIsTwoOverTheCurvature() {
        for (double curvature : new double[] {0.5, 1, 7}) {
            Vector x = ArrayVector.of(1.5);
            StepReport report = step(new DriftAdjustedStep(1, 5), Quadratic.diagonal(curvature), x);
            assertEquals(2 / curvature, report.stepSize(), 1e-15);
            // marginal: the point is mirrored
            assertEquals(-1.5, x.toArray()[0], 1e-15);
            assertEquals(
                    2 / Math.sqrt(curvature),
                    step(new DriftAdjustedStep(0.5, 5), Quadratic.diagonal(curvature), x)
                            .stepSize(),
                    1e-15);
        }
    }

    @Test
    void inACorridorDriftAdjustedIsItsCapAndRescaledItsCeiling() {
        Objective affine = new Objective() {
            @Override
            public double value(Vector at) {
                return 3 * at.toArray()[0] + 10;
            }

            @Override
            public double gradient(Vector at, Vector gradient) {
                gradient.fill(3);
                return value(at);
            }

            @Override
            public void hessianProduct(Vector at, Vector direction, Vector product) {
                product.fill(0);
            }
        };
        assertEquals(
                5,
                step(new DriftAdjustedStep(0.5, 5), affine, ArrayVector.of(1)).stepSize());
        assertEquals(
                0.25,
                step(new RescaledDriftStep(0.25, 1), affine, ArrayVector.of(1)).stepSize());
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.25, 0.5, 1, 2})
    void driftAdjustedScalesWithThePowerOfTheLoss(double p) {
        StepSize rule = new DriftAdjustedStep(p, INFINITE);
        double once = step(rule, Reference.network(), Reference.start()).stepSize();
        double scaled = step(rule, ArrayFunction.scaled(8, Reference.network()), Reference.start())
                .stepSize();
        // two powers are rounded
        assertEquals(Math.pow(8, -p), scaled / once, 1e-14);
    }

    /** h (lambda) = c lambda / (1 + c lambda / 2). */
    @Test
    void rescaledIsBelowTheLimitOfStabilityForEveryCeiling() {
        for (double curvature : new double[] {1e-3, 1, 50}) {
            for (double ceiling : new double[] {1e-2, 1, 10, 1e6}) {
                double h = step(new RescaledDriftStep(ceiling, 1), Quadratic.diagonal(curvature), ArrayVector.of(2))
                        .stepSize();
                assertTrue(h * curvature < 2);
                assertEquals(ceiling / (1 + ceiling * curvature / 2), h, 1e-13 * h);
            }
        }
    }

    @Test
    void rescaledWithALargeCeilingIsDriftAdjusted() {
        double limit = step(new DriftAdjustedStep(0.7, INFINITE), Reference.network(), Reference.start())
                .stepSize();
        double h = step(new RescaledDriftStep(1e9, 0.7), Reference.network(), Reference.start())
                .stepSize();
        // the difference is of the size of limit^2 / ceiling
        assertEquals(limit, h, 1e-6);
    }

    @Test
    void aScheduleRisesAndFalls() {
        StepSchedule cosine = new StepSchedule(4, 12, StepSchedule.Shape.COSINE);
        double[] expected = {0.25, 0.5, 0.75, 1, 1};
        for (int k = 0; k < 5; k++) {
            assertEquals(expected[k], cosine.factor(k));
        }
        assertEquals(0.5, cosine.factor(8), 1e-15);
        assertEquals(0, cosine.factor(12), 1e-15);
        assertEquals(0, cosine.factor(99), 1e-15);
        StepSchedule linear = new StepSchedule(0, 10, StepSchedule.Shape.LINEAR);
        assertEquals(0.7, linear.factor(3), 1e-15);
        assertEquals(1, StepSchedule.CONSTANT.factor(12345));
        assertThrows(IllegalArgumentException.class, () -> new StepSchedule(5, 5, StepSchedule.Shape.FLAT));
    }

    @Test
    void settingsOutsideTheirRangeAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> new ConstantStep(0));
        assertThrows(IllegalArgumentException.class, () -> new ConstantStep(INFINITE));
        assertThrows(IllegalArgumentException.class, () -> new CorridorStep(0, 1, 0));
        assertThrows(IllegalArgumentException.class, () -> new CorridorStep(Double.NaN, 1, 1));
        assertThrows(IllegalArgumentException.class, () -> new DriftAdjustedStep(0, 5));
        assertThrows(IllegalArgumentException.class, () -> new RescaledDriftStep(-1, 1));
        assertThrows(IllegalArgumentException.class, () -> new HeavyBall(1));
        assertThrows(IllegalArgumentException.class, () -> new SecondMoment(0.9, 0, true));
        assertThrows(IllegalArgumentException.class, () -> new WeightDecay(-1, true));
    }
}
