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
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledOnOs;
import org.junit.jupiter.api.condition.OS;
import org.morseuq.backbone.ParametricNetwork.Mode;

/** Derivatives of second order neither pile up nor wait for each other. */
final class DerivativeMemoryTest {

    private static final Loss LOSS = Loss.crossEntropy(new int[] {0, 1, 2, 1});

    @BeforeEach
    void start() {
        EngineInfo.detect();
    }

    private static ParametricNetwork perceptron(NDManager manager, int hidden) {
        Block block = new SequentialBlock()
                .add(Linear.builder().setUnits(hidden).build())
                .add(Activation::tanh)
                .add(Linear.builder().setUnits(3).build());
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 64));
        Weights.fill(block, 1);
        return new ParametricNetwork(block, manager);
    }

    private static RecordedObjective bind(ParametricNetwork network, int seed) {
        float[] x = new float[4 * 64];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) Math.sin(seed + 0.1 * i);
        }
        return network.on(x, new Shape(4, 64), LOSS, Mode.TRAINING, 0);
    }

    /** A batch with all that an objective does. */
    private static void work(ParametricNetwork network, DeviceVector at, DeviceVector gradient, DeviceVector drift) {
        try (RecordedObjective objective = bind(network, 1)) {
            objective.gradient(at, gradient);
            objective.gradientAndDrift(at, gradient, drift);
            objective.hessianProduct(at, drift, gradient);
            objective.value(at);
        }
    }

    @Test
    @EnabledOnOs(OS.LINUX)
    void aThousandProductsLeaveNothingBehind() throws IOException {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            ParametricNetwork network = perceptron(manager, 500); // 34003 parameters, 136 KB
            DeviceVector at = network.parameters().copy();
            DeviceVector gradient = at.zeros();
            DeviceVector drift = at.zeros();
            for (int i = 0; i < 100; i++) { // until the heap has taken its place
                work(network, at, gradient, drift);
            }
            int arrays = LiveArrays.count();
            long before = residentKilobytes();
            for (int i = 0; i < 500; i++) {
                work(network, at, gradient, drift);
            }
            assertEquals(arrays, LiveArrays.count());
            long growth = residentKilobytes() - before;
            // A thousand gradients of 136 KB would be 136 MB; the slack is for the allocator and for compiled code.
            assertTrue(growth < 30 << 10, "grew by " + growth + " KiB");
        }
    }

    private static long residentKilobytes() throws IOException {
        System.gc(); // a heap that is about to be collected is not a leak
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("VmRSS:"))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }

    /** Fifty steps downhill with a curvature; another batch a seed. */
    private static double[] descend(int seed) {
        try (NDManager manager = NDManager.newBaseManager("PyTorch")) {
            ParametricNetwork network = perceptron(manager, 20);
            DeviceVector at = network.parameters().copy();
            DeviceVector gradient = at.zeros();
            DeviceVector drift = at.zeros();
            try (RecordedObjective objective = bind(network, seed)) {
                for (int i = 0; i < 50; i++) {
                    objective.gradientAndDrift(at, gradient, drift);
                    at.add(-0.1, gradient).add(0.001, drift);
                }
            }
            return at.toArray();
        }
    }

    @Test
    void severalThreadsDifferentiateAtOnceAndGetTheSameNumbers() throws Exception {
        int threads = 4;
        List<double[]> alone = new ArrayList<>();
        for (int t = 0; t < threads; t++) {
            alone.add(descend(t));
        }
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            List<Future<double[]>> together = new ArrayList<>();
            for (int t = 0; t < threads; t++) {
                int seed = t;
                together.add(pool.submit(() -> descend(seed)));
            }
            for (int t = 0; t < threads; t++) {
                assertArrayEquals(alone.get(t), together.get(t).get(1, TimeUnit.MINUTES), 0);
            }
        } finally {
            pool.shutdown();
        }
    }
}
