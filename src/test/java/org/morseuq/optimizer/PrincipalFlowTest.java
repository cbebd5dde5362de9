package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.ComplexVector;
import org.morseuq.function.Eigenpairs;
import org.morseuq.function.Eigensolver;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Objective;
import org.morseuq.function.PerceptronReference;
import org.morseuq.function.Quadratic;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;

final class PrincipalFlowTest {

    private static final double H = 0.3;

    /** In every direction another fate: it contracts, it oscillates and contracts, it oscillates and diverges. */
    private static final double[] Z = {0.9, 1.8, 2.1};

    private static final double[][] AXES = rotation();

    /** Orthonormal rows, none along an axis of coordinates. */
    private static double[][] rotation() {
        double s = 1 / Math.sqrt(3);
        double t = 1 / Math.sqrt(2);
        double u = 1 / Math.sqrt(6);
        return new double[][] {{s, s, s}, {t, -t, 0}, {u, u, -2 * u}};
    }

    private static Quadratic quadratic() {
        double[][] matrix = new double[3][3];
        for (int i = 0; i < 3; i++) {
            for (int j = 0; j <= i; j++) {
                for (int k = 0; k < 3; k++) {
                    matrix[i][j] += Z[k] / H * AXES[k][i] * AXES[k][j];
                }
                matrix[j][i] = matrix[i][j];
            }
        }
        return new Quadratic(matrix, new double[] {0.2, -0.1, 0.4});
    }

    private final ArrayVector start = ArrayVector.of(1, -0.5, 0.8);

    /**
     * 600 steps of order 5 for each step of gradient descent. Rates are at most pi in units of it, so the error is about
     * (pi / 600)^6 / 720 a step: 3e-14 after a hundred times as many steps as here.
     */
    private static void follow(VectorField field, Vector x, double time) {
        try (FixedStepIntegrator integrator = new FixedStepIntegrator(Tableaux.DORMAND_PRINCE, x)) {
            integrator.integrate(field, x, time, (int) Math.round(600 * time / H));
        }
    }

    @Test
    void onAQuadraticItIsGradientDescentAlsoWhereThatOscillatesOrDiverges() {
        Objective objective = quadratic();
        ComplexVector flow = ComplexVector.of(start);
        PrincipalFlow field = new PrincipalFlow(objective, H, Eigenpairs::all);
        Vector descent = start.copy();
        Vector g = start.zeros();
        for (int n = 1; n <= 4; n++) {
            follow(field, flow, H);
            objective.gradient(descent, g);
            descent.add(-H, g);
            assertArrayEquals(descent.toArray(), flow.real().toArray(), 1e-12);
            assertArrayEquals(new double[3], flow.imaginary().toArray(), 1e-12);
        }
    }

    @Test
    void betweenTheStepsItTurnsThroughTheComplexPlane() {
        // Along u_k the distance from the centre is (1 - z)^(t/h) times the first, a complex power.
        double[] centre = {0.2, -0.1, 0.4};
        ComplexVector flow = ComplexVector.of(start);
        follow(new PrincipalFlow(quadratic(), H, Eigenpairs::all), flow, 1.5 * H);
        double[] x = flow.real().toArray();
        double[] y = flow.imaginary().toArray();
        for (int k = 0; k < 3; k++) {
            double before = 0;
            double re = 0;
            double im = 0;
            for (int i = 0; i < 3; i++) {
                before += AXES[k][i] * (start.get(i) - centre[i]);
                re += AXES[k][i] * (x[i] - centre[i]);
                im += AXES[k][i] * y[i];
            }
            double size = Math.pow(Math.abs(1 - Z[k]), 1.5);
            double angle = Z[k] > 1 ? 1.5 * Math.PI : 0;
            assertEquals(before * size * Math.cos(angle), re, 1e-12);
            assertEquals(before * size * Math.sin(angle), im, 1e-12);
        }
    }

    @Test
    void theFlowOfImplicitRegularisationNeitherOscillatesNorDiverges() {
        Quadratic steep = Quadratic.diagonal(2.1 / H);
        Vector x = ArrayVector.of(1);
        try (FixedStepIntegrator integrator = new FixedStepIntegrator(Tableaux.RK4, x)) {
            integrator.integrate(DescentFlow.secondOrder(steep, H), x, H, 100);
        }
        assertEquals(Math.exp(-2.1 * (1 + 2.1 / 2)), x.toArray()[0], 1e-6);
    }

    @Test
    void theExponentIsThatOfTheLogarithm() {
        assertEquals(-1, PrincipalExponent.real(0));
        // log(1 - z) / z = -1 - z/2 - z^2/3 - ...
        double z = 1e-9;
        assertEquals(-1 - z / 2, PrincipalExponent.real(z), 1e-16);
        assertEquals(Math.log(0.1) / 0.9, PrincipalExponent.real(0.9), 1e-15);
        assertEquals(Math.log(2) / -1, PrincipalExponent.real(-1), 1e-15);
        assertEquals(Math.log(0.8) / 1.8, PrincipalExponent.real(1.8), 1e-15);
        assertEquals(Math.PI / 1.8, PrincipalExponent.imaginary(1.8));
        assertEquals(0, PrincipalExponent.imaginary(0.9));
        assertEquals(0, PrincipalExponent.real(2));
        assertTrue(PrincipalExponent.real(2.001) > 0 && PrincipalExponent.real(1.999) < 0);
        assertTrue(Double.isNaN(PrincipalExponent.real(Double.NaN)));
    }

    @Test
    void atOneTheRateIsTheOneThatIsStated() {
        assertEquals(PrincipalExponent.AT_ONE, PrincipalExponent.real(1));
        assertTrue(PrincipalExponent.real(Math.nextDown(1.0)) > PrincipalExponent.AT_ONE);
        assertTrue(PrincipalExponent.real(Math.nextUp(1.0)) > PrincipalExponent.AT_ONE);
        // With h = 1 and lambda = 1 the field at x is -100 x.
        ComplexVector at = ComplexVector.of(ArrayVector.of(0.5));
        ComplexVector into = at.zeros();
        new PrincipalFlow(Quadratic.diagonal(1), 1, Eigenpairs::all).at(at, into);
        assertArrayEquals(new double[] {-50, 0}, into.toArray(), 1e-12);
    }

    @Test
    void aFewPairsByLanczosChangeTheFlowAsTheSamePairsOfTheWholeSpectrum() {
        ArrayVector at = PerceptronReference.point();
        Objective loss = PerceptronReference.all();
        double h = 4; // z up to 2.3
        Lanczos lanczos = new Lanczos(Lanczos.Part.LARGEST, 4, 44, 1e-12, 0);
        Eigensolver four = (operator, like) -> first(4, Eigenpairs.all(operator, like));
        ComplexVector point = new ComplexVector(at.copy(), at.copy().scale(0.3));
        ComplexVector by = point.zeros();
        ComplexVector expected = point.zeros();
        new PrincipalFlow(loss, h, lanczos).at(point, by);
        new PrincipalFlow(loss, h, four).at(point, expected);
        // Eigenvectors are off by at most residual / gap, 1e-12 / 0.05.
        assertArrayEquals(expected.toArray(), by.toArray(), 1e-10);
    }

    @Test
    void theRestCountsToTheOrderThatIsAskedFor() {
        double[] curvatures = {5, 1, -0.4};
        Quadratic bowl = Quadratic.diagonal(curvatures);
        Eigensolver one = (operator, like) -> first(1, Eigenpairs.all(operator, like));
        ComplexVector at = new ComplexVector(start.copy(), ArrayVector.of(0.2, 0.4, -0.6));
        for (PrincipalFlow.Rest rest : PrincipalFlow.Rest.values()) {
            ComplexVector slope = at.zeros();
            new PrincipalFlow(bowl, H, one, rest).at(at, slope);
            double[] x = at.toArray();
            double[] expected = new double[6];
            double z = H * 5; // 1.5: turns as well
            for (int i = 1; i < 3; i++) {
                double rate = rest == PrincipalFlow.Rest.FIRST_ORDER ? 1 : 1 + H * curvatures[i] / 2;
                expected[i] = -curvatures[i] * rate * x[i];
                expected[3 + i] = -curvatures[i] * rate * x[3 + i];
            }
            expected[0] = (Math.log(0.5) * x[0] - Math.PI * x[3]) / z * 5;
            expected[3] = (Math.log(0.5) * x[3] + Math.PI * x[0]) / z * 5;
            assertArrayEquals(expected, slope.toArray(), 1e-13);
        }
    }

    private static Eigenpairs first(int count, Eigenpairs all) {
        return new Eigenpairs(
                Arrays.copyOf(all.values(), count),
                all.vectors().subList(0, count),
                Arrays.copyOf(all.residuals(), count),
                all.products(),
                true);
    }

    @Test
    void theSharesOfTheDirectionsSumToTheRateOfTheLoss() {
        ArrayVector at = PerceptronReference.point();
        Objective loss = PerceptronReference.all();
        double h = 4;
        Vector g = at.zeros();
        loss.gradient(at, g);
        for (Eigensolver solver : List.<Eigensolver>of(Eigenpairs::all, Lanczos.top(5))) {
            ComplexVector slope = ComplexVector.of(at).zeros();
            new PrincipalFlow(loss, h, solver).at(ComplexVector.of(at), slope);
            StabilityCoefficients shares = StabilityCoefficients.of(loss, at, h, solver);
            assertEquals(g.dot(slope.real()), shares.lossRate(), 1e-14);
            assertTrue(shares.converged());
            for (int i = 0; i < shares.shares().length; i++) {
                // Positive exactly beyond the edge of stability.
                assertEquals(h * shares.eigenvalues()[i] > 2, shares.shares()[i] > 0);
            }
        }
        StabilityCoefficients whole = StabilityCoefficients.of(loss, at, h, Eigenpairs::all);
        assertTrue(whole.eigenvalues()[0] * h > 2);
        assertEquals(0, whole.rest(), 1e-15);
    }

    @Test
    void theEdgeOfStabilityIsTwoOverTheStep() {
        ArrayVector at = PerceptronReference.point();
        Lanczos lanczos = Lanczos.top(1);
        EdgeOfStability edge = EdgeOfStability.of(PerceptronReference.all(), at, 3, lanczos);
        assertTrue(edge.converged());
        // The largest, by torch in float64; a Ritz value is off by no more than the residual.
        assertEquals(0.5779969466, edge.sharpness(), 1e-10 + edge.residual());
        assertFalse(edge.beyond());
        assertTrue(EdgeOfStability.of(PerceptronReference.all(), at, 4, lanczos).beyond());
        // On a quadratic, it tells descent from divergence; also where a negative eigenvalue is larger in size.
        for (double h : new double[] {0.49, 0.51}) {
            Quadratic bowl = Quadratic.diagonal(4, 1, 0.1);
            Vector x = start.copy();
            Vector g = start.zeros();
            for (int i = 0; i < 200; i++) {
                bowl.gradient(x, g);
                x.add(-h, g);
            }
            assertEquals(
                    x.norm() > start.norm(),
                    EdgeOfStability.of(bowl, start, h, lanczos).beyond());
        }
        assertEquals(
                4,
                EdgeOfStability.of(Quadratic.diagonal(4, -9, 1), start, 1, lanczos)
                        .sharpness(),
                1e-9);
    }

    @Test
    void theFlowCostsAGradientThePairsAndAProductForTheImaginaryPart() {
        Counted counted = new Counted(PerceptronReference.all());
        ComplexVector point = ComplexVector.of(PerceptronReference.point());
        new PrincipalFlow(counted, 1, Eigenpairs::all).at(point, point.zeros());
        assertEquals("1 44 0", counted.counts());
        Counted again = new Counted(PerceptronReference.all());
        ComplexVector turned = new ComplexVector(PerceptronReference.point(), PerceptronReference.point());
        new PrincipalFlow(again, 1, Eigenpairs::all).at(turned, point.zeros());
        assertEquals("1 45 0", again.counts());
        new PrincipalFlow(again, 1, Eigenpairs::all, PrincipalFlow.Rest.SECOND_ORDER).at(turned, point.zeros());
        assertEquals("2 92 0", again.counts());
        Counted once = new Counted(PerceptronReference.all());
        EdgeOfStability edge = EdgeOfStability.of(once, PerceptronReference.point(), 1, Lanczos.top(1));
        assertEquals("1 " + edge.products() + " 0", once.counts());
    }

    @Test
    void realPointsAndStepsOfNoLengthAreRefused() {
        PrincipalFlow flow = new PrincipalFlow(quadratic(), H, Eigenpairs::all);
        assertThrows(IllegalArgumentException.class, () -> flow.at(start, start.zeros()));
        assertThrows(IllegalArgumentException.class, () -> new PrincipalFlow(quadratic(), 0, Eigenpairs::all));
        assertThrows(
                IllegalArgumentException.class,
                () -> EdgeOfStability.of(quadratic(), start, Double.NaN, Lanczos.top(1)));
    }
}
