package org.morseuq.backbone;

import ai.djl.Device;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.nn.Parameter;
import ai.djl.training.ParameterStore;

/**
 * Lets a network compute its maps in {@link BrainFloat bfloat16}: it hands out kernels rounded, and a {@link StagedNetwork} has
 * it round the images. Scales, shifts and statistics of normalisations, the embedding and the last layer stay in single
 * precision, and so do all sums inside a layer.
 */
final class MixedPrecision extends ParameterStore {

    private final BrainFloat type;
    private final NDManager scope;

    /**
     * For one pass.
     *
     * @param manager of the parameters
     * @param type the rounding
     * @param scope where rounded kernels are kept until the pass and its derivatives are done
     */
    MixedPrecision(NDManager manager, BrainFloat type, NDManager scope) {
        super(manager, false);
        this.type = type;
        this.scope = scope;
    }

    @Override
    public NDArray getValue(Parameter parameter, Device device, boolean training) {
        NDArray array = super.getValue(parameter, device, training);
        return ChannelsLast.isKernel(array) ? type.round(array, scope) : array;
    }

    /** What the maps are computed from. */
    NDArray entering(NDArray images) {
        return type.round(images, scope);
    }

    /** The maps in single precision. */
    NDArray leaving(NDArray maps) {
        return type.single(maps, scope);
    }
}
