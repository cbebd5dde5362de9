package org.morseuq.backbone;

import ai.djl.ndarray.types.Shape;
import ai.djl.nn.SequentialBlock;
import ai.djl.nn.pooling.Pool;
import java.util.ArrayList;
import java.util.List;

/**
 * VGG-13 of Simonyan and Zisserman 2015, "Very deep convolutional networks for large-scale image recognition" (table 1,
 * configuration B), for small images: each convolution is normalised, the spatial mean of the last maps and one linear
 * layer stand for the three fully connected ones.
 *
 * <p>Five stages of two 3 x 3 convolutions with 64, 128, 256, 512 and 512 channels; before each but the first, the maximum
 * over 2 x 2 positions.
 */
final class VggNetwork {

    private static final int[] CHANNELS = {64, 128, 256, 512, 512};

    private VggNetwork() {}

    /**
     * A network with parameters not yet initialised.
     *
     * @param last what it ends in
     * @return a network for images whose sides are divisible by 16
     */
    static StagedNetwork vgg13(LastLayer last) {
        List<SequentialBlock> stages = new ArrayList<>();
        for (int s = 1; s < CHANNELS.length; s++) {
            stages.add(new SequentialBlock()
                    .add(Pool.maxPool2dBlock(new Shape(2, 2), new Shape(2, 2)))
                    .add(pair(CHANNELS[s])));
        }
        return new StagedNetwork(pair(CHANNELS[0]), stages, last);
    }

    private static SequentialBlock pair(int channels) {
        return new SequentialBlock().add(Layers.normalised(channels, 1)).add(Layers.normalised(channels, 1));
    }
}
