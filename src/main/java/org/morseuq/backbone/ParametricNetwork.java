package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.nn.norm.Dropout;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;

/**
 * A network as a function of its parameters: bound to a batch and a loss it is an objective.
 *
 * <p>The network is a block of the engine, or a TorchScript file that was loaded so that it can record (the engine's option
 * {@code trainParam}). The engine does not show the running statistics of a TorchScript file, so such a network is
 * evaluated only.
 */
public final class ParametricNetwork {

    /** What normalisations and dropout do. */
    public enum Mode {
        /** Normalise by the batch, drop at random. */
        TRAINING,
        /** Normalise by the running statistics, drop nothing. */
        EVALUATION
    }

    private final Block block;
    private final NDManager manager;
    private final ParameterVector parameters;
    private final ParameterStore store;
    private final Autograd autograd;
    private final boolean drops;

    /**
     * A network.
     *
     * @param block initialised, all in one type, {@code FLOAT32} or {@code FLOAT64}
     * @param manager owns the parameters from now on; it must outlive the block's use
     */
    public ParametricNetwork(Block block, NDManager manager) {
        this.block = block;
        this.manager = manager;
        parameters = ParameterVector.of(block, manager);
        store = new ParameterStore(manager, false);
        autograd = Autograd.in(manager);
        drops = drops(block);
        if (block instanceof PtSymbolBlock script) {
            JniUtils.enableInferenceMode(script);
        }
    }

    private static boolean drops(Block block) {
        return block instanceof Dropout || block.getChildren().values().stream().anyMatch(ParametricNetwork::drops);
    }

    /** The parameters. */
    public ParameterVector parameters() {
        return parameters;
    }

    /** The derivatives, for what is no objective. */
    public Autograd autograd() {
        return autograd;
    }

    /**
     * Binds a batch. All evaluations of the objective see the same batch and drop the same units. In training mode its
     * first gradient updates the running statistics, once.
     *
     * @param inputs the batch's numbers; copied
     * @param shape n first
     * @param loss of the outputs
     * @param mode what normalisations and dropout do
     * @param seed of dropout. The engine has one source of random numbers a process: networks that drop must be evaluated
     *     by one thread at a time
     * @return the objective; close it
     */
    public RecordedObjective on(float[] inputs, Shape shape, Loss loss, Mode mode, long seed) {
        if (mode == Mode.TRAINING && block instanceof PtSymbolBlock) {
            throw new IllegalArgumentException(
                    "a TorchScript network is evaluated only: the engine hides its running statistics");
        }
        NDManager resources = manager.newSubManager();
        NDArray x = resources.create(inputs, shape).toType(type(), false);
        return new RecordedObjective(parameters, autograd, resources, scope -> {
            if (drops && mode == Mode.TRAINING) {
                JniUtils.setSeed(seed);
            }
            return loss.of(forward(x, scope, mode), scope);
        });
    }

    /**
     * Runs the network where its parameters are; recorded if the thread records.
     *
     * @param x the inputs, of the parameters' type
     * @param scope where the outputs go
     * @param mode what normalisations and dropout do
     * @return the outputs, logits first
     */
    public NDList forward(NDArray x, NDManager scope, Mode mode) {
        NDManager home = x.getManager();
        x.attach(scope); // outputs go where the inputs are
        try {
            return block instanceof PtSymbolBlock script
                    ? IValueUtils.forward(script, new NDList(x), true)
                    : block.forward(store, new NDList(x), mode == Mode.TRAINING);
        } finally {
            x.attach(home);
        }
    }

    /** The type of parameters and inputs. */
    public DataType type() {
        return parameters.parts().head().getDataType();
    }
}
