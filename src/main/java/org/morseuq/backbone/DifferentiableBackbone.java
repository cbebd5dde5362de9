package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.IValueUtils;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.morseuq.data.Layout;
import org.morseuq.function.PointwiseMap;

/**
 * A frozen classifier h that also says how its feature rows depend on the image: \( v \mapsto Dh(x)^T v \).
 *
 * <p>Rows are those of {@link Backbone}, statistics of inner layers included. An image x is 3 size^2 numbers in
 * planar order on the network's scale, which {@link Preprocessing#table()} gives for bytes. The parameters stay as they
 * are, and so do the running statistics of normalisations.
 *
 * <p>A pullback costs a forward and a backward pass, about three forward passes; of several at the same images the forward
 * pass is shared ({@link #at}). Owns native memory: close it. Not thread-safe.
 */
public final class DifferentiableBackbone implements PointwiseMap, AutoCloseable {

    private final Backbone backbone;
    private final ParameterStore store;
    private final Autograd autograd;

    private DifferentiableBackbone(Backbone backbone) {
        this.backbone = backbone;
        this.store = new ParameterStore(backbone.model().getNDManager(), false);
        this.autograd = Autograd.in(backbone.model().getNDManager());
        // A file loaded so that it can record also asks for gradients of its parameters; nobody needs them.
        backbone.model()
                .getBlock()
                .getParameters()
                .forEach(named ->
                        JniUtils.attachGradient((PtNDArray) named.getValue().getArray(), false));
    }

    /**
     * Loads a network.
     *
     * @param path a TorchScript file or a folder, as {@link Backbone#load} takes it
     * @param device {@code cpu} or {@code gpu}
     * @return the network; close it
     * @throws IOException if the files cannot be read, are damaged or do not fit together
     */
    public static DifferentiableBackbone load(Path path, String device) throws IOException {
        return load(path, device, MapStatistic.all());
    }

    /**
     * Loads a network that turns maps into these statistics. The share of active positions has derivative 0.
     *
     * @param path a TorchScript file or a folder, as {@link Backbone#load} takes it
     * @param device {@code cpu} or {@code gpu}
     * @param statistics for a detector those of {@link MapStatistic#of(Layout)}
     * @return the network; close it
     * @throws IOException if the files cannot be read, are damaged or do not fit together
     */
    public static DifferentiableBackbone load(Path path, String device, Set<MapStatistic> statistics)
            throws IOException {
        Backbone backbone = BackboneFile.load(path, device, true, statistics);
        try {
            return new DifferentiableBackbone(backbone);
        } catch (RuntimeException e) {
            backbone.close();
            throw e;
        }
    }

    /** The same network as it judges images; closed with this one. */
    public Backbone backbone() {
        return backbone;
    }

    /** What the columns of a row mean. */
    public Layout layout() {
        return backbone.layout();
    }

    /** How many numbers an image has, 3 size^2. */
    @Override
    public int inputs() {
        int size = backbone.preprocessing().size();
        return 3 * size * size;
    }

    /** How many numbers a row has. */
    @Override
    public int outputs() {
        return backbone.layout().width();
    }

    /**
     * Runs the network on one image and pulls a covector on its row back to the image.
     *
     * @param image {@link #inputs()} numbers; not changed
     * @param covector gives the covector for the row h(x), called once
     * @return \( Dh(x)^T v \), as many numbers as the image has
     */
    public float[] pullback(float[] image, UnaryOperator<float[]> covector) {
        return pullback(new float[][] {image}, rows -> new float[][] {covector.apply(rows[0])})[0];
    }

    /**
     * Runs the network on a batch and pulls a covector on every row back to its image.
     *
     * @param images n x {@link #inputs()} numbers, n at least 1; not changed
     * @param covectors gives n covectors as wide as the n rows that it gets, called once
     * @return n x {@link #inputs()} numbers
     */
    public float[][] pullback(float[][] images, UnaryOperator<float[][]> covectors) {
        try (Linearisation here = at(images)) {
            return here.pullback(covectors.apply(here.values()));
        }
    }

    @Override
    public Linearisation at(float[][] images) {
        int n = images.length;
        int numbers = inputs();
        float[] pixels = new float[n * numbers];
        for (int i = 0; i < n; i++) {
            if (images[i].length != numbers) {
                throw new IllegalArgumentException(
                        "image " + i + " has " + images[i].length + " numbers, the network takes " + numbers);
            }
            System.arraycopy(images[i], 0, pixels, i * numbers, numbers);
        }
        int size = backbone.preprocessing().size();
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        NDManager scope = backbone.model().getNDManager().newSubManager();
        try {
            NDArray x = scope.create(pixels, new Shape(n, 3, size, size));
            x.setRequiresGradient(true);
            return new Recorded(scope, x, forward(x));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** What the engine recorded of one forward pass; covectors go backwards through it as often as one likes. */
    private final class Recorded implements Linearisation {

        private final NDManager scope;
        private final NDArray x;
        private final NDList outputs;
        private final float[][] rows;

        Recorded(NDManager scope, NDArray x, NDList outputs) {
            this.scope = scope;
            this.x = x;
            this.outputs = outputs;
            rows = Outputs.rows(
                    outputs, backbone.layout(), Math.toIntExact(x.getShape().get(0)));
        }

        @Override
        public float[][] values() {
            return rows;
        }

        @Override
        public float[][] pullback(float[][] covectors) {
            try (NDManager pass = scope.newSubManager()) {
                float[] numbers = pulled(pass, covectors).toFloatArray();
                float[][] rows = new float[covectors.length][inputs()];
                for (int i = 0; i < rows.length; i++) {
                    System.arraycopy(numbers, i * inputs(), rows[i], 0, inputs());
                }
                return rows;
            }
        }

        @Override
        public double[] squaredNorms(float[][] covectors) {
            try (NDManager pass = scope.newSubManager()) {
                NDArray squares = pulled(pass, covectors)
                        .square()
                        .reshape(covectors.length, inputs())
                        .sum(new int[] {1});
                return squares.toType(DataType.FLOAT64, false).toDoubleArray();
            }
        }

        private NDArray pulled(NDManager pass, float[][] covectors) {
            boolean before = JniUtils.isGradMode();
            JniUtils.setGradMode(true);
            try {
                NDArray product = Outputs.innerProduct(outputs, backbone.statistics(), covectors, pass);
                return autograd.pullback(new NDList(product), new NDList(x), new NDList(pass.ones(product.getShape())))
                        .get(0);
            } finally {
                JniUtils.setGradMode(before);
            }
        }

        @Override
        public void close() {
            scope.close();
        }
    }

    private NDList forward(NDArray x) {
        if (!(backbone.model().getBlock() instanceof PtSymbolBlock script)) {
            return backbone.model().getBlock().forward(store, new NDList(x), false);
        }
        // Block.forward would either not record or switch normalisations to training.
        NDList outputs = IValueUtils.forward(script, new NDList(x), true);
        if (backbone.featuresMethod) {
            outputs = new NDList(outputs);
            outputs.addAll(IValueUtils.forward(script, new NDList(x, Backbone.featuresMethod(x)), true));
        }
        return outputs;
    }

    /** Frees the network. */
    @Override
    public void close() {
        backbone.close();
    }

    @Override
    public String toString() {
        return backbone.toString();
    }
}
