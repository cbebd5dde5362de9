package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;

final class RungeKuttaRecipeTest {

    private final Objective network = Reference.network();

    private static RungeKuttaRecipe rk4(StepSize stepSize) {
        return RungeKuttaRecipe.plain(Tableaux.RK4, stepSize);
    }

    private double[] after(OptimizerRecipe recipe, int steps) {
        Vector x = Reference.start();
        try (Optimizer optimizer = recipe.on(x)) {
            for (int k = 0; k < steps; k++) {
                assertTrue(optimizer.step(network, x).taken());
            }
        }
        return x.toArray();
    }

    @Test
    void eulerIsTheLoopOfATextbookToTheBit() {
        Vector x = Reference.start();
        Vector g = x.zeros();
        Vector m = x.zeros();
        Vector y = Reference.start();
        for (int k = 0; k < 5; k++) {
            network.gradient(x, g);
            x.add(-0.3, g);
            network.gradient(y, g);
            m.scale(0.8).add(1, g);
            y.add(-0.3, m);
        }
        RungeKuttaRecipe euler = RungeKuttaRecipe.plain(Tableaux.EULER, new ConstantStep(0.3));
        assertArrayEquals(x.toArray(), after(euler, 5));
        assertArrayEquals(y.toArray(), after(euler.withMemory(new HeavyBall(0.8)), 5));
    }

    @Test
    void eulerWithThePreconditionerIsTheModifiedAdaGrad() {
        Vector x = Reference.start();
        Vector g = x.zeros();
        double[] s = new double[44];
        double[] theta = x.toArray();
        for (int k = 0; k < 5; k++) {
            network.gradient(x.setArray(theta), g);
            for (int i = 0; i < 44; i++) {
                double slope = g.toArray()[i];
                s[i] += slope * slope;
                theta[i] -= 0.3 * (slope / Math.sqrt(1 + s[i]));
            }
        }
        RungeKuttaRecipe recipe =
                RungeKuttaRecipe.plain(Tableaux.EULER, new ConstantStep(0.3)).withDirection(new ModifiedAdaGrad());
        assertArrayEquals(theta, after(recipe, 5));
    }

    @Test
    void switchedOffPartsLeaveTheVanillaMethodToTheBit() {
        double[] vanilla = after(rk4(new ConstantStep(0.5)), 5);
        assertArrayEquals(vanilla, after(rk4(new ConstantStep(0.5)).withMemory(new HeavyBall(0)), 5));
        assertArrayEquals(vanilla, after(rk4(new ConstantStep(0.5)).withMemory(new NesterovMemory(0)), 5));
        assertArrayEquals(vanilla, after(rk4(new ConstantStep(0.5)).withMemory(new AveragedGradient(0)), 5));
        assertArrayEquals(vanilla, after(rk4(new ScheduledStep(new ConstantStep(0.5), 1, StepSchedule.CONSTANT)), 5));
        assertArrayEquals(vanilla, after(rk4(new ConstantStep(0.5)).withDecay(new WeightDecay(0, false)), 5));
    }

    @Test
    void aStepIsTheOneOfTheIntegratorOfTheDescent() {
        for (ButcherTableau tableau : Tableaux.all()) {
            if (tableau.explicit()) {
                Vector x = Reference.start();
                try (FixedStepIntegrator integrator = new FixedStepIntegrator(tableau, x)) {
                    integrator.integrate(
                            (at, into) -> {
                                network.gradient(at, into);
                                into.scale(-1);
                            },
                            x,
                            2,
                            4);
                }
                // the same sums in another order: four steps of a few roundings of numbers of the size of 1
                assertArrayEquals(
                        x.toArray(),
                        after(RungeKuttaRecipe.plain(tableau, new ConstantStep(0.5)), 4),
                        1e-14,
                        tableau.name());
            }
        }
    }

    /** Of the preconditioned field, as \( A \to 1 \) does not hold any more after the first gradients. */
    @Test
    void thePreconditionedStepFollowsTheFlowOfTheFrozenMatrixToOrder4() {
        double[] errors = new double[2];
        for (int half = 0; half < 2; half++) {
            double h = 0.16 / (1 << half);
            Vector x = Reference.start();
            Vector s = x.zeros();
            Vector g = x.zeros();
            network.gradient(x, g);
            s.addProduct(1, g, g);
            try (FixedStepIntegrator flow = new FixedStepIntegrator(Tableaux.DORMAND_PRINCE, x)) {
                flow.integrate(
                        (at, into) -> {
                            network.gradient(at, into);
                            into.scale(-1).divideByRoot(s, 1, 0);
                        },
                        x,
                        h,
                        32);
            }
            Vector stepped = ArrayVector.of(after(rk4(new ConstantStep(h)).withDirection(new ModifiedAdaGrad()), 1));
            errors[half] = stepped.add(-1, x).norm();
        }
        assertEquals(5, Math.log(errors[0] / errors[1]) / Math.log(2), 0.1);
    }

    /** The matrix is one and the same in a step: it does not matter whether it meets the stages or their sum. */
    @Test
    void aMemoryOfRawGradientsMeetsTheMatrixAfterwards() {
        RungeKuttaRecipe before = rk4(new ConstantStep(0.05)).withDirection(new SecondMoment(0.999, 1e-8, true));
        RungeKuttaRecipe afterwards = before.withMemory(new AveragedGradient(0));
        // three steps of some roundings, enlarged by 1 over the root of small squares
        assertArrayEquals(after(before, 3), after(afterwards, 3), 1e-12);
    }

    @Test
    void theMatrixIsAtMostOneAndFalls() {
        Vector s = ArrayVector.of(0, 0, 0);
        Vector g = ArrayVector.of(0, 0.1, -7);
        double[] last = {1, 1, 1};
        ModifiedAdaGrad direction = new ModifiedAdaGrad();
        for (int step = 1; step <= 5; step++) {
            direction.observe(s, g);
            Vector a = s.zeros().fill(1);
            direction.apply(s, step, a);
            assertEquals(1, a.toArray()[0], "where the gradient is 0 the matrix stays 1");
            for (int i = 1; i < 3; i++) {
                assertTrue(a.toArray()[i] > 0 && a.toArray()[i] < last[i]);
            }
            last = a.toArray();
        }
    }

    @Test
    void decoupledDecayIsSeenByNothingElse() {
        Quadratic flat = Quadratic.diagonal(0, 0);
        Vector x = ArrayVector.of(2, -4);
        RungeKuttaRecipe recipe = rk4(new ConstantStep(0.5))
                .withMemory(new HeavyBall(0.9))
                .withDirection(new ModifiedAdaGrad())
                .withDecay(new WeightDecay(0.5, true));
        try (Optimizer optimizer = recipe.on(x)) {
            optimizer.step(flat, x);
            optimizer.step(flat, x);
        }
        assertArrayEquals(new double[] {2 * 0.75 * 0.75, -4 * 0.75 * 0.75}, x.toArray());
    }

    @Test
    void decayInTheGradientIsAQuadraticAddedToTheLoss() {
        Vector x = ArrayVector.of(2, -4);
        Vector y = ArrayVector.of(2, -4);
        RungeKuttaRecipe recipe = rk4(new RescaledDriftStep(0.4, 1));
        StepReport coupled;
        StepReport added;
        try (Optimizer left = recipe.withDecay(new WeightDecay(0.5, false)).on(x);
                Optimizer right = recipe.on(y)) {
            coupled = left.step(Quadratic.diagonal(1, 3), x);
            added = right.step(Quadratic.diagonal(1.5, 3.5), y);
        }
        // one rounding apart in the gradient of every stage
        assertArrayEquals(y.toArray(), x.toArray(), 1e-14);
        assertEquals(added.driftNorm(), coupled.driftNorm(), 1e-13);
        assertEquals(0.5 * (4 + 3 * 16), coupled.loss(), "the loss is reported without the decay");
    }

    @ParameterizedTest
    @CsvSource({
        "sgd,1,0",
        "adam,1,0",
        "clr,1,0",
        "polyak,1,0",
        "dal,1,1",
        "dalr,1,1",
        "rk2,2,0",
        "heun,2,0",
        "ralston,2,0",
        "rk3,3,0",
        "rk4,4,0",
        "rk4-38,4,0",
        "rk4-precond,4,0",
        "rk4-momentum,4,0",
        "rk4-dalr,4,1",
        "rk4-full,4,1"
    })
    void aStepCostsItsStagesAndAtMostOneProduct(String name, int gradients, int products) {
        CountedObjective counted = new CountedObjective(network);
        Vector x = Reference.start();
        try (Optimizer optimizer = Optimizers.recipe(Optimizers.defaults(name)).on(x)) {
            for (int step = 1; step <= 3; step++) {
                double[] before = x.toArray();
                StepReport report = optimizer.step(counted, x);
                assertEquals(gradients, report.gradients());
                assertEquals(products, report.hessianProducts());
                assertEquals(step * gradients, counted.gradientsAt.size());
                assertEquals(step * products, counted.products);
                assertEquals(0, counted.values);
                assertArrayEquals(before, counted.gradientsAt.get((step - 1) * gradients), "the first is at the start");
            }
        }
    }

    @Test
    void aLastStageWithoutWeightCostsNothing() {
        assertEquals(3, Tableaux.BOGACKI_SHAMPINE.weightedStages());
        assertEquals(6, Tableaux.DORMAND_PRINCE.weightedStages());
        assertEquals(2, Tableaux.MIDPOINT.weightedStages());
        CountedObjective counted = new CountedObjective(network);
        Vector x = Reference.start();
        try (Optimizer optimizer = RungeKuttaRecipe.plain(Tableaux.DORMAND_PRINCE, new ConstantStep(0.1))
                .on(x)) {
            optimizer.step(counted, x);
        }
        assertEquals(6, counted.gradientsAt.size());
    }

    @Test
    void theRawGradientIsReportedBesideTheDirection() {
        Vector g = Reference.start().zeros();
        network.gradient(Reference.start(), g);
        Vector x = Reference.start();
        try (Optimizer optimizer =
                Optimizers.recipe(Optimizers.defaults("adam")).on(x)) {
            StepReport report = optimizer.step(network, x);
            assertEquals(g.norm(), report.gradientNorm());
            // the first step of Adam goes along the signs, up to epsilon against the smallest entry
            assertEquals(Math.sqrt(44), report.directionNorm(), 1e-4);
        }
    }

    @Test
    void senselessCombinationsAreRefusedWithTheReason() {
        RungeKuttaRecipe corridor = RungeKuttaRecipe.plain(Tableaux.EULER, CorridorStep.plain());
        RungeKuttaRecipe drift = RungeKuttaRecipe.plain(Tableaux.EULER, new DriftAdjustedStep(1, 5));
        refused("decouple", () -> corridor.withDecay(new WeightDecay(0.1, false)));
        refused("times as far", () -> corridor.withMemory(new HeavyBall(0.9)));
        refused("goes another way", () -> corridor.withDirection(new ModifiedAdaGrad()));
        refused("does not follow", () -> drift.withDirection(new SecondMoment(0.999, 1e-8, true)));
        refused("implicit", () -> RungeKuttaRecipe.plain(Tableaux.IMPLICIT_EULER, new ConstantStep(1)));
        corridor.withDecay(new WeightDecay(0.1, true)).withMemory(new AveragedGradient(0.9));
        drift.withDirection(new ModifiedAdaGrad()).withMemory(new HeavyBall(0.9));
    }

    @Test
    void aSettingWithoutUseIsRefused() {
        refused("momentum", () -> Optimizers.recipe(Optimizers.defaults("sgd").withMomentum(0.9)));
        refused("cap", () -> Optimizers.recipe(Optimizers.defaults("clr").withCap(1)));
        refused("power", () -> Optimizers.recipe(Optimizers.defaults("rk4").withPower(1)));
        refused("least loss", () -> Optimizers.recipe(Optimizers.defaults("clr").withInfimum(1)));
        refused("window", () -> Optimizers.recipe(Optimizers.defaults("adam").withWindow(2)));
        refused(
                "backward-sgd",
                () -> Optimizers.recipe(Optimizers.defaults("backward-sgd").withMomentum(0.9)));
        refused("window", () -> Optimizers.defaults("backward-sgd").withWindow(0));
        refused("rk4-full", () -> Optimizers.defaults("rk5"));
    }

    private static void refused(String part, org.junit.jupiter.api.function.Executable made) {
        String message = assertThrows(IllegalArgumentException.class, made).getMessage();
        assertTrue(message.contains(part), message);
    }
}
