package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.core.Linear;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.morseuq.function.Vector;
import org.morseuq.function.VectorField;
import org.morseuq.optimizer.DescentFlow;
import org.morseuq.optimizer.FixedStepIntegrator;
import org.morseuq.optimizer.GradientRegularised;
import org.morseuq.optimizer.Tableaux;

/** Third derivatives of a smooth network of the engine in double precision, and what is built on them. */
final class ThirdDerivativeTest {

    private NDManager manager;
    private RecordedObjective loss;
    private DeviceVector at;

    @BeforeEach
    void bind() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
        Block block = new SequentialBlock()
                .add(Linear.builder().setUnits(6).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(3).build());
        block.initialize(manager, DataType.FLOAT64, new Shape(1, 4));
        ParametricNetwork network = new ParametricNetwork(block, manager);
        float[] x = new float[5 * 4];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(1 + i * i);
        }
        Loss entropy = Loss.crossEntropy(new int[] {0, 1, 2, 0, 1});
        loss = network.on(x, new Shape(5, 4), entropy, ParametricNetwork.Mode.TRAINING, 0);
        at = network.parameters().copy();
        at.set(waves(0.7));
    }

    @AfterEach
    void free() {
        loss.close();
        manager.close();
    }

    private DeviceVector waves(double frequency) {
        double[] numbers = new double[Math.toIntExact(at.size())];
        Arrays.setAll(numbers, i -> Math.cos(frequency * (i + 1)));
        return at.zeros().setArray(numbers);
    }

    private static double distance(Vector a, Vector b) {
        return a.copy().add(-1, b).norm();
    }

    /** Central differences with s = 1e-4: s^2 of a fifth derivative and 1e-16 / s, both below 1e-7. */
    @Test
    void itIsTheDerivativeOfProductsWithTheHessian() {
        DeviceVector u = waves(1.3);
        DeviceVector v = waves(2.9);
        DeviceVector third = at.zeros();
        DeviceVector after = at.zeros();
        DeviceVector before = at.zeros();
        loss.thirdProduct(at, u, v, third);
        loss.hessianProduct(at.copy().add(1e-4, u), v, after);
        loss.hessianProduct(at.copy().add(-1e-4, u), v, before);
        assertTrue(third.norm() > 0.1, "a third derivative to speak of: " + third.norm());
        assertEquals(0, distance(third, after.add(-1, before).scale(0.5e4)), 1e-6 * third.norm());
    }

    @Test
    void directionsMayBeExchanged() {
        DeviceVector u = waves(1.3);
        DeviceVector v = waves(2.9);
        DeviceVector uv = at.zeros();
        DeviceVector vu = at.zeros();
        loss.thirdProduct(at, u, v, uv);
        loss.thirdProduct(at, v, u, vu);
        assertEquals(0, distance(uv, vu), 1e-13 * uv.norm()); // roundings of another order of sums
    }

    @Test
    void itLeavesTheRecordAsItWasAndNoArrayBehind() {
        DeviceVector v = waves(1.3);
        DeviceVector first = at.zeros();
        DeviceVector again = at.zeros();
        DeviceVector third = at.zeros();
        loss.hessianProduct(at, v, first);
        loss.thirdProduct(at, v, v, third);
        int arrays = LiveArrays.count();
        for (int i = 0; i < 20; i++) {
            loss.thirdProduct(at, v, v, third);
        }
        assertEquals(arrays, LiveArrays.count());
        loss.hessianProduct(at, v, again);
        assertArrayEquals(first.toArray(), again.toArray());
    }

    /** As above, with differences of gradients. */
    @Test
    void aLossRegularisedByItsGradientHasAHessian() {
        GradientRegularised regularised = new GradientRegularised(loss, 0.3);
        DeviceVector v = waves(1.3);
        DeviceVector product = at.zeros();
        DeviceVector after = at.zeros();
        DeviceVector before = at.zeros();
        regularised.hessianProduct(at, v, product);
        regularised.gradient(at.copy().add(1e-4, v), after);
        regularised.gradient(at.copy().add(-1e-4, v), before);
        assertEquals(0, distance(product, after.add(-1, before).scale(0.5e4)), 1e-6 * product.norm());
    }

    @Test
    void theFlowOfThirdOrderEndsFourOrdersFromAStep() {
        double coarse = error(DescentFlow.thirdOrder(loss, 0.2), 0.2);
        double fine = error(DescentFlow.thirdOrder(loss, 0.1), 0.1);
        assertEquals(4, Math.log(coarse / fine) / Math.log(2), 0.2); // the next order counts for h times as much
        double second = error(DescentFlow.secondOrder(loss, 0.1), 0.1);
        assertTrue(fine < 0.2 * second, fine + " and " + second);
    }

    /** How far the flow ends from a step of gradient descent; ten steps of Runge-Kutta err by far less. */
    private double error(VectorField flow, double h) {
        DeviceVector step = at.zeros();
        loss.gradient(at, step);
        step.scale(-h).add(1, at);
        DeviceVector x = at.zeros().set(at);
        try (FixedStepIntegrator integrator = new FixedStepIntegrator(Tableaux.RK4, x)) {
            integrator.integrate(flow, x, h, 10);
        }
        return distance(step, x);
    }
}
