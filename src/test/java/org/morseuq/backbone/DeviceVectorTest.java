package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Vector;

final class DeviceVectorTest {

    private static final double[] X = {1, -2, 3, 0.5, 7};
    private static final double[] Y = {4, 0.25, -1, 2, 9};

    private NDManager manager;

    @BeforeEach
    void start() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private DeviceVector of(DataType type, double... numbers) {
        return DeviceVector.zeros(manager, numbers.length, type).setArray(numbers);
    }

    /** One of each operation. */
    private static double[] worked(Vector x, Vector y) {
        Vector z = x.copy().add(-0.3, y).scale(1.7).addProduct(0.9, x, y).addProduct(2, y, y);
        Vector squares = x.zeros().addProduct(1, x, x);
        z.divideByRoot(squares, 0.1, 0.2).add(0.5, z);
        Vector other = z.zeros().fill(3).set(z);
        double[] numbers = other.add(z.dot(y), x).toArray();
        z.close();
        squares.close();
        other.close();
        return numbers;
    }

    @ParameterizedTest
    @EnumSource(names = {"FLOAT32", "FLOAT64"})
    void computesWhatAnArrayComputes(DataType type) {
        double[] expected = worked(ArrayVector.of(X), ArrayVector.of(Y));
        double[] actual = worked(of(type, X), of(type, Y));
        // Numbers up to 5000 after ten operations, each rounded to 6e-8 or 1e-16 of its size.
        assertArrayEquals(expected, actual, type == DataType.FLOAT32 ? 5e-3 : 1e-11);
    }

    @Test
    void innerProductsOfSinglePrecisionAreSummedInDoublePrecision() {
        int n = 1 << 20;
        DeviceVector x = DeviceVector.zeros(manager, n, DataType.FLOAT32).fill(0.1);
        double tenth = 0.1f;
        // In single precision a product alone is off by 1e-8; here a million sums of doubles lose 1e-16 each at most.
        assertEquals(n * tenth * tenth, x.dot(x), 1e-10 * n * tenth * tenth);
    }

    @Test
    void numbersThatAreNotFiniteAreCarriedAlong() {
        DeviceVector x = of(DataType.FLOAT32, Double.NaN, Double.POSITIVE_INFINITY, 1);
        DeviceVector y = of(DataType.FLOAT32, 1, 2, 3);
        assertArrayEquals(
                new double[] {Double.NaN, Double.POSITIVE_INFINITY, 1}, y.set(x).toArray());
        assertTrue(Double.isNaN(y.norm()));
    }

    @Test
    void refusesVectorsOfAnotherSpace() {
        DeviceVector x = of(DataType.FLOAT32, X);
        for (Vector other : new Vector[] {of(DataType.FLOAT32, 1, 2), of(DataType.FLOAT64, Y), ArrayVector.of(Y)}) {
            Fixture.assertRefused(IllegalArgumentException.class, () -> x.add(1, other), "5 numbers float32");
            Fixture.assertRefused(IllegalArgumentException.class, () -> x.dot(other), "5 numbers float32");
        }
        Fixture.assertRefused(IllegalArgumentException.class, () -> x.setArray(new double[4]), 5, 4);
        Fixture.assertRefused(
                IllegalArgumentException.class, () -> DeviceVector.zeros(manager, 3, DataType.INT32), "int32");
    }

    @Test
    void operationsLeaveNoArraysBehind() {
        DeviceVector x = of(DataType.FLOAT32, X);
        DeviceVector y = of(DataType.FLOAT32, Y);
        worked(x, y);
        int before = LiveArrays.count();
        for (int i = 0; i < 100; i++) {
            worked(x, y);
            x.setArray(X);
        }
        assertEquals(before, LiveArrays.count());
    }
}
