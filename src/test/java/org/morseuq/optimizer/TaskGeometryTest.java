package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;

/** Three bowls of the plane, where all is known in closed form. */
final class TaskGeometryTest {

    private final Vector at = ArrayVector.of(1, 2);

    // Gradients (1, 8), (3, 2) and (-2, 6) at the point.
    private final Quadratic first = Quadratic.diagonal(1, 4);
    private final Quadratic second = Quadratic.diagonal(3, 1);
    private final Quadratic third = Quadratic.diagonal(-2, 3);

    @Test
    void productsAndBracketsAreThoseOfTheClosedForm() {
        TaskGeometry geometry = TaskGeometry.of(List.of(first, second, third), at);
        assertEquals(19, geometry.products()[0][1], 1e-12);
        assertEquals(65, geometry.products()[0][0], 1e-12);
        assertEquals(6, geometry.products()[1][2], 1e-12);
        assertEquals(19 / Math.sqrt(65 * 13), geometry.cosine(1, 0), 1e-12);
        assertEquals(0.1 / 2 * (19 + 46 + 6), geometry.conflict(0.1), 1e-12);
        // Diagonal bowls with one centre commute.
        assertEquals(0, geometry.brackets()[0][2], 1e-12);
    }

    @Test
    void everyPairHasTheBracketOfTwoAndTheConflictIsThatOfAll() {
        PlaneWave wave = new PlaneWave();
        List<org.morseuq.function.Objective> tasks = List.of(first, wave, second);
        TaskGeometry geometry = TaskGeometry.of(tasks, at);
        try (Vector bracket = at.zeros()) {
            LieBracket.of(first, wave).at(at, bracket);
            assertEquals(bracket.norm(), geometry.brackets()[0][1], 1e-12);
            assertEquals(bracket.norm(), geometry.brackets()[1][0], 1e-12);
            assertEquals(true, bracket.norm() > 0.1, "the pair must not commute, or the test says nothing");
        }
        assertEquals(TaskInterference.of(tasks, at, 0.3).conflict(), geometry.conflict(0.3), 1e-12);
    }

    @Test
    void oneTaskHasNoGeometry() {
        assertThrows(IllegalArgumentException.class, () -> TaskGeometry.of(List.of(first), at));
    }

    /** \( \sin(x) y \): its Hessian is not diagonal. */
    private static final class PlaneWave implements org.morseuq.function.Objective {

        @Override
        public double value(Vector x) {
            return Math.sin(x.toArray()[0]) * x.toArray()[1];
        }

        @Override
        public double gradient(Vector x, Vector gradient) {
            double[] p = x.toArray();
            gradient.setArray(new double[] {Math.cos(p[0]) * p[1], Math.sin(p[0])});
            return value(x);
        }

        @Override
        public void hessianProduct(Vector x, Vector direction, Vector product) {
            double[] p = x.toArray();
            double[] v = direction.toArray();
            product.setArray(
                    new double[] {-Math.sin(p[0]) * p[1] * v[0] + Math.cos(p[0]) * v[1], Math.cos(p[0]) * v[0]});
        }
    }
}
