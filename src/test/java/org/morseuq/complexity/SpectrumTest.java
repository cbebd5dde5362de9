package org.morseuq.complexity;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Lanczos;
import org.morseuq.function.Quadratic;
import org.morseuq.function.SymmetricOperator;
import org.morseuq.function.Vector;

/** Estimates of a spectrum against one that is known: two clusters, turned by a random reflection. */
final class SpectrumTest {

    private static final int SIZE = 60;

    private final double[] values = new double[SIZE];
    private final Vector like = ArrayVector.of(new double[SIZE]);
    private final Quadratic quadratic;
    private final SymmetricOperator operator;

    SpectrumTest() {
        SplittableRandom random = new SplittableRandom(3);
        double[] axis = new double[SIZE];
        double length = 0;
        for (int i = 0; i < SIZE; i++) {
            values[i] = i < 6 ? 50 + i : 1 + 0.01 * i;
            axis[i] = random.nextGaussian();
            length += axis[i] * axis[i];
        }
        // A = R D R with the reflection R = I - 2 w w^T.
        double[][] matrix = new double[SIZE][SIZE];
        for (int a = 0; a < SIZE; a++) {
            for (int b = 0; b <= a; b++) {
                for (int i = 0; i < SIZE; i++) {
                    double left = (a == i ? 1 : 0) - 2 * axis[a] * axis[i] / length;
                    double right = (b == i ? 1 : 0) - 2 * axis[b] * axis[i] / length;
                    matrix[a][b] += left * values[i] * right;
                }
                matrix[b][a] = matrix[a][b];
            }
        }
        quadratic = new Quadratic(matrix, new double[SIZE]);
        operator = SymmetricOperator.hessian(quadratic, like);
    }

    private double trace(int power) {
        double sum = 0;
        for (double value : values) {
            sum += Math.pow(value, power);
        }
        return sum;
    }

    @Test
    void theDensityIntegratesToOneAndHasTheMomentsOfTheSpectrum() {
        SpectralDensity density = SpectralDensity.of(operator, like, 400, 12, 1);
        assertEquals(1, density.moment(0), 1e-12);
        // 400 starts; the spread of one start's moment is below its value, so 5 % each, here well within 15 %.
        assertEquals(trace(1) / SIZE, density.moment(1), 0.15 * trace(1) / SIZE);
        assertEquals(trace(2) / SIZE, density.moment(2), 0.15 * trace(2) / SIZE);
        assertEquals(54.0 / SIZE, density.below(25), 0.02);
        double integral = 0;
        for (double x = -20; x < 80; x += 0.05) {
            integral += 0.05 * density.at(x, 0.5);
        }
        assertEquals(1, integral, 1e-6);
    }

    @Test
    void asManyStepsAsDimensionsGiveTheWholeSpectrumOfTheStart() {
        SymmetricOperator small = SymmetricOperator.hessian(Quadratic.diagonal(1, 2, 7), ArrayVector.of(0, 0, 0));
        SpectralDensity density = SpectralDensity.of(small, ArrayVector.of(0, 0, 0), 1, 3, 5);
        // Signs have equal parts along the axes.
        assertEquals(7, density.nodes()[0], 1e-12);
        assertEquals(2, density.nodes()[1], 1e-12);
        assertEquals(1, density.nodes()[2], 1e-12);
        assertEquals(1.0 / 3, density.weights()[1], 1e-12);
    }

    @Test
    void hutchPlusPlusTakesTheLargeEigenvaluesExactly() {
        Estimate plain = new TraceEstimator(30, 0, 2).of(operator, like);
        Estimate better = new HutchPlusPlus(10, 2).of(operator, like);
        assertEquals(trace(1), better.value(), 4 * better.standardError());
        assertTrue(
                better.standardError() < plain.standardError() / 5, // six of sixty hold nine tenths of the trace
                better.standardError() + " against " + plain.standardError());
    }

    @Test
    void hutchPlusPlusIsExactOnceItsSpaceIsTheWholeOne() {
        SymmetricOperator small = SymmetricOperator.hessian(Quadratic.diagonal(1, 2, 7), ArrayVector.of(0, 0, 0));
        Estimate estimate = new HutchPlusPlus(12, 1).of(small, ArrayVector.of(0, 0, 0));
        assertEquals(10, estimate.value(), 1e-9);
        assertEquals(0, estimate.standardError(), 1e-9);
    }

    @Test
    void curvatureReportsWhatTheHessianHas() {
        Vector at = ArrayVector.of(new double[SIZE]).fill(1);
        Curvature curvature = Curvature.of(quadratic, at, Lanczos.top(3), new TraceEstimator(2000, 0, 1), () -> {});
        assertTrue(curvature.converged());
        for (int i = 0; i < 3; i++) {
            assertEquals(55 - i, curvature.topEigenvalues()[i], 1e-4);
        }
        assertEquals(quadratic.value(at), curvature.loss());
        assertEquals(trace(1), curvature.trace().value(), 3 * curvature.trace().standardError());
        assertTrue(curvature.alongGradient() > 1 && curvature.alongGradient() < 55);
    }
}
