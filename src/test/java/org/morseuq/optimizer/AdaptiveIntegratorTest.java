package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.optimizer.Integration.Termination;

final class AdaptiveIntegratorTest {

    private static final VectorField PREDATORS = (at, into) -> {
        double[] z = at.toArray();
        into.setArray(new double[] {1.5 * z[0] - z[0] * z[1], z[0] * z[1] - 3 * z[1]});
    };

    private static Integration integrate(
            ButcherTableau tableau, ErrorControl control, VectorField field, Vector x, double duration) {
        try (AdaptiveIntegrator integrator = new AdaptiveIntegrator(tableau, control, x)) {
            return integrator.integrate(field, x, duration);
        }
    }

    private static double error(ButcherTableau tableau, ErrorControl control, long[] evaluations) {
        var reference = Reference.get("predators");
        Vector x = ArrayVector.of(Reference.numbers(reference.get("start")));
        Integration result =
                integrate(tableau, control, PREDATORS, x, reference.get("time").asDouble());
        assertEquals(Termination.DONE, result.termination());
        evaluations[0] = result.evaluations();
        double[] end = Reference.numbers(reference.get("end"));
        return Math.max(Math.abs(x.toArray()[0] - end[0]), Math.abs(x.toArray()[1] - end[1]));
    }

    /** SciPy's RK45 of the same tolerances needs 662 evaluations and is wrong by 3.2e-5. */
    @Test
    void isAsGoodAsAnEstablishedSolverOfTheSameMethod() {
        var peer = Reference.get("predators").get("RK45");
        long[] evaluations = new long[1];
        double error = error(Tableaux.DORMAND_PRINCE, ErrorControl.of(1e-6, 1e-9), evaluations);
        assertTrue(error < 2 * peer.get("error").asDouble(), "error " + error);
        assertTrue(evaluations[0] < 1.2 * peer.get("evaluations").asInt(), "evaluations " + evaluations[0]);
    }

    @Test
    void theErrorFollowsTheTolerance() {
        for (ButcherTableau tableau : new ButcherTableau[] {Tableaux.BOGACKI_SHAMPINE, Tableaux.DORMAND_PRINCE}) {
            double rough = error(tableau, ErrorControl.of(1e-4, 1e-7), new long[1]);
            double fine = error(tableau, ErrorControl.of(1e-7, 1e-10), new long[1]);
            // proportional to the tolerance would be 1000; a part of a power of ten either way
            assertTrue(rough / fine > 100 && rough / fine < 10_000, tableau.name() + " " + rough / fine);
        }
    }

    @Test
    void everyControllerArrives() {
        for (double[] pid : new double[][] {{0, 1, 0}, {0.4, 0.3, 0}, {0.49, 0.34, 0.1}}) {
            ErrorControl control = ErrorControl.of(1e-8, 1e-10).withController(pid[0], pid[1], pid[2]);
            // 13 times the relative tolerance a unit of time of a solution of the size of 5
            assertTrue(error(Tableaux.DORMAND_PRINCE, control, new long[1]) < 1e-6);
        }
    }

    @Test
    void goesBackToWhereItCameFrom() {
        Vector x = ArrayVector.of(1, 2);
        ErrorControl control = ErrorControl.of(1e-10, 1e-12);
        integrate(Tableaux.DORMAND_PRINCE, control, PREDATORS, x, 3);
        Integration back = integrate(Tableaux.DORMAND_PRINCE, control, PREDATORS, x, -3);
        assertEquals(-3, back.time());
        // 3 units of time both ways; errors grow about tenfold on the way
        assertArrayEquals(new double[] {1, 2}, x.toArray(), 1e-7);
    }

    @Test
    void aFieldWithoutErrorIsCrossedInGrowingSteps() {
        Vector x = ArrayVector.of(0.0);
        Integration result =
                integrate(Tableaux.BOGACKI_SHAMPINE, ErrorControl.of(1e-6, 1e-6), (at, into) -> into.fill(2), x, 1e6);
        assertEquals(2e6, x.toArray()[0], 1e-9 * 2e6);
        assertEquals(0, result.refused());
        // about nine times as long every time, from 1e-5 or so to 1e6
        assertTrue(result.accepted() < 30, result.toString());
    }

    /** x' = x^2 is infinite at time 1: the steps shrink until the time no longer moves. */
    @Test
    void anExplosionEndsInUnderflowOrNotFiniteShortOfIt() {
        Vector x = ArrayVector.of(1);
        Integration result = integrate(
                Tableaux.DORMAND_PRINCE,
                ErrorControl.of(1e-8, 1e-8),
                (at, into) -> into.fill(0).addProduct(1, at, at),
                x,
                2);
        assertTrue(result.termination() != Termination.DONE, result.toString());
        assertEquals(1, result.time(), 1e-6);
        assertTrue(Double.isFinite(x.toArray()[0]) && x.toArray()[0] > 1e6);
    }

    @Test
    void aFieldThatStopsBeingFiniteIsNamedAndThePointIsTheLastGood() {
        VectorField cliff = (at, into) -> into.fill(at.toArray()[0] > 1 ? Double.NaN : 1);
        Vector x = ArrayVector.of(0.0);
        Integration result = integrate(Tableaux.DORMAND_PRINCE, ErrorControl.of(1e-6, 1e-6), cliff, x, 5);
        assertEquals(Termination.NOT_FINITE, result.termination());
        assertTrue(result.refused() > 0 && result.evaluations() < 1000, result.toString());
        assertTrue(x.toArray()[0] <= 1 && x.toArray()[0] > 0.99, x.toString());
        result = integrate(Tableaux.DORMAND_PRINCE, ErrorControl.of(1e-6, 1e-6), cliff, x.fill(2), 5);
        assertEquals(Termination.NOT_FINITE, result.termination());
        assertArrayEquals(new double[] {2}, x.toArray());
    }

    @Test
    void theNumberOfStepsIsBounded() {
        Vector x = ArrayVector.of(1, 2);
        Integration result =
                integrate(Tableaux.DORMAND_PRINCE, ErrorControl.of(1e-8, 1e-8).withMaxSteps(7), PREDATORS, x, 100);
        assertEquals(Termination.MAX_STEPS, result.termination());
        assertEquals(7, result.accepted() + result.refused());
    }

    @Test
    void theFirstStageIsNotEvaluatedTwice() {
        Vector x = ArrayVector.of(1, 2);
        long[] calls = new long[1];
        VectorField counted = (at, into) -> {
            calls[0]++;
            PREDATORS.at(at, into);
        };
        try (AdaptiveIntegrator integrator =
                new AdaptiveIntegrator(Tableaux.DORMAND_PRINCE, ErrorControl.of(1e-6, 1e-6), x)) {
            Integration result = integrator.integrate(counted, x, 3, 0.1);
            assertEquals(1 + 6 * (result.accepted() + result.refused()), result.evaluations());
            assertEquals(calls[0], result.evaluations());
            calls[0] = 0;
            assertEquals(integrator.integrate(counted, x, 3).evaluations(), calls[0]);
        }
    }

    @Test
    void theControllerIsItsFormula() {
        ErrorControl control = ErrorControl.of(1e-6, 1e-6).withController(0.4, 0.3, 0.1);
        assertEquals(
                0.9 * Math.pow(0.5, -0.8 / 5) * Math.pow(0.7, 0.6 / 5) * Math.pow(0.2, -0.1 / 5),
                control.afterAccepted(0.5, 0.7, 0.2, 5),
                1e-15);
        assertEquals(10, control.afterAccepted(0, 0.5, 0.5, 3));
        assertEquals(0.9 * Math.pow(3, -0.2), control.afterRefused(3, 5), 1e-15);
        assertEquals(0.2, control.afterRefused(1e9, 5));
        assertEquals(0.2, control.afterRefused(Double.NaN, 5));
        assertEquals(0.2, control.afterRefused(Double.POSITIVE_INFINITY, 5));
    }

    /** The classical controller says what an error was; the other one has to have remembered two of them. */
    @Test
    void theControllerRemembersTheTwoErrorsBefore() {
        ErrorControl control = ErrorControl.of(1e-4, 1e-6).withController(0.4, 0.3, 0.2);
        double[] lengths = {0.05, 0, 0, 0};
        double[] errors = new double[3];
        for (int n = 0; n < 3; n++) {
            Vector x = ArrayVector.of(1, 2);
            if (n > 0) {
                lengths[n] = attempts(control.withMaxSteps(n), x, lengths[0]);
            }
            double next = attempts(control.withController(0, 1, 0).withMaxSteps(1), x, lengths[n]);
            errors[n] = Math.pow(0.9 * lengths[n] / next, 3);
        }
        lengths[3] = attempts(control.withMaxSteps(3), ArrayVector.of(1, 2), lengths[0]);
        // the errors come out of a power of 3
        assertEquals(control.afterAccepted(errors[2], errors[1], errors[0], 3), lengths[3] / lengths[2], 1e-12);
    }

    /** The length after the bounded number of attempts, all of them accepted. */
    private static double attempts(ErrorControl control, Vector x, double first) {
        try (AdaptiveIntegrator integrator = new AdaptiveIntegrator(Tableaux.BOGACKI_SHAMPINE, control, x)) {
            Integration result = integrator.integrate(PREDATORS, x, 100, first);
            assertEquals(0, result.refused());
            return result.lastStep();
        }
    }

    @Test
    void aMethodWithoutAnEstimateIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new AdaptiveIntegrator(Tableaux.RK4, ErrorControl.of(1e-6, 1e-6), ArrayVector.of(1)));
    }
}
