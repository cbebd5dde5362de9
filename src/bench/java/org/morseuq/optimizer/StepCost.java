package org.morseuq.optimizer;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.EngineInfo;
import org.morseuq.backbone.Loss;
import org.morseuq.backbone.Networks;
import org.morseuq.backbone.ParametricNetwork;
import org.morseuq.backbone.RecordedObjective;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.TearDown;
import org.openjdk.jmh.annotations.Warmup;

/**
 * A step of an optimizer on ResNet-20 beside the bare gradients it takes, each at a new point as in the step: the
 * difference is the arithmetic of vectors. Run with {@code OMP_NUM_THREADS=1} on a quiet machine.
 */
@State(Scope.Benchmark)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.MILLISECONDS)
@Fork(1)
@Warmup(iterations = 2, time = 10)
@Measurement(iterations = 5, time = 10)
public class StepCost {

    /** Which optimizer. */
    @Param({"sgd", "adam", "rk2", "rk4", "rk4-full"})
    private String name;

    /** Images a batch. */
    @Param({"8", "128"})
    private int images;

    private NDManager manager;
    private RecordedObjective batch;
    private Optimizer optimizer;
    private DeviceVector x;
    private DeviceVector gradient;
    private int gradients;
    private int products;

    /** Draws a network and a batch, and takes one step. */
    @Setup
    public void draw() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
        Block block = Networks.create("resnet20", 10);
        block.initialize(manager, DataType.FLOAT32, new Shape(1, 3, 32, 32));
        ParametricNetwork network = new ParametricNetwork(block, manager);
        Random random = new Random(1);
        float[] pixels = new float[images * 3 * 32 * 32];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        int[] labels = random.ints(images, 0, 10).toArray();
        Shape shape = new Shape(images, 3, 32, 32);
        batch = network.on(pixels, shape, Loss.crossEntropy(labels), ParametricNetwork.Mode.TRAINING, 0);
        x = network.parameters().copy();
        gradient = x.zeros();
        // so short that the loss stays what it is
        optimizer = Optimizers.recipe(Optimizers.defaults(name).withLearningRate(1e-6))
                .on(x);
        StepReport report = optimizer.step(batch, x);
        gradients = report.gradients();
        products = report.hessianProducts();
    }

    /** Gives the memory back. */
    @TearDown
    public void free() {
        optimizer.close();
        batch.close();
        manager.close();
    }

    /** One step. */
    @Benchmark
    public StepReport step() {
        return optimizer.step(batch, x);
    }

    /** The gradients and products of one step, and nothing else. */
    @Benchmark
    public double derivatives() {
        double loss = 0;
        for (int k = 0; k < gradients; k++) {
            x.add(1e-9, gradient);
            loss += batch.gradient(x, gradient);
        }
        if (products > 0) {
            try (DeviceVector direction = x.zeros().set(gradient)) {
                batch.hessianProduct(x, direction, gradient);
            }
        }
        return loss;
    }
}
