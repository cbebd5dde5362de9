package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

/** Orders and stability as they are measured, beside those that a tableau has proved. */
final class ConvergenceTest {

    private static final VectorField DESCENT = descent(Reference.network());

    private static final VectorField PREDATORS = (at, into) -> {
        double[] z = at.toArray();
        into.setArray(new double[] {1.5 * z[0] - z[0] * z[1], z[0] * z[1] - 3 * z[1]});
    };

    private static VectorField descent(Objective objective) {
        return (at, into) -> {
            objective.gradient(at, into);
            into.scale(-1);
        };
    }

    static List<ButcherTableau> explicit() {
        return Stream.concat(Tableaux.all().stream().filter(ButcherTableau::explicit), Stream.of(Tsitouras.tableau()))
                .toList();
    }

    static List<ButcherTableau> implicit() {
        return Tableaux.all().stream().filter(tableau -> !tableau.explicit()).toList();
    }

    private static Vector after(ButcherTableau tableau, VectorField field, Vector start, double time, int steps) {
        Vector x = start.copy();
        if (tableau.explicit()) {
            try (FixedStepIntegrator integrator = new FixedStepIntegrator(tableau, x)) {
                integrator.integrate(field, x, time, steps);
            }
        } else {
            assertTrue(new ImplicitIntegrator(tableau).integrate(field, x, time, steps));
        }
        return x;
    }

    private static double slope(double coarse, double fine) {
        return Math.log(coarse / fine) / Math.log(2);
    }

    static List<ButcherTableau> upToOrder4() {
        return explicit().stream().filter(tableau -> tableau.order() < 5).toList();
    }

    static List<ButcherTableau> tsitourasByMistake() {
        ButcherTableau five = Tsitouras.tableau();
        double[] weights = Tsitouras.embeddedWeights();
        return List.of(new ButcherTableau("tsit5 by mistake", five.a(), weights, five.c(), new double[0], 4, 0));
    }

    /** Of order 5, the error of so short a step is lost in rounding before its first term leads. */
    @ParameterizedTest
    @MethodSource({"upToOrder4", "tsitourasByMistake"})
    void oneStepIsWrongByOnePowerMore(ButcherTableau tableau) {
        double[] errors = new double[2];
        for (int half = 0; half < 2; half++) {
            double h = 0.08 / (1 << half);
            Vector exact = after(Tableaux.DORMAND_PRINCE, DESCENT, Reference.start(), h, 64);
            errors[half] = after(tableau, DESCENT, Reference.start(), h, 1)
                    .add(-1, exact)
                    .norm();
        }
        assertEquals(tableau.order() + 1, slope(errors[0], errors[1]), 0.1, tableau.name());
    }

    @ParameterizedTest
    @MethodSource("upToOrder4")
    void theErrorAfterAFixedTimeFallsWithTheOrder(ButcherTableau tableau) {
        Vector start = ArrayVector.of(1, 2);
        Vector exact = after(Tableaux.DORMAND_PRINCE, PREDATORS, start, 4, 4000);
        double before = error(tableau, PREDATORS, start, 4, 128, exact);
        for (int steps = 256; steps <= 1024; steps *= 2) {
            double error = error(tableau, PREDATORS, start, 4, steps, exact);
            assertEquals(tableau.order(), slope(before, error), 0.1, tableau.name() + " at " + steps);
            before = error;
        }
    }

    /** Fifteen swings, so that the error of the phase leads and is far from rounding. */
    @Test
    void theErrorOfOrder5FallsWithOrder5() {
        VectorField pendulum = (at, into) -> {
            double[] z = at.toArray();
            into.setArray(new double[] {z[1], -Math.sin(z[0])});
        };
        Vector start = ArrayVector.of(2, 0);
        Vector exact = after(Tableaux.DORMAND_PRINCE, pendulum, start, 30, 12_000);
        for (ButcherTableau tableau : List.of(Tableaux.DORMAND_PRINCE, Tsitouras.tableau())) {
            double before = error(tableau, pendulum, start, 30, 480, exact);
            for (int steps = 960; steps <= 1920; steps *= 2) {
                double error = error(tableau, pendulum, start, 30, steps, exact);
                assertEquals(tableau.order(), slope(before, error), 0.1, tableau.name() + " at " + steps);
                before = error;
            }
        }
    }

    private static double error(
            ButcherTableau tableau, VectorField field, Vector start, double time, int steps, Vector exact) {
        return after(tableau, field, start, time, steps).add(-1, exact).norm();
    }

    @ParameterizedTest
    @MethodSource("implicit")
    void implicitMethodsHaveTheirOrderToo(ButcherTableau tableau) {
        Vector start = ArrayVector.of(1, 2);
        Vector exact = after(Tableaux.DORMAND_PRINCE, PREDATORS, start, 1, 4000);
        double coarse = error(tableau, PREDATORS, start, 1, 100, exact);
        double fine = error(tableau, PREDATORS, start, 1, 200, exact);
        assertEquals(tableau.order(), slope(coarse, fine), 0.1, tableau.name());
    }

    @ParameterizedTest
    @MethodSource({"explicit", "implicit"})
    void aQuadraticIsMultipliedByTheAmplification(ButcherTableau tableau) {
        double[] curvatures = {0.3, 1.7, -0.4};
        double h = 0.9;
        double[] expected = new double[3];
        for (int i = 0; i < 3; i++) {
            expected[i] = (i + 1) * Math.pow(tableau.amplification(-h * curvatures[i]), 7);
        }
        VectorField field = descent(Quadratic.diagonal(curvatures));
        // seven steps, each a sum of some ten products; the implicit one solves to 1e-12
        assertArrayEquals(
                expected,
                after(tableau, field, ArrayVector.of(1, 2, 3), 7 * h, 7).toArray(),
                1e-12,
                tableau.name());
    }

    @ParameterizedTest
    @MethodSource("explicit")
    void belowTheLimitDescentFallsAndAboveItGrows(ButcherTableau tableau) {
        double limit = tableau.stabilityLimit();
        for (double side : new double[] {-1e-3, 1e-3}) {
            Vector x = ArrayVector.of(1);
            try (Optimizer optimizer = RungeKuttaRecipe.plain(tableau, new ConstantStep(limit + side))
                    .on(x)) {
                for (int k = 0; k < 200; k++) {
                    optimizer.step(Quadratic.diagonal(1), x);
                }
            }
            assertEquals(side > 0, x.norm() > 1, tableau.name() + " at " + (limit + side) + ": " + x);
        }
    }

    /** The honest limit of these methods: the stable step a gradient is shorter than that of gradient descent. */
    @Test
    void aGradientOfRungeKuttaBuysLessStabilityThanOneOfEuler() {
        for (ButcherTableau tableau : explicit()) {
            if (tableau.weightedStages() > 1) {
                assertTrue(tableau.stabilityLimit() / tableau.weightedStages() < 2, tableau.name());
            }
        }
        assertEquals(2.7853 / 4, Tableaux.RK4.stabilityLimit() / 4, 1e-4);
    }

    @Test
    void implicitEulerNeverGrowsOnASteepBowl() {
        Vector x = ArrayVector.of(1, 1);
        assertTrue(new ImplicitIntegrator(Tableaux.IMPLICIT_EULER)
                .integrate(descent(Quadratic.diagonal(1e4, 1)), x, 10, 10));
        assertEquals(0, x.toArray()[0], 1e-15);
        assertEquals(Math.pow(0.5, 10), x.toArray()[1], 1e-12);
    }

    @Test
    void anImplicitStepThatHasNoSolutionSaysSo() {
        ImplicitIntegrator euler = new ImplicitIntegrator(Tableaux.IMPLICIT_EULER);
        Vector x = ArrayVector.of(1);
        // x' = 1 + 4 x'^2 has no solution
        assertFalse(euler.integrate((at, into) -> into.fill(0).addProduct(4, at, at), x, 1, 1));
        assertFalse(euler.integrate((at, into) -> into.fill(Double.NaN), x, 1, 1));
        assertArrayEquals(new double[] {1}, x.toArray());
    }

    /** RK4 in 512 steps: 1e-13 by the fourth order, and the solver of the reference was asked for 1e-12. */
    @Test
    void rk4FollowsTheFlowOfAnIndependentSolver() {
        double time = Reference.get("flow").get("time").asDouble();
        assertArrayEquals(
                Reference.numbers(Reference.get("flow").get("end")),
                after(Tableaux.RK4, DESCENT, Reference.start(), time, 512).toArray(),
                1e-11);
    }

    @Test
    void embeddedMethodsAndTheirErrorsAreThoseOfSciPy() {
        for (ButcherTableau tableau : List.of(Tableaux.BOGACKI_SHAMPINE, Tableaux.DORMAND_PRINCE)) {
            Vector x = Reference.start();
            Vector error = x.zeros();
            Stages stages = new Stages(tableau, tableau.stages(), x);
            DESCENT.at(x, stages.slope(0));
            for (int i = 1; i < stages.count(); i++) {
                DESCENT.at(stages.point(i, x, 0.5), stages.slope(i));
            }
            stages.error(error, 0.5);
            stages.advance(x, 0.5);
            var expected = Reference.get(tableau.name());
            // sums of up to seven terms of the size of 10
            assertArrayEquals(Reference.numbers(expected.get("next")), x.toArray(), 1e-14, tableau.name());
            double sign = Math.signum(error.dot(ArrayVector.of(Reference.numbers(expected.get("error")))));
            assertArrayEquals(
                    Reference.numbers(expected.get("error")), error.scale(sign).toArray(), 1e-14, tableau.name());
        }
    }
}
