package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;

/** What every named optimizer promises with its own defaults. */
final class OptimizerContractTest {

    static List<String> names() {
        return Optimizers.names();
    }

    private static Optimizer make(String name, Vector like) {
        return Optimizers.recipe(Optimizers.defaults(name).withWeightDecay(0)).on(like);
    }

    private static void run(Optimizer optimizer, Vector x, int from, int to) {
        for (int k = from; k < to; k++) {
            Objective batch = Reference.rows(k % 4 * 2, k % 4 * 2 + 2);
            assertTrue(optimizer.step(batch, x).taken());
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aFixedPointStays(String name) {
        double[] centre = {0.5, -3, 1e-3};
        Quadratic bowl = new Quadratic(new double[][] {{2, 1, 0}, {1, 3, 0}, {0, 0, 0.1}}, centre);
        Vector x = ArrayVector.of(centre);
        try (Optimizer optimizer = make(name, x)) {
            for (int k = 0; k < 5; k++) {
                assertTrue(optimizer.step(bowl, x).taken());
                assertArrayEquals(centre, x.toArray());
            }
        }
    }

    /** A bowl of fourth degree: on one of second degree the drift-adjusted step with p = 1 is marginal, not descending. */
    @ParameterizedTest
    @MethodSource("names")
    void goesDownAConvexBowl(String name) {
        double[] weights = {1, 0.3, 0.1};
        Objective bowl = new Objective() {
            @Override
            public double value(Vector at) {
                double[] x = at.toArray();
                double sum = 0;
                for (int i = 0; i < 3; i++) {
                    sum += weights[i] * Math.pow(x[i], 4) / 4;
                }
                return sum;
            }

            @Override
            public double gradient(Vector at, Vector gradient) {
                double[] x = at.toArray();
                for (int i = 0; i < 3; i++) {
                    x[i] = weights[i] * Math.pow(x[i], 3);
                }
                gradient.setArray(x);
                return value(at);
            }

            @Override
            public void hessianProduct(Vector at, Vector direction, Vector product) {
                double[] x = at.toArray();
                double[] v = direction.toArray();
                for (int i = 0; i < 3; i++) {
                    x[i] = 3 * weights[i] * x[i] * x[i] * v[i];
                }
                product.setArray(x);
            }
        };
        Vector x = ArrayVector.of(1, -1.2, 0.8);
        double before = bowl.value(x);
        try (Optimizer optimizer = make(name, x)) {
            for (int k = 0; k < 100; k++) {
                assertTrue(optimizer.step(bowl, x).taken());
            }
        }
        assertTrue(bowl.value(x) < 0.8 * before, name + " went from " + before + " to " + bowl.value(x));
    }

    @ParameterizedTest
    @MethodSource("names")
    void theSameAgainIsTheSame(String name) {
        Vector once = Reference.start();
        Vector again = Reference.start();
        try (Optimizer first = make(name, once);
                Optimizer second = make(name, again)) {
            run(first, once, 0, 10);
            run(second, again, 0, 10);
        }
        assertArrayEquals(once.toArray(), again.toArray());
        assertFalse(Arrays.equals(Reference.start().toArray(), once.toArray()));
    }

    @ParameterizedTest
    @MethodSource("names")
    void resumedIsUninterrupted(String name) {
        OptimizerConfig config =
                Optimizers.defaults(name).withSchedule(new StepSchedule(3, 20, StepSchedule.Shape.COSINE));
        Vector straight = Reference.start();
        Vector broken = Reference.start();
        try (Optimizer whole = Optimizers.recipe(config).on(straight);
                Optimizer first = Optimizers.recipe(config).on(broken);
                Optimizer second = Optimizers.recipe(config).on(broken)) {
            run(whole, straight, 0, 12);
            run(first, broken, 0, 7);
            second.restore(copied(first.state()));
            run(second, broken, 7, 12);
        }
        assertArrayEquals(straight.toArray(), broken.toArray());
    }

    /** By way of arrays, as a checkpoint does it. */
    private static OptimizerState copied(OptimizerState state) {
        Map<String, Vector> vectors = new LinkedHashMap<>();
        state.vectors().forEach((key, vector) -> vectors.put(key, ArrayVector.of(vector.toArray())));
        return new OptimizerState(state.numbers(), vectors);
    }

    @ParameterizedTest
    @MethodSource("names")
    void aBatchOfOneWillDo(String name) {
        Objective one = Reference.rows(2, 3);
        Vector x = Reference.start();
        double before = one.value(x);
        try (Optimizer optimizer = make(name, x)) {
            for (int k = 0; k < 20; k++) {
                assertTrue(optimizer.step(one, x).taken());
            }
        }
        assertTrue(one.value(x) < before, name + " went from " + before + " to " + one.value(x));
    }

    @ParameterizedTest
    @MethodSource("names")
    void whatIsNotFiniteIsRefusedAndLeavesNoTrace(String name) {
        Objective network = Reference.network();
        Vector x = Reference.start();
        Vector undisturbed = Reference.start();
        try (Optimizer optimizer = make(name, x);
                Optimizer other = make(name, undisturbed)) {
            run(optimizer, x, 0, 3);
            run(other, undisturbed, 0, 3);
            double[] before = x.toArray();
            for (Spoilt.Part part : Spoilt.Part.values()) {
                StepReport report = optimizer.step(new Spoilt(network, part), x);
                boolean touched = part != Spoilt.Part.LATER_STAGES || report.gradients() > 1;
                assertEquals(touched, !report.taken(), name + " " + part + ": " + report);
                if (touched) {
                    assertArrayEquals(before, x.toArray());
                } else {
                    other.step(network, undisturbed);
                    before = x.toArray();
                }
            }
            run(optimizer, x, 3, 6);
            run(other, undisturbed, 3, 6);
            assertArrayEquals(undisturbed.toArray(), x.toArray());
        }
    }

    /** A network that spoils part of what it answers. */
    private record Spoilt(Objective inner, Part part, int[] asked) implements Objective {

        private enum Part {
            LOSS,
            GRADIENT,
            LATER_STAGES
        }

        Spoilt(Objective inner, Part part) {
            this(inner, part, new int[1]);
        }

        @Override
        public double value(Vector at) {
            return inner.value(at);
        }

        @Override
        public double gradient(Vector at, Vector gradient) {
            double loss = inner.gradient(at, gradient);
            asked[0]++;
            if (part == Part.GRADIENT || (part == Part.LATER_STAGES && asked[0] > 1)) {
                double[] g = gradient.toArray();
                g[17] = Double.NaN;
                gradient.setArray(g);
            }
            return part == Part.LOSS ? Double.POSITIVE_INFINITY : loss;
        }

        @Override
        public void hessianProduct(Vector at, Vector direction, Vector product) {
            inner.hessianProduct(at, direction, product);
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void aStateOfAnotherKindIsRefused(String name) {
        Vector x = Reference.start();
        try (Optimizer optimizer = make(name, x)) {
            OptimizerState strange = new OptimizerState(Map.of("steps", 1.0), Map.of("sums", x));
            assertThrows(IllegalArgumentException.class, () -> optimizer.restore(strange));
        }
    }

    @ParameterizedTest
    @MethodSource("names")
    void hasAName(String name) {
        assertEquals(name, Optimizers.defaults(name).name());
        assertNotNull(Optimizers.description(name));
    }
}
