package org.morseuq.function;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.Comparator;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.morseuq.algebra.SymmetricEigen;

final class LanczosTest {

    private static SymmetricOperator diagonal(double... values) {
        return (v, into) -> {
            double[] entries = v.toArray();
            for (int i = 0; i < entries.length; i++) {
                entries[i] *= values[i];
            }
            into.setArray(entries);
        };
    }

    private static ArrayVector like(int n) {
        return ArrayVector.of(new double[n]);
    }

    private static double residual(SymmetricOperator operator, Eigenpairs pairs, int i) {
        Vector u = pairs.vectors().get(i);
        Vector image = u.zeros();
        operator.apply(u, image);
        return image.add(-pairs.values()[i], u).norm();
    }

    private static void assertOrthonormal(Eigenpairs pairs) {
        for (int i = 0; i < pairs.count(); i++) {
            for (int j = 0; j < pairs.count(); j++) {
                double product = pairs.vectors().get(i).dot(pairs.vectors().get(j));
                assertEquals(i == j ? 1 : 0, product, 1e-12);
            }
        }
    }

    @Test
    void theLargestInSizeOfAKnownSpectrumAreFound() {
        // A bulk of 500 eigenvalues in [-1, 1] and five outliers of both signs.
        double[] spectrum = DoubleStream.concat(
                        DoubleStream.of(40, -30, 20, 11, -10),
                        IntStream.range(0, 500).mapToDouble(i -> Math.cos(i * Math.PI / 499)))
                .toArray();
        SymmetricOperator operator = diagonal(spectrum);
        Eigenpairs top = Lanczos.top(5).of(operator, like(spectrum.length));
        assertTrue(top.converged());
        assertTrue(top.products() <= 30, "took " + top.products());
        // A Ritz value is off by about the square of its residual over the gap: (40e-6)^2 / 9.
        assertArrayEquals(new double[] {40, -30, 20, 11, -10}, top.values(), 1e-9);
        assertOrthonormal(top);
        for (int i = 0; i < 5; i++) {
            assertTrue(top.residuals()[i] <= 1e-6 * 40);
            assertEquals(top.residuals()[i], residual(operator, top, i), 1e-12 * 40);
        }
    }

    @Test
    void eitherEndCanBeAskedFor() {
        double[] spectrum = IntStream.range(0, 60)
                .mapToDouble(i -> i < 3 ? -10 - i : Math.sqrt(i))
                .toArray();
        Lanczos lanczos = new Lanczos(Lanczos.Part.LARGEST, 2, 60, 1e-10, 7);
        double[] largest = lanczos.of(diagonal(spectrum), like(60)).values();
        assertArrayEquals(new double[] {Math.sqrt(59), Math.sqrt(58)}, largest, 1e-9);
        double[] smallest = lanczos.of(Lanczos.Part.SMALLEST)
                .of(diagonal(spectrum), like(60))
                .values();
        assertArrayEquals(new double[] {-12, -11}, smallest, 1e-9);
    }

    @Test
    void theSpectrumOfAPerceptronIsThatOfItsHessian() {
        ArrayVector at = PerceptronReference.point();
        SymmetricOperator hessian = SymmetricOperator.hessian(PerceptronReference.all(), at);
        double[] expected = Arrays.stream(PerceptronReference.numbers("eigenvalues"))
                .boxed()
                .sorted(Comparator.comparingDouble(value -> -Math.abs(value)))
                .mapToDouble(Double::doubleValue)
                .toArray();
        Eigenpairs top = Lanczos.top(6).of(hessian, at);
        assertTrue(top.converged());
        assertTrue(top.products() < 44, "took " + top.products());
        assertArrayEquals(Arrays.copyOf(expected, 6), top.values(), 1e-9);
        for (int i = 0; i < 6; i++) {
            assertEquals(top.residuals()[i], residual(hessian, top, i), 1e-12);
        }
        Eigenpairs all = Eigenpairs.all(hessian, at);
        double[] ascending = all.values().clone();
        Arrays.sort(ascending);
        assertArrayEquals(PerceptronReference.numbers("eigenvalues"), ascending, 1e-13);
        assertEquals(44, all.products());
        for (int i = 0; i < 44; i++) {
            assertEquals(0, residual(hessian, all, i), 1e-13);
        }
    }

    @Test
    void tooFewProductsAreToldAndTheResidualsStillTrue() {
        double[] spectrum = IntStream.rangeClosed(1, 200).mapToDouble(i -> i).toArray();
        SymmetricOperator operator = diagonal(spectrum);
        Eigenpairs poor = new Lanczos(Lanczos.Part.MAGNITUDE, 4, 6, 1e-6, 0).of(operator, like(200));
        assertFalse(poor.converged());
        assertEquals(6, poor.products());
        for (int i = 0; i < 4; i++) {
            double distance = Math.abs(poor.values()[i] - Math.rint(poor.values()[i]));
            assertEquals(residual(operator, poor, i), poor.residuals()[i], 1e-10);
            assertTrue(distance <= poor.residuals()[i], "no eigenvalue lies within the residual");
        }
    }

    @Test
    void noGhostsComeBackAfterManySteps() {
        // Without re-orthogonalisation 1000 would be found again after about 20 steps.
        double[] spectrum = IntStream.range(0, 120)
                .mapToDouble(i -> i == 0 ? 1000 : i / 120.0)
                .toArray();
        Eigenpairs pairs = new Lanczos(Lanczos.Part.MAGNITUDE, 3, 120, 1e-14, 1).of(diagonal(spectrum), like(120));
        assertArrayEquals(new double[] {1000, 119 / 120.0, 118 / 120.0}, pairs.values(), 1e-9);
        assertOrthonormal(pairs);
    }

    @Test
    void copiesAreFoundOnceTheSpaceIsUsedUp() {
        Eigenpairs pairs = Lanczos.top(4).of(diagonal(3, 3, 3, 1, 1), like(5));
        assertTrue(pairs.converged());
        assertArrayEquals(new double[] {3, 3, 3, 1}, pairs.values(), 1e-13);
        assertOrthonormal(pairs);
        Eigenpairs nothing = Lanczos.top(4).of(diagonal(0, 0), like(2));
        assertArrayEquals(new double[2], nothing.values());
        assertTrue(nothing.converged());
    }

    @Test
    void theSameSeedGivesTheSamePairsAndAGoodStartSavesProducts() {
        double[] spectrum =
                IntStream.rangeClosed(1, 100).mapToDouble(i -> Math.pow(0.9, i)).toArray();
        SymmetricOperator operator = diagonal(spectrum);
        Eigenpairs once = Lanczos.top(2).of(operator, like(100));
        assertArrayEquals(once.values(), Lanczos.top(2).of(operator, like(100)).values());
        Vector start = once.vectors().get(0).copy().add(1, once.vectors().get(1));
        Eigenpairs warm = Lanczos.top(2).from(operator, start);
        assertTrue(warm.products() < once.products() / 2, warm.products() + " after " + once.products());
        assertArrayEquals(once.values(), warm.values(), 1e-9);
    }

    @Test
    void theBasisIsThatOfGaussQuadrature() {
        // Weights w and nodes of m steps integrate polynomials of degree 2m - 1 by the spectral measure of the start.
        double[] spectrum = {-2, -0.5, 0.1, 0.7, 1, 3};
        double[] start = {1, 2, -1, 0.5, 3, 1};
        double mass = Arrays.stream(start).map(x -> x * x).sum();
        try (KrylovBasis basis = new KrylovBasis(diagonal(spectrum), ArrayVector.of(start))) {
            basis.grow();
            basis.grow();
            basis.grow();
            SymmetricEigen ritz = basis.ritz();
            for (int degree = 0; degree <= 5; degree++) {
                double exact = 0;
                for (int i = 0; i < spectrum.length; i++) {
                    exact += start[i] * start[i] / mass * Math.pow(spectrum[i], degree);
                }
                double sum = 0;
                for (int k = 0; k < 3; k++) {
                    sum += Math.pow(ritz.vectors()[k][0], 2) * Math.pow(ritz.values()[k], degree);
                }
                assertEquals(exact, sum, 1e-11 * Math.max(1, Math.abs(exact)));
            }
        }
    }

    @Test
    void whatMakesNoSenseIsRefused() {
        assertThrows(IllegalArgumentException.class, () -> Lanczos.top(0));
        assertThrows(IllegalArgumentException.class, () -> new Lanczos(Lanczos.Part.LARGEST, 4, 3, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Lanczos.top(1).from(diagonal(1, 2), like(2)));
        assertThrows(ArithmeticException.class, () -> Lanczos.top(1).of(diagonal(1, Double.NaN), like(2)));
    }
}
