package org.morseuq.density;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Random;
import org.junit.jupiter.api.Test;
import org.morseuq.algebra.SymmetricEigen;

final class TransversalityTest {

    /** Rows of random subspaces: the least singular value of both bases stacked is \( \sqrt{1 - \cos \theta_1} \). */
    @Test
    void theMarginIsTheSmallestSingularValueOfBothBases() {
        Random random = new Random(3);
        for (int trial = 0; trial < 50; trial++) {
            int n = 2 + random.nextInt(6);
            int k = 1 + random.nextInt(n - 1);
            int l = 1 + random.nextInt(n - k);
            SmoothMap first = SmoothMap.affine(Densities.matrix(k, n, random), new double[k]);
            SmoothMap second = SmoothMap.affine(Densities.matrix(l, n, random), new double[l]);
            double[] origin = new double[n];
            Transversality found = Transversality.at(first, second, origin);
            double[] squares = SymmetricEigen.of(RowSpace.gram(RowSpace.stacked(
                            RowSpace.orthonormal(first.jacobian(origin)),
                            RowSpace.orthonormal(second.jacobian(origin)))))
                    .values();
            // The root of an eigenvalue that is off by a rounding.
            assertEquals(Math.sqrt(Math.max(0, squares[k + l - 1])), found.margin(), 3e-8);
            assertEquals(Math.sqrt(1 - Math.cos(found.angle())), found.margin(), 1e-7);
            assertEquals(k + l, found.rank());
        }
    }

    @Test
    void linesCrossAtTheirAngle() {
        SmoothMap axis = Densities.coordinate(2, 1, 0);
        for (double angle : new double[] {0, 1e-9, 1e-3, 0.5, Math.PI / 2}) {
            SmoothMap tilted = SmoothMap.affine(new double[][] {{-3 * Math.sin(angle), 3 * Math.cos(angle)}}, 0);
            Transversality found = Transversality.at(axis, tilted, new double[2]);
            // Half the digits would be lost by the cosine alone.
            assertEquals(angle, found.angle(), 1e-15 + 1e-12 * angle);
            assertEquals(angle < 1e-6 ? 1 : 2, found.rank());
            assertEquals(angle < 1e-6 ? 0.5 : 0, found.cleanExponent());
        }
    }

    /** On \( (\sqrt{1 - c^2}, c) \) the normal of the circle is the point, that of the line (0, 1). */
    @Test
    void theMarginOfALineAgainstACircleFallsToZeroAtTheTangent() {
        ZeroSearch where = ZeroSearch.in(Region.cube(2, 2));
        for (double c : new double[] {0, 0.5, 0.9, 0.999}) {
            Transversality found = Transversality.least(Densities.circle(), Densities.coordinate(2, 1, c), where)
                    .orElseThrow();
            assertEquals(Math.acos(c), found.angle(), 1e-9);
            assertEquals(Math.sqrt(1 - c), found.margin(), 1e-9);
            assertTrue(found.transversal(where.angleTolerance()));
        }
        Transversality touching = Transversality.least(Densities.circle(), Densities.coordinate(2, 1, 1), where)
                .orElseThrow();
        assertFalse(touching.transversal(where.angleTolerance()));
        assertTrue(Transversality.least(Densities.circle(), Densities.coordinate(2, 1, 1.001), where)
                .isEmpty());
    }

    /**
     * A sphere of radius 2 and a cylinder inside it that touches it at (2, 0, 0), where their intersection, Viviani's
     * curve, crosses itself. No start leads there: the steps along the curve do.
     */
    @Test
    void oneTouchingPointOfACurveIsFound() {
        SmoothMap sphere = SmoothMap.sphere(2, 0, 0, 0);
        SmoothMap cylinder =
                SmoothMap.sphere(1, 1, 0).after(SmoothMap.affine(new double[][] {{1, 0, 0}, {0, 1, 0}}, 0, 0));
        Transversality worst = Transversality.least(
                        sphere, cylinder, new ZeroSearch(Region.cube(3, 2.5), 20, 1, ZeroSearch.TOLERANCE))
                .orElseThrow();
        // The angle is linear in the distance, and 30 halvings of the step leave 1e-9 of it.
        assertEquals(0, worst.angle(), 1e-4, worst.toString());
        assertEquals(2, worst.point()[0], 1e-4);
        SmoothMap narrow =
                SmoothMap.sphere(0.9, 1, 0).after(SmoothMap.affine(new double[][] {{1, 0, 0}, {0, 1, 0}}, 0, 0));
        Transversality apart = Transversality.least(sphere, narrow, ZeroSearch.in(Region.cube(3, 2.5)))
                .orElseThrow();
        assertTrue(apart.angle() > 0.1, apart.toString());
    }

    /** The hyperplane of two common directions of three: conormal spaces of rank 2 and 2 that span 3. */
    @Test
    void cleanIntersectionsDivergeByTheRankThatIsMissing() {
        SmoothMap first = SmoothMap.affine(new double[][] {{1, 0, 0}, {0, 1, 0}}, 0, 0);
        SmoothMap second = SmoothMap.affine(new double[][] {{1, 0, 0}, {0, 0, 1}}, 0, 0);
        Transversality found = Transversality.at(first, second, new double[3]);
        assertEquals(3, found.rank());
        assertEquals(0.5, found.cleanExponent());
        assertEquals(0, found.angle(), 1e-12);
    }

    @Test
    void spacesOfAllDirectionsAreTransversalToNone() {
        Transversality found = Transversality.at(SmoothMap.none(2), Densities.coordinate(2, 0, 0), new double[2]);
        assertEquals(Math.PI / 2, found.angle());
        assertEquals(1, found.margin(), 1e-15);
    }
}
