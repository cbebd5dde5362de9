package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.IntToDoubleFunction;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;

/** Backward, windowed and forward iterates on random strongly convex quadratics of 4 variables, where all maps contract. */
final class OrderedDescentTest {

    private static final double H = 0.1;
    private static final int BATCHES = 40;
    private static final int LONG = 300;

    private final List<Quadratic> losses = new ArrayList<>();
    private final double contraction;
    private final int[] sequence;

    OrderedDescentTest() {
        // A = B B^T / 8 + I / 2 has its eigenvalues in [1/2, 1/2 + |B|_F^2 / 8]; the step is below 2 over the largest
        // plus
        // the smallest, so every map contracts by 1 - h / 2.
        SplittableRandom random = new SplittableRandom(5);
        for (int i = 0; i < BATCHES; i++) {
            double[][] b = new double[4][4];
            double[][] a = new double[4][4];
            double[] c = new double[4];
            double squares = 0;
            for (int j = 0; j < 4; j++) {
                c[j] = random.nextGaussian();
                for (int k = 0; k < 4; k++) {
                    b[j][k] = random.nextGaussian();
                    squares += b[j][k] * b[j][k];
                }
            }
            for (int j = 0; j < 4; j++) {
                for (int k = 0; k <= j; k++) {
                    for (int l = 0; l < 4; l++) {
                        a[j][k] += b[j][l] * b[k][l] / 8;
                    }
                    a[j][k] += j == k ? 0.5 : 0;
                    a[k][j] = a[j][k];
                }
            }
            assertTrue(H <= 2 / (0.5 + 0.5 + squares / 8));
            losses.add(new Quadratic(a, c));
        }
        contraction = 1 - H / 2;
        sequence = random.ints(LONG + 1, 0, BATCHES).toArray();
    }

    private BatchUpdate update(int... batches) {
        return BatchUpdate.descent(i -> losses.get(batches[i - 1]), H);
    }

    private static Vector end(BatchUpdate update, IterationOrder order, Vector start) {
        try (OrderedDescent run = new OrderedDescent(update, order, start)) {
            while (!run.finished()) {
                run.next();
            }
            return run.point().copy();
        }
    }

    private Vector backward(int n, Vector start, int... batches) {
        return end(update(batches), IterationOrder.backward(n), start);
    }

    private Vector forward(int n, Vector start, int... batches) {
        return end(update(batches), IterationOrder.forward(n), start);
    }

    private static ArrayVector zero() {
        return ArrayVector.of(new double[4]);
    }

    @Test
    void iteratesAreTheCompositionsTheyAreDefinedAs() {
        // T_i(x) = 2 x + i: of 0, forward T3 T2 T1 0 = 4 * 1 + 2 * 2 + 3, backward T1 T2 T3 0 = 4 * 3 + 2 * 2 + 1.
        BatchUpdate update = (batch, at) -> at.scale(2).setArray(new double[] {at.toArray()[0] + batch});
        Vector nought = ArrayVector.of(0);
        assertArrayEquals(
                new double[] {11},
                end(update, IterationOrder.forward(3), nought).toArray());
        assertArrayEquals(
                new double[] {17},
                end(update, IterationOrder.backward(3), nought).toArray());
        assertArrayEquals(
                new double[] {17},
                end(update, IterationOrder.backward(1, 2, 3), nought).toArray());
        // T1 T2 0 = 5, then T3 T4: 2 (2 * 5 + 4) + 3.
        assertArrayEquals(
                new double[] {31},
                end(update, IterationOrder.windowed(2, 2), nought).toArray());
    }

    @Test
    void theUpdatesTakenAreAsManyAsStated() {
        int[] taken = {0};
        BatchUpdate counting = (batch, at) -> taken[0]++;
        for (IterationOrder order :
                List.of(IterationOrder.backward(3, 7, 20), IterationOrder.windowed(5, 4), IterationOrder.forward(9))) {
            taken[0] = 0;
            end(counting, order, zero());
            assertEquals(order.updates(), taken[0]);
        }
        assertEquals(30, IterationOrder.backward(3, 7, 20).updates());
        assertEquals(20, IterationOrder.windowed(5, 4).updates());
        int[] every = IntStream.rangeClosed(1, 50).toArray();
        assertEquals(50 * 51 / 2, IterationOrder.backward(every).updates());
    }

    @Test
    void backwardIteratesObeyTheBoundOfCauchyForEveryN() {
        double[] moves = new double[LONG];
        Vector before = zero();
        try (OrderedDescent run = new OrderedDescent(
                update(sequence),
                IterationOrder.backward(IntStream.rangeClosed(1, LONG).toArray()),
                zero())) {
            while (!run.finished()) {
                int n = run.next();
                moves[n - 1] = Orders.distance(run.point(), before);
                before.set(run.point());
            }
        }
        for (int n = 0; n < LONG; n++) {
            Vector first = zero();
            update(sequence).apply(n + 1, first);
            // The numbers are of size 1, and T_1 to T_n round them n times.
            assertTrue(moves[n] <= Math.pow(contraction, n) * first.norm() + 1e-14, "at " + n);
        }
        assertTrue(moves[LONG - 1] < 1e-6, "still moves by " + moves[LONG - 1]);
    }

    @Test
    void theLimitDoesNotDependOnTheStart() {
        // 0.95^800 = 2e-18 of the distance of the starts is left.
        int[] batches = new SplittableRandom(8).ints(800, 0, BATCHES).toArray();
        Vector near = backward(800, zero(), batches);
        Vector far = backward(800, zero().fill(50), batches);
        assertArrayEquals(near.toArray(), far.toArray(), 1e-15);
    }

    @Test
    void theLimitDependsOnTheOrderAndMostlyOnTheFirstBatches() {
        Vector limit = backward(LONG, zero(), sequence);
        int[] swapped = sequence.clone();
        swapped[0] = sequence[1];
        swapped[1] = sequence[0];
        assertTrue(Orders.distance(limit, backward(LONG, zero(), swapped)) > 1e-3);
        for (int n : new int[] {1, 20, 60, 120}) {
            int[] changed = sequence.clone();
            changed[n - 1] = (sequence[n - 1] + 1) % BATCHES;
            // Both versions of T_n start from one point, at most as far as the iterates ever get: 20 is ample.
            double moved = Orders.distance(limit, backward(LONG, zero(), changed));
            assertTrue(moved > 0 && moved <= 20 * Math.pow(contraction, n - 1), "batch " + n + " moves it by " + moved);
        }
    }

    @Test
    void aForwardTrajectoryWandersAndABackwardOneSettles() {
        int[] last = IntStream.rangeClosed(LONG / 2, LONG).toArray();
        double still = spread(new IterationOrder(IntStream.of(last).boxed().toList(), true));
        double wandering = spread(IterationOrder.forward(LONG));
        assertTrue(wandering > 1e3 * still, wandering + " against " + still);
    }

    /** The mean squared distance from the mean over the second half of a trajectory. */
    private double spread(IterationOrder order) {
        List<Vector> points = new ArrayList<>();
        Vector mean = zero();
        try (OrderedDescent run = new OrderedDescent(update(sequence), order, zero())) {
            while (!run.finished()) {
                if (run.next() >= LONG / 2) {
                    points.add(run.point().copy());
                    mean.add(1, run.point());
                }
            }
        }
        mean.scale(1.0 / points.size());
        return points.stream()
                .mapToDouble(x -> Math.pow(Orders.distance(x, mean), 2))
                .average()
                .orElseThrow();
    }

    @Test
    void atAnyNumberOfStepsBothHaveTheSameLaw() {
        int runs = 2000;
        SplittableRandom random = new SplittableRandom(11);
        for (int n : new int[] {1, 5, 40}) {
            double[][] ahead = new double[4][runs];
            double[][] back = new double[4][runs];
            for (int r = 0; r < runs; r++) {
                double[] f =
                        forward(n, zero(), random.ints(n, 0, BATCHES).toArray()).toArray();
                double[] b = backward(n, zero(), random.ints(n, 0, BATCHES).toArray())
                        .toArray();
                for (int j = 0; j < 4; j++) {
                    ahead[j][r] = f[j];
                    back[j][r] = b[j];
                }
            }
            for (int j = 0; j < 4; j++) {
                // Kolmogorov and Smirnov: of samples of one law the distance exceeds 1.95 sqrt(2 / runs) once in 1000.
                assertTrue(Laws.distance(ahead[j], back[j]) < 1.95 * Math.sqrt(2.0 / runs), "coordinate " + j);
            }
        }
    }

    @Test
    void aFairCoinWithHalfStepsHasTheUniformLaw() {
        int runs = 4000;
        SplittableRandom random = new SplittableRandom(3);
        double[] limits = new double[runs];
        for (int r = 0; r < runs; r++) {
            boolean[] heads = new boolean[54]; // 2^-54 is left
            for (int i = 0; i < heads.length; i++) {
                heads[i] = random.nextBoolean();
            }
            limits[r] = end(towards(i -> heads[i - 1] ? 1 : 0, 0.5), IterationOrder.backward(54), ArrayVector.of(7))
                    .toArray()[0];
        }
        // The limit is the binary number 0.b1 b2 b3 ...; 1.95 / sqrt(runs) is exceeded once in 1000.
        assertTrue(Laws.distanceToUniform(limits) < 1.95 / Math.sqrt(runs));
    }

    @Test
    void theStationaryVarianceIsThatOfAnAutoregression() {
        // Forward theta = (1 - h) theta + h x with x of variance 1: h / (2 - h).
        double h = 0.2;
        int runs = 20_000;
        SplittableRandom random = new SplittableRandom(4);
        double squares = 0;
        for (int r = 0; r < runs; r++) {
            double[] x =
                    random.doubles(60).map(u -> (u - 0.5) * Math.sqrt(12)).toArray(); // 0.8^60 is left of the start
            double theta = end(towards(i -> x[i - 1], h), IterationOrder.forward(60), ArrayVector.of(0))
                    .toArray()[0];
            squares += theta * theta;
        }
        // The square of a nearly normal number varies by twice its variance squared: 4 standard errors are 4 percent.
        assertEquals(h / (2 - h), squares / runs, 4 * Math.sqrt(2.0 / runs) * h / (2 - h));
    }

    private static BatchUpdate towards(IntToDoubleFunction targets, double h) {
        return (batch, at) ->
                at.scale(1 - h).setArray(new double[] {at.toArray()[0] + h * targets.applyAsDouble(batch)});
    }

    @Test
    void swappingTwoBatchesMovesTheEndByTheirTargets() {
        // T_i = (1 - h) theta + h x_i: backward - forward = h^2 (x_1 - x_2), exactly.
        double[] x = {2, 5};
        double h = 0.3;
        BatchUpdate update = towards(i -> x[i - 1], h);
        Vector one = ArrayVector.of(1);
        double forward = end(update, IterationOrder.forward(2), one).toArray()[0];
        double backward = end(update, IterationOrder.backward(2), one).toArray()[0];
        assertEquals(h * h * (2 - 5), backward - forward, 1e-15);
    }

    @Test
    void aSwapByTheBracketIsTheBackwardPairToThirdOrder() {
        List<Objective> pair = List.of(new LogCosh(3, 0, 2), new LogCosh(3, 0, 3));
        Vector start = ArrayVector.of(0.7, -0.4, 0.5);
        assertEquals(
                3,
                Orders.of(
                        h -> {
                            Vector swapped = start.copy();
                            new TaskPass(pair, h, TaskPass.Order.REVERSED).apply(swapped);
                            BatchUpdate update = BatchUpdate.descent(i -> pair.get(i - 1), h);
                            return Orders.distance(swapped, end(update, IterationOrder.backward(2), start));
                        },
                        0.01),
                0.1);
    }

    @Test
    void aLongerWindowMovesItsEndLittleAndTheNextWindowALot() {
        // From w to w + 1 batches: at most k^w times a first step from the start of the window.
        Vector start = forward(50, zero(), sequence);
        int[] rest = IntStream.of(sequence).skip(50).toArray();
        for (int w : new int[] {5, 20, 60}) {
            Vector shorter = end(update(rest), IterationOrder.windowed(w, 1), start);
            Vector longer = end(update(rest), IterationOrder.windowed(w + 1, 1), start);
            Vector first = start.copy();
            update(rest).apply(w + 1, first);
            double bound = Math.pow(contraction, w) * Orders.distance(first, start);
            assertTrue(Orders.distance(shorter, longer) <= bound + 1e-14);
        }
        // The end of a long window forgets where it began, so the next one ends where its own first batches say.
        Vector once = end(update(rest), IterationOrder.windowed(100, 1), start);
        Vector twice = end(update(rest), IterationOrder.windowed(100, 2), start);
        assertTrue(Orders.distance(once, twice) > 0.1);
    }

    @Test
    void aRunThatWasStoppedAnywhereEndsInTheSameBits() {
        for (IterationOrder order :
                List.of(IterationOrder.backward(3, 4, 9), IterationOrder.windowed(4, 3), IterationOrder.forward(6))) {
            BatchUpdate update = update(sequence);
            List<Integer> seen = new ArrayList<>();
            double[] whole;
            try (OrderedDescent run = new OrderedDescent(update, order, zero())) {
                while (!run.finished()) {
                    seen.add(run.next());
                }
                whole = run.point().toArray();
            }
            assertEquals(order.iterates(), seen);
            for (long stop = 0; stop <= order.updates(); stop++) {
                try (OrderedDescent run = new OrderedDescent(update, order, zero())) {
                    while (run.updates() < stop) {
                        run.advance();
                    }
                    try (OrderedDescent later = new OrderedDescent(update, order, zero())
                            .resume(stop, run.point().copy())) {
                        while (!later.finished()) {
                            later.advance();
                        }
                        assertArrayEquals(whole, later.point().toArray());
                    }
                }
            }
        }
    }

    @Test
    void anyOptimizerWithoutMemoryGivesAnUpdate() {
        // Each makes a map of the batch alone. Those that contract all maps settle: the last hundred batches hardly
        // count.
        for (String name : List.of("sgd", "rk2", "rk4", "dalr", "clr-capped")) {
            OptimizerRecipe recipe = Optimizers.recipe(Optimizers.defaults(name));
            try (Optimizer optimizer = recipe.on(zero())) {
                BatchUpdate update = BatchUpdate.of(i -> losses.get(sequence[i - 1]), optimizer);
                Vector once = zero().fill(1);
                Vector again = zero().fill(1);
                update.apply(1, once);
                update.apply(7, zero().fill(2));
                update.apply(1, again);
                assertArrayEquals(once.toArray(), again.toArray(), name);
                if (name.equals("sgd") || name.startsWith("rk")) {
                    Vector early = end(update, IterationOrder.backward(200), zero());
                    Vector late = end(update, IterationOrder.backward(LONG), zero());
                    // 0.95^200 of numbers of size 10; the maps of Runge-Kutta contract by 0.9513.
                    assertTrue(Orders.distance(early, late) < 1e-3, name);
                }
                if (name.equals("sgd")) {
                    assertArrayEquals(
                            end(update, IterationOrder.backward(20), zero()).toArray(),
                            backward(20, zero(), sequence).toArray(),
                            1e-14);
                }
            }
        }
    }

    @Test
    void anOptimizerWithMemoryIsRefused() {
        for (String name : List.of("momentum", "adam", "rk4-full", "adagrad")) {
            try (Optimizer optimizer =
                    Optimizers.recipe(Optimizers.defaults(name)).on(zero())) {
                assertThrows(IllegalArgumentException.class, () -> BatchUpdate.of(losses::get, optimizer), name);
            }
        }
    }

    @Test
    void anUpdateThatIsNotFiniteIsAnError() {
        try (Optimizer optimizer = Optimizers.recipe(Optimizers.defaults("sgd")).on(zero())) {
            BatchUpdate update = BatchUpdate.of(losses::get, optimizer);
            Vector broken = zero().fill(Double.NaN);
            assertThrows(ArithmeticException.class, () -> update.apply(1, broken));
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> IterationOrder.backward(3, 3));
        assertThrows(IllegalArgumentException.class, () -> IterationOrder.backward());
        assertThrows(IllegalArgumentException.class, () -> IterationOrder.backward(0));
        assertThrows(IllegalArgumentException.class, () -> IterationOrder.windowed(0, 1));
        try (OrderedDescent run = new OrderedDescent(update(sequence), IterationOrder.forward(1), zero())) {
            assertThrows(IllegalArgumentException.class, () -> run.resume(2, zero()));
            run.next();
            assertThrows(IllegalStateException.class, run::advance);
        }
    }
}
