package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNull;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** On functions whose derivatives are written down by hand. */
final class AutogradTest {

    private static final double[] X = {0.5, -1, 2};

    private NDManager manager;
    private Autograd autograd;
    private NDArray x;

    @BeforeEach
    void start() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
        autograd = Autograd.in(manager);
        JniUtils.setGradMode(true);
        x = variable(X);
    }

    @AfterEach
    void free() {
        JniUtils.setGradMode(false);
        manager.close();
    }

    private NDArray variable(double... numbers) {
        NDArray array = manager.create(numbers);
        array.setRequiresGradient(true);
        return array;
    }

    private static double[] map(double[] x, java.util.function.DoubleUnaryOperator f) {
        return java.util.Arrays.stream(x).map(f).toArray();
    }

    private static void assertNumbers(double[] expected, NDArray actual) {
        assertArrayEquals(expected, actual.toDoubleArray(), 1e-13); // a few roundings of numbers up to 200
    }

    @Test
    void differentiatesAFifthPowerThreeTimes() {
        NDList inputs = new NDList(x);
        NDArray ones = manager.create(new double[] {1, 1, 1});
        NDArray gradient = autograd.recordedGradient(x.square().square().mul(x).sum(), inputs);
        assertNumbers(map(X, t -> 5 * t * t * t * t), gradient);
        NDArray second = autograd.recordedHessianProduct(gradient, inputs, ones);
        assertNumbers(map(X, t -> 20 * t * t * t), second);
        NDArray third = autograd.hessianProduct(second, inputs, ones);
        assertNumbers(map(X, t -> 60 * t * t), third);
        assertNumbers(map(X, t -> 20 * t * t * t), autograd.hessianProduct(gradient, inputs, ones)); // still there
    }

    @Test
    void aGradientByTwoArraysIsOneAfterTheOther() {
        NDArray y = variable(3, 4);
        NDArray output = x.sum().mul(y.square().sum());
        assertNumbers(new double[] {25, 25, 25, 9, 12}, autograd.gradient(output, new NDList(x, y)));
    }

    @Test
    void whatAnOutputDoesNotDependOnHasTheDerivativeZero() {
        NDArray y = variable(3, 4);
        NDList inputs = new NDList(x, y);
        NDArray gradient = autograd.recordedGradient(x.sum().add(y.sum()), inputs);
        assertNumbers(new double[] {1, 1, 1, 1, 1}, gradient); // constant: nothing to record
        assertNumbers(new double[5], autograd.hessianProduct(gradient, inputs, gradient));
        assertNumbers(new double[] {1, 1, 1, 0, 0}, autograd.gradient(x.sum(), inputs));
    }

    @Test
    void pullsCotangentsBackAlsoAnInputItself() {
        NDList pulled = autograd.pullback(new NDList(x.square()), new NDList(x), new NDList(x));
        assertNumbers(map(X, t -> 2 * t * t), pulled.singletonOrThrow());
        assertNumbers(
                X,
                autograd.pullback(new NDList(x), new NDList(x), new NDList(x)).singletonOrThrow());
        assertNull(x.getName(), "the name is lent and given back");
    }

    @Test
    void aRecordedPullbackIsDifferentiatedByItsCotangentToo() {
        NDArray u = variable(1, 1, 1);
        NDList pulled = autograd.recordedPullback(new NDList(x.square()), new NDList(x), new NDList(u));
        NDArray sum = pulled.head().square().sum(); // 4 x^2 u^2
        double[] expected = new double[6];
        for (int i = 0; i < 3; i++) {
            expected[i] = 8 * X[i];
            expected[3 + i] = 8 * X[i] * X[i];
        }
        assertNumbers(expected, autograd.gradient(sum, new NDList(x, u)));
    }

    @Test
    void squaredJacobianNormsOfAnAffineMapAreThoseOfItsMatrix() {
        NDArray batch = manager.create(new double[] {1, 2, 3, 4, 5, 6, 7, 8}, new Shape(4, 2));
        batch.setRequiresGradient(true);
        NDArray w = manager.create(new double[] {1, -2, 3, 0.5, 1, 4}, new Shape(2, 3));
        w.setRequiresGradient(true);
        NDArray outputs = batch.matMul(w);
        double square = 1 + 4 + 9 + 0.25 + 1 + 16;
        assertNumbers(new double[] {square, square, square, square}, autograd.squaredJacobianNorms(outputs, batch));
        NDArray recorded = autograd.recordedSquaredJacobianNorms(outputs, batch);
        NDArray penalty = autograd.gradient(recorded.mean(), new NDList(w));
        assertNumbers(map(w.toDoubleArray(), t -> 2 * t), penalty);
    }

    @Test
    void leavesNoGradientInTheInputs() {
        autograd.gradient(x.square().sum(), new NDList(x));
        assertEquals(0, x.getGradient().sum().getFloat()); // what the engine says where there is none
    }
}
