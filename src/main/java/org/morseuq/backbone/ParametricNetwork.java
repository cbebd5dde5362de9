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
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import org.morseuq.function.PointwiseMap;

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
    private final WeightNorms norms;
    private final boolean drops;
    private final Optional<BrainFloat> rounding;

    /**
     * A network that computes in the type of its parameters.
     *
     * @param block initialised, all in one type, {@code FLOAT32} or {@code FLOAT64}
     * @param manager owns the parameters from now on; it must outlive the block's use
     */
    public ParametricNetwork(Block block, NDManager manager) {
        this(block, manager, Precision.SINGLE);
    }

    /**
     * A network.
     *
     * @param block initialised, all in one type, {@code FLOAT32} or {@code FLOAT64}
     * @param manager owns the parameters from now on; it must outlive the block's use
     * @param precision of all passes that are not differentiated, or once; what is differentiated again is computed in the type
     *     of the parameters, and so is {@link #map}
     * @throws IllegalArgumentException if a network without stages, or one in double precision, is to compute in another type
     */
    public ParametricNetwork(Block block, NDManager manager, Precision precision) {
        this.block = block;
        this.manager = manager;
        parameters = ParameterVector.of(block, manager);
        store = new ParameterStore(manager, false);
        autograd = Autograd.in(manager);
        norms = WeightNorms.in(manager);
        drops = drops(block);
        rounding = precision == Precision.MIXED ? Optional.of(BrainFloat.in(manager)) : Optional.empty();
        if (rounding.isPresent() && !(block instanceof StagedNetwork && type() == DataType.FLOAT32)) {
            throw new IllegalArgumentException(
                    precision + " is for the networks resnet, wideresnet and vgg, with parameters in single precision");
        }
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
        return on(inputs, shape, loss, mode, seed, List.of());
    }

    /**
     * Binds a batch to a loss and what is done to keep the network simple. The value is the loss and all terms; every evaluation
     * sees the same noise and the same draws.
     *
     * @param inputs the batch's numbers; copied
     * @param shape n first
     * @param loss of the outputs
     * @param mode what normalisations and dropout do
     * @param seed of dropout, as above, and of what regularizers draw
     * @param regularizers in any order; those of weight 0 are left out
     * @return the objective; close it
     * @throws IllegalArgumentException as {@link #require} does
     */
    public RecordedObjective on(
            float[] inputs, Shape shape, Loss loss, Mode mode, long seed, List<Regularizer> regularizers) {
        if (mode == Mode.TRAINING && block instanceof PtSymbolBlock) {
            throw new IllegalArgumentException(
                    "a TorchScript network is evaluated only: the engine hides its running statistics");
        }
        require(regularizers, mode);
        List<Regularizer> acting =
                regularizers.stream().filter(r -> r.weight() > 0).toList();
        float[] seen = inputs;
        for (Regularizer regularizer : acting) {
            seen = regularizer.seen(seen, seed);
        }
        NDManager resources = manager.newSubManager();
        NDArray x = resources.create(seen, shape).toType(type(), false);
        if (!acting.isEmpty()) {
            x.setRequiresGradient(true);
        }
        Function<NDManager, NDArray> again = scope -> {
            plant(seed, mode);
            return acting.isEmpty()
                    ? loss.of(forward(x, scope, mode, store), scope)
                    : regularised(x, scope, loss, mode, seed, acting);
        };
        Function<NDManager, NDArray> once = scope -> {
            plant(seed, mode);
            return loss.of(forward(x, scope, mode, fast(scope)), scope);
        };
        return new RecordedObjective(
                parameters, autograd, resources, acting.isEmpty() ? once : again, again, derivatives(acting, mode));
    }

    private void plant(long seed, Mode mode) {
        if (drops && mode == Mode.TRAINING) {
            JniUtils.setSeed(seed);
        }
    }

    private boolean normalises(Mode mode) {
        return mode == Mode.TRAINING && parameters.statistics().isPresent();
    }

    /**
     * How often a loss with such terms can be differentiated by the parameters: without limit, or, where the network normalises
     * by the batch, twice in all.
     *
     * @param regularizers of the loss
     * @param mode of normalisations
     * @return at least 1; below 2 there are no products with the Hessian
     */
    public int derivatives(List<Regularizer> regularizers, Mode mode) {
        return normalises(mode)
                ? 2
                        - regularizers.stream()
                                .mapToInt(Regularizer::derivatives)
                                .max()
                                .orElse(0)
                : Integer.MAX_VALUE;
    }

    /** Recorded even where a value alone is asked for: terms are made of derivatives. */
    private NDArray regularised(
            NDArray x, NDManager scope, Loss loss, Mode mode, long seed, List<Regularizer> regularizers) {
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        try {
            NDList outputs = forward(x, scope, mode, store);
            NDArray value = loss.of(outputs, scope);
            RecordedPass pass = new RecordedPass(x, outputs, value, parameters, autograd, norms, scope, seed);
            for (Regularizer regularizer : regularizers) {
                Optional<NDArray> term = regularizer.term(pass);
                if (term.isPresent()) {
                    value = value.add(pass.times(term.get(), regularizer.weight()));
                }
            }
            return value;
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /**
     * Refuses what this network cannot have.
     *
     * @param regularizers to be used
     * @param mode in which
     * @throws IllegalArgumentException for exact complexity in training mode, if the network normalises by the batch; for any,
     *     if the network computes in mixed precision
     */
    public void require(List<Regularizer> regularizers, Mode mode) {
        if (rounding.isPresent() && !regularizers.isEmpty()) {
            throw new IllegalArgumentException("regularizers are derivatives of a network in " + Precision.SINGLE
                    + ", not in " + Precision.MIXED + "; leave out one of the two");
        }
        for (Regularizer regularizer : regularizers) {
            if (normalises(mode) && !regularizer.allowsBatchNormalisation()) {
                throw new IllegalArgumentException(
                        regularizer + " is exact image by image, but this network normalises by"
                                + " the batch in training, so that an image's outputs depend on all images; estimate it with "
                                + regularizer + ":signs=1, which allows for that");
            }
        }
    }

    /**
     * Runs the network where its parameters are; recorded if the thread records, in the parameters' type then.
     *
     * @param x the inputs, of the parameters' type
     * @param scope where the outputs go
     * @param mode what normalisations and dropout do
     * @return the outputs, logits first; of a network in mixed precision only logits and embedding are to be read
     */
    public NDList forward(NDArray x, NDManager scope, Mode mode) {
        return forward(x, scope, mode, JniUtils.isGradMode() ? store : fast(scope));
    }

    /**
     * Adds the statistics of a batch alone, as normalisations take them where the parameters are, to a vector of statistics. The
     * running statistics are lost.
     *
     * @param inputs the batch's numbers
     * @param shape n first
     * @param weight what they are multiplied by
     * @param into as long as the network's statistics
     * @throws java.util.NoSuchElementException if the network keeps no statistics
     */
    public void addBatchStatistics(float[] inputs, Shape shape, double weight, DeviceVector into) {
        DeviceVector running = parameters.statistics().orElseThrow();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(false);
        try (NDManager scope = manager.newSubManager()) {
            running.fill(0); // of which a part is kept, so that the rest of the batch's is what there is then
            forward(scope.create(inputs, shape).toType(type(), false), scope, Mode.TRAINING);
            into.add(weight / (1 - Layers.KEPT), running);
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    private NDList forward(NDArray x, NDManager scope, Mode mode, ParameterStore with) {
        NDManager home = x.getManager();
        x.attach(scope); // outputs go where the inputs are
        try {
            return block instanceof PtSymbolBlock script
                    ? IValueUtils.forward(script, new NDList(x), true)
                    : block.forward(with, new NDList(x), mode == Mode.TRAINING);
        } finally {
            x.attach(home);
        }
    }

    /**
     * What makes passes fast that are differentiated once or not at all; second derivatives take 1.4 times as long that way.
     * Networks without stages are small, and left in the engine's own order, which recorded studies of them were run in.
     */
    private ParameterStore fast(NDManager scope) {
        if (rounding.isPresent()) {
            return new MixedPrecision(manager, rounding.get(), scope);
        }
        return block instanceof StagedNetwork ? new ChannelsLast(manager, scope) : store;
    }

    /**
     * One output as a function of the input, where the parameters are whenever it is asked: in evaluation mode, with
     * derivatives by the input. Whoever moves the parameters must have closed its linearisations.
     *
     * @param example the shape of one input, n left out
     * @param output which output, a matrix; 0 for the logits
     * @return a view of this network
     */
    public PointwiseMap map(Shape example, int output) {
        try (NDManager scope = manager.newSubManager()) {
            boolean before = JniUtils.isGradMode();
            JniUtils.setGradMode(false);
            try {
                NDArray one = scope.zeros(new Shape(1).addAll(example), type());
                long width = forward(one, scope, Mode.EVALUATION)
                        .get(output)
                        .getShape()
                        .get(1);
                return new InputMap(this, manager, example, output, Math.toIntExact(width));
            } finally {
                JniUtils.setGradMode(before);
            }
        }
    }

    /** The type of parameters and inputs. */
    public DataType type() {
        return parameters.parts().head().getDataType();
    }
}
