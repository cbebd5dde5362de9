package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.PerceptronReference;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;

final class CorridorTest {

    private static final double ROUNDING = 1e-13;

    private final ArrayVector start = ArrayVector.of(2.3, -1.1);

    /** The distance to a sphere about 0, \( E = | \|x\| - r | \), which is eikonal: \( \|g\| = 1 \). */
    static final class Distance implements Objective {

        private final double radius;

        Distance(double radius) {
            this.radius = radius;
        }

        @Override
        public double value(Vector at) {
            return Math.abs(at.norm() - radius);
        }

        @Override
        public double gradient(Vector at, Vector gradient) {
            double norm = at.norm();
            gradient.set(at).scale(Math.signum(norm - radius) / norm);
            return Math.abs(norm - radius);
        }

        @Override
        public void hessianProduct(Vector at, Vector direction, Vector product) {
            double norm = at.norm();
            double sign = Math.signum(norm - radius);
            product.set(direction).scale(sign / norm).add(-sign * at.dot(direction) / (norm * norm * norm), at);
        }
    }

    @Test
    void offTheCutLocusADistanceIsACorridor() {
        Corridor corridor = Corridor.of(new Distance(1), start);
        assertEquals(start.norm() - 1, corridor.value());
        assertEquals(1, corridor.gradientNorm(), ROUNDING);
        assertEquals(0, corridor.drift(), ROUNDING);
        assertEquals(0, corridor.curvature(), ROUNDING);
    }

    @Test
    void inACorridorDescentWithAnyStepIsTheGradientFlow() {
        Distance distance = new Distance(1);
        for (double h : new double[] {0.1, 0.5, 1.5}) {
            Vector descent = start.copy();
            Vector g = start.zeros();
            double before = distance.gradient(descent, g);
            descent.add(-h, g);
            assertArrayEquals(
                    descent.toArray(),
                    Orders.end(DescentFlow.gradient(distance), start, h).toArray(),
                    ROUNDING);
            assertEquals(before - h, distance.value(descent), ROUNDING); // h |g|^2 down
            // Nothing is regularised implicitly, and the higher flows are the same.
            assertArrayEquals(
                    descent.toArray(),
                    Orders.end(DescentFlow.secondOrder(distance, h), start, h).toArray(),
                    ROUNDING);
            Vector after = start.zeros();
            distance.gradient(descent, after);
            // The cosine is 1 to rounding, so the angle is 0 to the root of it.
            assertEquals(0, Corridor.angle(g, after), 1e-7);
        }
    }

    @Test
    void theCorridorStepProjectsOntoTheSphereAndHalvesTheSquaredDistance() {
        Vector x = start.copy();
        Distance distance = new Distance(1);
        try (Optimizer optimizer = Optimizers.recipe(Optimizers.defaults("clr")).on(x)) {
            optimizer.step(distance, x);
        }
        assertEquals(1, x.norm(), ROUNDING);
        assertEquals(0, Corridor.angle(start, x), 1e-7); // straight there
        // Half the square has the kernel of Gauss where the distance has that of Laplace: residuals halve.
        Vector y = start.copy();
        try (Optimizer optimizer = Optimizers.recipe(Optimizers.defaults("clr")).on(y)) {
            for (double residual : new double[] {1.5495097568, 0.7747548784, 0.3873774392, 0.1936887196}) {
                assertEquals(residual, y.norm() - 1, 1e-10);
                optimizer.step(new HalfSquare(distance), y);
            }
        }
    }

    /** \( E^2 / 2 \) of an objective; its Hessian is not needed. */
    record HalfSquare(Objective objective) implements Objective {

        @Override
        public double value(Vector at) {
            double value = objective.value(at);
            return value * value / 2;
        }

        @Override
        public double gradient(Vector at, Vector gradient) {
            double value = objective.gradient(at, gradient);
            gradient.scale(value);
            return value * value / 2;
        }

        @Override
        public void hessianProduct(Vector at, Vector direction, Vector product) {
            throw new UnsupportedOperationException();
        }
    }

    @Test
    void outsideOneItIsNot() {
        Quadratic bowl = Quadratic.diagonal(1, 3);
        Vector descent = start.copy();
        Vector g = start.zeros();
        bowl.gradient(descent, g);
        descent.add(-0.1, g);
        double distance = Orders.distance(descent, Orders.end(DescentFlow.gradient(bowl), start, 0.1));
        // (exp(-h lambda) - (1 - h lambda)) times the start; the integrator is off by 1e-9.
        assertEquals(Math.hypot(2.3 * (Math.exp(-0.1) - 0.9), 1.1 * (Math.exp(-0.3) - 0.7)), distance, 1e-8);
    }

    @Test
    void anIsotropicBowlHasStraightFlowsOfChangingSpeed() {
        Corridor corridor = Corridor.of(Quadratic.diagonal(3, 3), start);
        assertEquals(3, corridor.drift(), ROUNDING);
        assertEquals(3, corridor.curvature(), ROUNDING);
    }

    @Test
    void onThePerceptronTheDriftIsTheKnownOne() {
        Corridor corridor = Corridor.of(PerceptronReference.all(), PerceptronReference.point());
        // By torch in float64.
        assertEquals(0.3730354221, corridor.drift(), 1e-10);
        assertEquals(0.3868232108, corridor.gradientNorm(), 1e-10);
        assertTrue(Math.abs(corridor.curvature()) <= corridor.drift());
    }

    @Test
    void anglesAreThoseOfTheSpace() {
        assertEquals(Math.PI / 2, Corridor.angle(ArrayVector.of(1, 0), ArrayVector.of(0, 3)), ROUNDING);
        assertEquals(Math.PI, Corridor.angle(start, start.copy().scale(-0.1)), 1e-7);
        assertEquals(Math.PI / 4, Corridor.angle(ArrayVector.of(1, 1), ArrayVector.of(5, 0)), ROUNDING);
        assertTrue(Double.isNaN(Corridor.angle(start, start.zeros())));
    }

    @Test
    void itCostsAGradientAndAProduct() {
        Counted counted = new Counted(PerceptronReference.all());
        Corridor.of(counted, PerceptronReference.point());
        assertEquals("1 1 0", counted.counts());
    }
}
