package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.core.Linear;
import ai.djl.nn.norm.BatchNorm;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual network for small images of He et al. 2016, "Deep residual learning for image recognition" (section 4.2),
 * which also returns what the Morse head looks at.
 *
 * <p>Depth 6n + 2: a 3 x 3 convolution to 16 channels, then three stages of n blocks with 16, 32 and 64 channels, the
 * second and third at half the resolution of the one before; global average pooling; a linear layer. Where a stage
 * changes the number of channels the shortcut is a 1 x 1 convolution (the paper's option B; its CIFAR networks use the
 * parameter-free option A).
 *
 * <ul>
 *   <li>input: (n, 3, h, w) with h and w divisible by 4
 *   <li>output 0, logits: (n, classes)
 *   <li>output 1, embedding: (n, 64), the spatial mean of output 3
 *   <li>output 2, second stage: (n, 32, h/2, w/2)
 *   <li>output 3, third stage: (n, 64, h/4, w/4)
 * </ul>
 */
final class ResidualNetwork extends AbstractBlock {

    /** Added to the variances that the normalisations divide by. */
    static final float EPSILON = 1e-5f;

    private static final int[] CHANNELS = {16, 32, 64};

    private final Block stem;
    private final List<Block> stages = new ArrayList<>();
    private final Block classifier;
    private final int classes;

    /**
     * A network with parameters not yet initialised.
     *
     * @param depth 6n + 2 with n at least 1
     * @param classes at least 2
     */
    ResidualNetwork(int depth, int classes) {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw new IllegalArgumentException("depth must be 6n + 2 with n >= 1, got " + depth);
        }
        this.classes = classes;
        stem = addChildBlock(
                "stem",
                new SequentialBlock()
                        .add(convolution(CHANNELS[0], 3, 1))
                        .add(batchNorm())
                        .add(Activation.reluBlock()));
        int before = CHANNELS[0];
        for (int s = 0; s < CHANNELS.length; s++) {
            SequentialBlock stage = new SequentialBlock();
            for (int b = 0; b < (depth - 2) / 6; b++) {
                stage.add(residual(before, CHANNELS[s], b == 0 && s > 0 ? 2 : 1));
                before = CHANNELS[s];
            }
            stages.add(addChildBlock("stage" + (s + 1), stage));
        }
        classifier =
                addChildBlock("classifier", Linear.builder().setUnits(classes).build());
    }

    private static Block residual(int before, int channels, int stride) {
        Block body = new SequentialBlock()
                .add(convolution(channels, 3, stride))
                .add(batchNorm())
                .add(Activation.reluBlock())
                .add(convolution(channels, 3, 1))
                .add(batchNorm());
        Block shortcut = before == channels && stride == 1
                ? Blocks.identityBlock()
                : new SequentialBlock().add(convolution(channels, 1, stride)).add(batchNorm());
        return new SequentialBlock()
                .add(new ParallelBlock(
                        branches -> new NDList(branches.get(0)
                                .singletonOrThrow()
                                .add(branches.get(1).singletonOrThrow())),
                        List.of(body, shortcut)))
                .add(Activation.reluBlock());
    }

    private static Block convolution(int channels, int kernel, int stride) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .setFilters(channels)
                .optBias(false)
                .build();
    }

    private static Block batchNorm() {
        return BatchNorm.builder().optEpsilon(EPSILON).optMomentum(0.9f).build();
    }

    /** The first convolution, with what follows it. */
    Block stem() {
        return stem;
    }

    /** The three stages, residual blocks in a row. */
    List<Block> stages() {
        return List.copyOf(stages);
    }

    /** The linear layer. */
    Block classifier() {
        return classifier;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDList current = forward(stem, store, inputs, training, params);
        NDList outputs = new NDList();
        for (Block stage : stages) {
            for (Block residual : stage.getChildren().values()) {
                current = forward(residual, store, current, training, params);
            }
            outputs.add(current.singletonOrThrow());
        }
        NDArray last = outputs.get(2);
        NDArray embedding =
                last.reshape(last.getShape().get(0), CHANNELS[2], -1).mean(new int[] {2});
        NDArray logits = classifier
                .forward(store, new NDList(embedding), training, params)
                .singletonOrThrow();
        return new NDList(logits, embedding, outputs.get(1), outputs.get(2));
    }

    /**
     * Runs one block. What it computes on the way is let go at once; the engine keeps what a backward pass will ask for. A
     * batch has some sixty such arrays, and memory that is used again at once is in the cache and need not be mapped anew.
     */
    private static NDList forward(
            Block block, ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDManager outer = inputs.head().getManager();
        try (NDManager scope = outer.newSubManager()) {
            inputs.tempAttach(scope);
            NDList outputs = block.forward(store, inputs, training, params);
            outputs.attach(outer);
            return outputs;
        }
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
        stem.initialize(manager, type, shapes);
        Shape[] current = stem.getOutputShapes(shapes);
        for (Block stage : stages) {
            stage.initialize(manager, type, current);
            current = stage.getOutputShapes(current);
        }
        classifier.initialize(manager, type, new Shape(shapes[0].get(0), CHANNELS[2]));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        long n = shapes[0].get(0);
        long h = shapes[0].get(2);
        long w = shapes[0].get(3);
        return new Shape[] {
            new Shape(n, classes),
            new Shape(n, CHANNELS[2]),
            new Shape(n, CHANNELS[1], h / 2, w / 2),
            new Shape(n, CHANNELS[2], h / 4, w / 4)
        };
    }
}
