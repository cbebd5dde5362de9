package org.morseuq.backbone;

import ai.djl.ndarray.NDList;
import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.ParallelBlock;
import ai.djl.nn.SequentialBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * The residual networks of He et al. 2016, "Deep residual learning for image recognition", for small images.
 *
 * <p>A 3 x 3 convolution, then stages of residual blocks, every stage but the first at half the resolution of the one
 * before; global average pooling; a last layer. Where a stage changes the number of channels the shortcut is a 1 x 1
 * convolution (the paper's option B; its CIFAR networks use the parameter-free option A).
 */
final class ResidualNetwork {

    private ResidualNetwork() {}

    /**
     * The family for CIFAR (section 4.2): depth 6n + 2, three stages of n blocks with 16, 32 and 64 channels.
     *
     * @param depth 6n + 2 with n at least 1
     * @param last what it ends in
     * @return a network for images whose sides are divisible by 4
     */
    static StagedNetwork ofDepth(int depth, LastLayer last) {
        if (depth < 8 || (depth - 2) % 6 != 0) {
            throw new IllegalArgumentException("depth must be 6n + 2 with n >= 1, got " + depth);
        }
        return network((depth - 2) / 6, last, 16, 32, 64);
    }

    /**
     * ResNet-18 (table 1) behind a 3 x 3 convolution without pooling, the usual stem for images of 32 pixels: four stages of
     * two blocks with 64 to 512 channels.
     *
     * @param last what it ends in
     * @return a network for images whose sides are divisible by 8
     */
    static StagedNetwork resnet18(LastLayer last) {
        return network(2, last, 64, 128, 256, 512);
    }

    private static StagedNetwork network(int blocks, LastLayer last, int... channels) {
        List<SequentialBlock> stages = new ArrayList<>();
        int before = channels[0];
        for (int s = 0; s < channels.length; s++) {
            SequentialBlock stage = new SequentialBlock();
            for (int b = 0; b < blocks; b++) {
                stage.add(residual(before, channels[s], b == 0 && s > 0 ? 2 : 1));
                before = channels[s];
            }
            stages.add(stage);
        }
        return new StagedNetwork(Layers.normalised(channels[0], 1), stages, last);
    }

    private static Block residual(int before, int channels, int stride) {
        Block body = Layers.normalised(channels, stride)
                .add(Layers.convolution(channels, 3, 1))
                .add(Layers.batchNorm());
        Block shortcut = before == channels && stride == 1
                ? Blocks.identityBlock()
                : new SequentialBlock()
                        .add(Layers.convolution(channels, 1, stride))
                        .add(Layers.batchNorm());
        return new SequentialBlock().add(sum(body, shortcut)).add(Activation.reluBlock());
    }

    /** The sum of what two blocks make of the same maps. */
    static Block sum(Block body, Block shortcut) {
        return new ParallelBlock(
                branches -> new NDList(
                        branches.get(0).singletonOrThrow().add(branches.get(1).singletonOrThrow())),
                List.of(body, shortcut));
    }
}
