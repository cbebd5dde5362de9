package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.convolutional.Conv2d;
import ai.djl.nn.norm.BatchNorm;

/** The layers that the convolutional networks are made of, with one choice of their constants. */
final class Layers {

    /** Added to the variances that the normalisations divide by. */
    static final float EPSILON = 1e-5f;

    /** The part of the running statistics that a step keeps. */
    static final float KEPT = 0.9f;

    private Layers() {}

    /**
     * A convolution without bias that keeps the resolution up to its stride.
     *
     * @param channels of the output
     * @param kernel its width and height, odd
     * @param stride 1 or more
     */
    static Block convolution(int channels, int kernel, int stride) {
        return Conv2d.builder()
                .setKernelShape(new Shape(kernel, kernel))
                .optStride(new Shape(stride, stride))
                .optPadding(new Shape(kernel / 2, kernel / 2))
                .setFilters(channels)
                .optBias(false)
                .build();
    }

    /** A batch normalisation with scale and shift. */
    static Block batchNorm() {
        return BatchNorm.builder().optEpsilon(EPSILON).optMomentum(KEPT).build();
    }

    /** A 3 x 3 convolution, its normalisation and a rectifier. */
    static SequentialBlock normalised(int channels, int stride) {
        return new SequentialBlock()
                .add(convolution(channels, 3, stride))
                .add(batchNorm())
                .add(Activation.reluBlock());
    }

    /** The mean over the positions of maps: from (n, channels, height, width) to (n, channels). */
    static NDArray spatialMean(NDArray maps) {
        Shape shape = maps.getShape();
        return maps.reshape(shape.get(0), shape.get(1), -1).mean(new int[] {2});
    }
}
