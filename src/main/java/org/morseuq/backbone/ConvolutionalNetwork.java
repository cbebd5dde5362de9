package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.AbstractBlock;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.training.ParameterStore;
import ai.djl.util.PairList;

/**
 * A small network for studies: three 3 x 3 convolutions with stride 2 to 16, 32 and 64 channels, a rectifier after each,
 * the spatial mean, a last layer. No normalisation, so that the loss of a batch is a function of the parameters alone.
 *
 * <ul>
 *   <li>input: (n, 3, h, w) with h and w at least 8
 *   <li>output 0, logits: (n, classes)
 *   <li>output 1, embedding: (n, 64)
 * </ul>
 */
final class ConvolutionalNetwork extends AbstractBlock implements Classifying {

    private static final int[] CHANNELS = {16, 32, 64};

    private final Block body;
    private final Block classifier;
    private final LastLayer last;

    /**
     * A network with parameters not yet initialised.
     *
     * @param last what it ends in
     */
    ConvolutionalNetwork(LastLayer last) {
        this.last = last;
        SequentialBlock layers = new SequentialBlock();
        for (int channels : CHANNELS) {
            layers.add(Conv2d.builder()
                            .setKernelShape(new Shape(3, 3))
                            .optStride(new Shape(2, 2))
                            .optPadding(new Shape(1, 1))
                            .setFilters(channels)
                            .build())
                    .add(Activation.reluBlock());
        }
        body = addChildBlock("body", layers);
        classifier = addChildBlock("classifier", last.block());
    }

    @Override
    public Block classifier() {
        return classifier;
    }

    @Override
    protected NDList forwardInternal(
            ParameterStore store, NDList inputs, boolean training, PairList<String, Object> params) {
        NDArray top = body.forward(store, inputs, training, params).singletonOrThrow();
        NDArray embedding = Layers.spatialMean(top);
        NDArray logits = classifier
                .forward(store, new NDList(embedding), training, params)
                .singletonOrThrow();
        return new NDList(logits, embedding);
    }

    @Override
    protected void initializeChildBlocks(NDManager manager, DataType type, Shape... shapes) {
        body.initialize(manager, type, shapes);
        classifier.initialize(manager, type, new Shape(shapes[0].get(0), CHANNELS[2]));
    }

    @Override
    public Shape[] getOutputShapes(Shape[] shapes) {
        long n = shapes[0].get(0);
        return new Shape[] {new Shape(n, last.classes()), new Shape(n, CHANNELS[2])};
    }
}
