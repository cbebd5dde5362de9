package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The contract of a Morse kernel, for every kernel. */
final class KernelTest {

    private static final List<String> KINDS = List.of(
            "gaussian", "laplace", "cauchy", "von-mises-fisher", "exponential", "student-t(3.0)", "student-t(0.5)");

    static Stream<Kernel> kernels() {
        return KINDS.stream()
                .flatMap(kind -> Stream.of(1e-6, 0.3, 1.0, 7.0, 1e6).map(rate -> Kernel.of(kind, rate)));
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void liesBetweenZeroAndOneAndIsOneExactlyAtDistanceZero(Kernel kernel) {
        assertEquals(0, kernel.energy(0), 0.0);
        for (double squared = 1e-12; squared < 1e12; squared *= 3) {
            double energy = kernel.energy(squared);
            assertTrue(energy > 0, kernel + " at " + squared);
            double density = Math.exp(-energy);
            assertTrue(density >= 0 && density <= 1, kernel + " at " + squared);
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void energyIncreasesWithTheDistanceAndTheRate(Kernel kernel) {
        double before = 0;
        for (double squared = 1e-12; squared < 1e12; squared *= 1.5) {
            double energy = kernel.energy(squared);
            assertTrue(energy > before, kernel + " at " + squared);
            assertTrue(kernel.withRate(2 * kernel.rate()).energy(squared) > energy, kernel + " at " + squared);
            before = energy;
        }
    }

    @ParameterizedTest
    @MethodSource("kernels")
    void withRateChangesTheRateAlone(Kernel kernel) {
        Kernel other = kernel.withRate(2.5);
        assertEquals(2.5, other.rate(), 0.0);
        assertEquals(kernel.kind(), other.kind());
        assertEquals(kernel, other.withRate(kernel.rate()));
        assertEquals(kernel, Kernel.of(kernel.kind(), kernel.rate()));
    }

    @Test
    void energiesByHand() {
        assertEquals(3.0 / 2 * 4, new Kernel.Gaussian(3).energy(4), 0.0);
        assertEquals(3.0 * 2, new Kernel.Laplace(3).energy(4), 0.0);
        assertEquals(Math.log(13), new Kernel.Cauchy(3).energy(4), 1e-15);
        assertEquals(2.5 * Math.log(1 + 3.0), new Kernel.StudentT(3, 4).energy(4), 1e-15);
        assertEquals(new Kernel.Cauchy(3).energy(4), new Kernel.StudentT(3, 1).energy(4), 0.0);
        assertEquals(3.0 * 4, new Kernel.Exponential(3).energy(4), 0.0);
    }

    @Test
    void studentTendsToGaussianWithItsDegrees() {
        // (n + 1)/2 log(1 + x/n) = x/2 + (x/2 - x^2/4)/n + O(1/n^2): an error of 0.75/n at x = 3.
        double limit = new Kernel.Gaussian(3).energy(1);
        for (double degrees : new double[] {1e3, 1e4, 1e5}) {
            double error = new Kernel.StudentT(3, degrees).energy(1) - limit;
            assertEquals(-0.75, degrees * error, 5 / degrees);
        }
    }

    @Test
    void onTheSphereVonMisesFisherIsTheExponentialOfTheInnerProduct() {
        double angle = 0.7;
        double squared = 2 - 2 * Math.cos(angle);
        assertEquals(5 * (1 - Math.cos(angle)), new Kernel.VonMisesFisher(5).energy(squared), 1e-15);
    }

    /** Central differences of a smooth function: the step's square times the third derivative, 1e-6 relative here. */
    @ParameterizedTest
    @MethodSource("kernels")
    void slopeIsTheDerivativeOfTheEnergy(Kernel kernel) {
        for (double squared : new double[] {1e-3, 0.1, 1, 20, 500}) {
            double step = 1e-4 * squared;
            double difference = (kernel.energy(squared + step) - kernel.energy(squared - step)) / (2 * step);
            assertEquals(difference, kernel.slope(squared), 1e-6 * difference, kernel + " at " + squared);
        }
    }

    @Test
    void unknownKindsAndImpossibleRatesAreRefused() {
        IllegalArgumentException unknown = assertThrows(IllegalArgumentException.class, () -> Kernel.of("uniform", 1));
        assertEquals(
                "unknown kernel 'uniform', known are gaussian, laplace, cauchy, von-mises-fisher, exponential, student-t(DEGREES)",
                unknown.getMessage());
        assertThrows(IllegalArgumentException.class, () -> Kernel.of("student-t(0)", 1));
        assertThrows(IllegalArgumentException.class, () -> Kernel.of("Gaussian", 1));
        for (String kind : KINDS) {
            for (double rate : new double[] {0, -0.0, -1, Double.NaN, Double.POSITIVE_INFINITY}) {
                assertThrows(IllegalArgumentException.class, () -> Kernel.of(kind, rate));
                assertThrows(
                        IllegalArgumentException.class, () -> Kernel.of(kind, 1).withRate(rate));
            }
        }
    }

    /** A Morse kernel is a positive kernel; eigenvalues of a matrix of ones and less are off by 30 rows times 1e-15. */
    @ParameterizedTest
    @MethodSource("kernels")
    void matricesOfPairsArePositiveSemiDefinite(Kernel kernel) {
        Random random = new Random(5);
        for (int dimension : new int[] {1, 3, 20}) {
            double[][] points = new double[30][dimension];
            for (double[] point : points) {
                for (int j = 0; j < dimension; j++) {
                    point[j] = random.nextGaussian();
                }
            }
            points[29] = points[0].clone(); // a repeated point makes the matrix singular
            double least = leastEigenvalue(gram(kernel, points));
            assertTrue(least >= -1e-10, kernel + " in " + dimension + " dimensions: " + least);
            assertTrue(least < 1e-10, "a repeated point has an eigenvalue 0, got " + least);
        }
    }

    /** exp(-D^2) of the squared distance D is not completely monotone: the same test finds it out. */
    @Test
    void aProfileThatIsNotCompletelyMonotoneIsFoundOut() {
        double[][] gram = gram(new Kernel.Gaussian(2), grid());
        assertTrue(leastEigenvalue(gram) >= -1e-10);
        double[][] other = gram(new Kernel.Gaussian(2), grid());
        for (double[] row : other) {
            for (int j = 0; j < row.length; j++) {
                double distance = -Math.log(row[j]);
                row[j] = Math.exp(-distance * distance);
            }
        }
        assertTrue(leastEigenvalue(other) < -0.01, "got " + leastEigenvalue(other));
    }

    /** 25 points of the plane, 0.6 apart. */
    private static double[][] grid() {
        double[][] points = new double[25][];
        for (int i = 0; i < points.length; i++) {
            points[i] = new double[] {0.6 * Math.floorDiv(i, 5), 0.6 * (i % 5)};
        }
        return points;
    }

    private static double[][] gram(Kernel kernel, double[][] points) {
        double[][] gram = new double[points.length][points.length];
        for (int i = 0; i < points.length; i++) {
            for (int j = 0; j < points.length; j++) {
                double squared = 0;
                for (int k = 0; k < points[i].length; k++) {
                    squared += (points[i][k] - points[j][k]) * (points[i][k] - points[j][k]);
                }
                gram[i][j] = Math.exp(-kernel.energy(squared));
            }
        }
        return gram;
    }

    /** Jacobi's method: rotations that make one pair of off-diagonal entries zero at a time. */
    static double leastEigenvalue(double[][] a) {
        int n = a.length;
        for (int sweep = 0; sweep < 20; sweep++) {
            for (int p = 0; p < n; p++) {
                for (int q = p + 1; q < n; q++) {
                    double angle = 0.5 * Math.atan2(2 * a[p][q], a[q][q] - a[p][p]);
                    double c = Math.cos(angle);
                    double s = Math.sin(angle);
                    for (int k = 0; k < n; k++) {
                        double kp = a[k][p];
                        a[k][p] = c * kp - s * a[k][q];
                        a[k][q] = s * kp + c * a[k][q];
                    }
                    for (int k = 0; k < n; k++) {
                        double pk = a[p][k];
                        a[p][k] = c * pk - s * a[q][k];
                        a[q][k] = s * pk + c * a[q][k];
                    }
                }
            }
        }
        double least = Double.POSITIVE_INFINITY;
        for (int k = 0; k < n; k++) {
            least = Math.min(least, a[k][k]);
        }
        return least;
    }
}
