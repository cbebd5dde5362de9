package org.morseuq.backbone;

import ai.djl.nn.Activation;
import ai.djl.nn.Block;
import ai.djl.nn.Blocks;
import ai.djl.nn.SequentialBlock;
import java.util.ArrayList;
import java.util.List;

/**
 * The wide residual networks of Zagoruyko and Komodakis 2016, "Wide residual networks" (table 1, blocks B(3,3), without
 * dropout).
 *
 * <p>Depth 6n + 4 and width k: a 3 x 3 convolution to 16 channels, then three stages of n blocks with 16k, 32k and 64k
 * channels, the second and third at half the resolution; normalisation and rectifier come before each convolution, and once
 * more after the last block. Where the number of channels changes, the shortcut is a 1 x 1 convolution of the rectified
 * maps.
 */
final class WideResidualNetwork {

    private WideResidualNetwork() {}

    /**
     * A network with parameters not yet initialised.
     *
     * @param depth 6n + 4 with n at least 1
     * @param width k, at least 1
     * @param last what it ends in
     * @return a network for images whose sides are divisible by 4
     */
    static StagedNetwork of(int depth, int width, LastLayer last) {
        if (depth < 10 || (depth - 4) % 6 != 0) {
            throw new IllegalArgumentException("depth must be 6n + 4 with n >= 1, got " + depth);
        }
        List<SequentialBlock> stages = new ArrayList<>();
        int before = 16;
        for (int channels : new int[] {16 * width, 32 * width, 64 * width}) {
            SequentialBlock stage = new SequentialBlock();
            for (int b = 0; b < (depth - 4) / 6; b++) {
                stage.add(residual(before, channels, b == 0 && !stages.isEmpty() ? 2 : 1));
                before = channels;
            }
            stages.add(stage);
        }
        stages.get(stages.size() - 1).add(Layers.batchNorm()).add(Activation.reluBlock());
        return new StagedNetwork(Layers.convolution(16, 3, 1), stages, last);
    }

    private static Block residual(int before, int channels, int stride) {
        SequentialBlock activation =
                new SequentialBlock().add(Layers.batchNorm()).add(Activation.reluBlock());
        SequentialBlock convolutions = Layers.normalised(channels, stride).add(Layers.convolution(channels, 3, 1));
        return before == channels && stride == 1
                ? ResidualNetwork.sum(activation.add(convolutions), Blocks.identityBlock())
                : activation.add(ResidualNetwork.sum(convolutions, Layers.convolution(channels, 1, stride)));
    }
}
