package org.morseuq.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.SplittableRandom;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.Loss;
import org.morseuq.backbone.Networks;
import org.morseuq.backbone.ParametricNetwork;
import org.morseuq.backbone.Precision;
import org.morseuq.backbone.RecordedObjective;
import org.morseuq.optimizer.Optimizer;
import org.morseuq.optimizer.Optimizers;

/**
 * What a gradient, a product with the Hessian and a training step of a ResNet-20 cost on a batch of 128 images of 32 x 32
 * pixels, a step of rk4 beside it, and a gradient and a step in mixed precision. Prints the median processor milliseconds of
 * the calling thread. Its twin is {@code src/bench/python/network_derivatives.py}; give both one thread with
 * {@code OMP_NUM_THREADS=1} and run them in turns. The argument is the number of repetitions.
 */
public final class NetworkDerivatives {

    private static final int IMAGES = 128;
    private static final int SIZE = 32;

    private NetworkDerivatives() {}

    /** Measures. */
    public static void main(String[] args) {
        int repetitions = args.length > 0 ? Integer.parseInt(args[0]) : 7;
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            ParametricNetwork network = network(manager, Precision.SINGLE);
            ParametricNetwork mixed = network(manager, Precision.MIXED);
            SplittableRandom random = new SplittableRandom(1);
            float[] pixels = new float[IMAGES * 3 * SIZE * SIZE];
            for (int i = 0; i < pixels.length; i++) {
                pixels[i] = (float) random.nextGaussian();
            }
            int[] labels = new int[IMAGES];
            for (int i = 0; i < IMAGES; i++) {
                labels[i] = i % 10;
            }
            DeviceVector at = network.parameters().copy();
            DeviceVector gradient = at.zeros();
            DeviceVector drift = at.zeros();
            measure("gradient", repetitions, () -> {
                try (RecordedObjective batch = bind(network, pixels, labels)) {
                    batch.gradient(at, gradient);
                }
            });
            measure("gradient and Hessian product", repetitions, () -> {
                try (RecordedObjective batch = bind(network, pixels, labels)) {
                    batch.gradientAndDrift(at, gradient, drift);
                }
            });
            for (String name : new String[] {"nesterov", "rk4"}) {
                step("step of " + name, name, network, pixels, labels, repetitions);
            }
            DeviceVector start = mixed.parameters().copy();
            measure("gradient, mixed", repetitions, () -> {
                try (RecordedObjective batch = bind(mixed, pixels, labels)) {
                    batch.gradient(start, gradient);
                }
            });
            step("step of nesterov, mixed", "nesterov", mixed, pixels, labels, repetitions);
        }
    }

    private static ParametricNetwork network(NDManager manager, Precision precision) {
        Block block = Networks.create("resnet20", 10);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, SIZE, SIZE));
        return new ParametricNetwork(block, manager, precision);
    }

    private static void step(
            String what, String optimizer, ParametricNetwork network, float[] pixels, int[] labels, int repetitions) {
        DeviceVector at = network.parameters().copy();
        try (Optimizer descent = Optimizers.recipe(
                        Optimizers.defaults(optimizer).withLearningRate(1e-3).withWeightDecay(5e-4))
                .on(at)) {
            measure(what, repetitions, () -> {
                try (RecordedObjective batch = bind(network, pixels, labels)) {
                    descent.step(batch, at);
                }
            });
        }
    }

    private static RecordedObjective bind(ParametricNetwork network, float[] pixels, int[] labels) {
        Shape shape = new Shape(IMAGES, 3, SIZE, SIZE);
        return network.on(pixels, shape, Loss.crossEntropy(labels), ParametricNetwork.Mode.TRAINING, 0);
    }

    private static void measure(String what, int repetitions, Runnable work) {
        double[] milliseconds = new double[repetitions];
        for (int i = -2; i < repetitions; i++) { // two to warm up
            long begin = ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
            work.run();
            if (i >= 0) {
                milliseconds[i] = (ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime() - begin) * 1e-6;
            }
        }
        Arrays.sort(milliseconds);
        System.out.printf("%-30s %7.0f ms, at least %.0f%n", what, milliseconds[repetitions / 2], milliseconds[0]);
    }
}
