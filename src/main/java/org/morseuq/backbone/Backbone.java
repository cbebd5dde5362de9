package org.morseuq.backbone;

import ai.djl.Model;
import ai.djl.engine.EngineException;
import ai.djl.inference.Predictor;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Block;
import ai.djl.pytorch.engine.PtSymbolBlock;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.ParameterStore;
import ai.djl.translate.Translator;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.Set;
import java.util.function.IntConsumer;
import java.util.stream.Stream;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Layout;
import org.morseuq.data.Resampling;
import org.morseuq.store.MalformedFileException;

/**
 * A frozen classifier that turns images into logits and features.
 *
 * <p>It is loaded from one of
 *
 * <ul>
 *   <li>a folder that this project trained ({@link TrainedNetwork}),
 *   <li>a TorchScript file {@code NAME.pt} beside {@code NAME.pt.json} ({@link Sidecar}), which may be written by hand. A
 *       TorchScript file is a program: load only files that you would run,
 *   <li>an ONNX file {@code NAME.onnx} beside {@code NAME.onnx.json}, with one input; ONNX Runtime must be on the class path.
 * </ul>
 *
 * <p>The network maps (n, 3, size, size) to (n, classes) logits, or to a tuple that begins with them. Of what follows,
 * the first matrix is the embedding, and any other output is an inner layer: a matrix (n, d) as it is, a map (n, d, h, w)
 * as d numbers for each of some {@linkplain MapStatistic statistics} (of a single position the mean alone), all four unless
 * others are asked for. A network may also return them itself, as (n, 4, d), or its means and standard deviations alone as
 * (n, 2, d), or the means as (n, 1, d). A network that returns
 * logits alone may have a method {@code features}, whose result is then the embedding, at the price of a second pass.
 * Batch normalisation and dropout are in evaluation mode and no gradient is recorded. In a network of this project's own
 * the normalisations are folded into the convolutions, which changes nothing but rounding, and of more than 32 images at
 * once one output is such statistics instead of maps.
 *
 * <p>Owns native memory: close it. Not thread-safe.
 */
public final class Backbone implements AutoCloseable {

    private final String name;
    private final String digest;
    private final Preprocessing preprocessing;
    private final List<String> classes;
    private final Model model;
    private final Block block;
    private final NDManager manager;
    private final ParameterStore store;
    final boolean featuresMethod;
    private final Set<MapStatistic> statistics;
    private final Layout layout;
    private final Readout readout;
    private long forwardNanos;

    Backbone(Path file, String digest, Sidecar sidecar, Model model, Set<MapStatistic> statistics)
            throws MalformedFileException {
        this.name = String.valueOf(file.getFileName());
        this.digest = digest;
        this.preprocessing = sidecar.preprocessing();
        this.model = model;
        this.block = model.getBlock();
        this.manager = model.getNDManager();
        this.store = new ParameterStore(manager, false);
        JniUtils.setGradMode(false);
        int size = preprocessing.size();
        Layout found;
        Readout read;
        boolean method = false;
        try (NDManager scope = manager.newSubManager()) {
            NDArray probe = scope.zeros(new Shape(2, 3, size, size));
            NDList outputs = run(probe, false);
            if (outputs.size() == 1 && block instanceof PtSymbolBlock && hasFeaturesMethod(probe)) {
                method = true;
                outputs = run(probe, true);
            }
            found = Outputs.layout(outputs, 2, MapStatistic.inOrder(statistics));
            read = Readout.of(outputs, 2, found);
        } catch (EngineException | IllegalArgumentException e) {
            String reason = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
            throw new MalformedFileException(
                    file, "cannot take a batch of shape (2, 3, " + size + ", " + size + "): " + reason, e);
        }
        this.featuresMethod = method;
        this.layout = found;
        this.statistics = MapStatistic.of(found);
        this.readout = read;
        int outputs = layout.length(Layout.LOGITS);
        if (!sidecar.classes().isEmpty() && sidecar.classes().size() != outputs) {
            throw new MalformedFileException(
                    file,
                    "returns " + outputs + " logits, its description names "
                            + sidecar.classes().size() + " classes");
        }
        this.classes = sidecar.classes();
    }

    /**
     * Loads a network and finds out what it returns by running it on a black batch. Maps become all statistics that
     * there are; for a detector that looks at fewer they are found faster if that is said.
     *
     * @param path a TorchScript or ONNX file, or a folder with {@value TrainedNetwork#FILE}
     * @param device {@code cpu} or {@code gpu}
     * @return the network; close it
     * @throws MalformedFileException if the files are damaged or do not fit together
     * @throws IOException if they cannot be read
     */
    public static Backbone load(Path path, String device) throws IOException {
        return load(path, device, MapStatistic.all());
    }

    /**
     * Loads a network that turns maps into these statistics.
     *
     * @param path a TorchScript or ONNX file, or a folder with {@value TrainedNetwork#FILE}
     * @param device {@code cpu} or {@code gpu}
     * @param statistics for a detector those of {@link MapStatistic#of(Layout)}
     * @return the network; close it
     * @throws MalformedFileException if the files are damaged or do not fit together
     * @throws IOException if they cannot be read
     */
    public static Backbone load(Path path, String device, Set<MapStatistic> statistics) throws IOException {
        return BackboneFile.load(path, device, false, statistics);
    }

    /**
     * Loads a network that is known by its digest, as a detector's manifest has it. A TorchScript file is a program: this
     * refuses any other before the engine opens it. Who can replace the file between the two still can. Maps become means and
     * deviations; for a detector that looks at more, say so.
     *
     * @param path a TorchScript file or a folder with {@value TrainedNetwork#FILE}
     * @param device {@code cpu} or {@code gpu}
     * @param sha256 the SHA-256 of its parameters
     * @return the network; close it
     * @throws MalformedFileException if the digest is another, the files are damaged, or they do not fit together
     * @throws IOException if they cannot be read
     */
    public static Backbone load(Path path, String device, String sha256) throws IOException {
        return load(path, device, sha256, MapStatistic.all());
    }

    /**
     * Loads a network that is known by its digest and turns maps into these statistics.
     *
     * @param path a TorchScript file or a folder with {@value TrainedNetwork#FILE}
     * @param device {@code cpu} or {@code gpu}
     * @param sha256 the SHA-256 of its parameters
     * @param statistics for a detector those of {@link MapStatistic#of(Layout)}
     * @return the network; close it
     * @throws MalformedFileException if the digest is another, the files are damaged, or they do not fit together
     * @throws IOException if they cannot be read
     */
    public static Backbone load(Path path, String device, String sha256, Set<MapStatistic> statistics)
            throws IOException {
        return BackboneFile.load(path, device, sha256, statistics);
    }

    /**
     * The SHA-256 of the parameters that {@link #load} would give to the engine; nothing is loaded.
     *
     * @param path a TorchScript file or a folder with {@value TrainedNetwork#FILE}
     * @throws IOException if it cannot be read
     */
    public static String digestOf(Path path) throws IOException {
        return BackboneFile.digest(path);
    }

    /** The name of the file or folder it was loaded from. */
    public String name() {
        return name;
    }

    /** The SHA-256 of its parameters. */
    public String digest() {
        return digest;
    }

    /**
     * What tells its numbers, which differ in the last digits, from those of the same parameters taken as they are; empty
     * for the latter.
     */
    String arithmetic() {
        String folded = block instanceof FoldedResidualNetwork ? " folded" : "";
        return classifier().distanceAware() ? folded + " " + classifier() : folded; // the kernel is no parameter
    }

    /**
     * What its logits are made by. A network that this project did not train is taken for linear.
     *
     * @return distance-aware if the logits are the logarithms of kernels between the embedding and the modes of the classes
     */
    public Classifier classifier() {
        return Classifier.of(block);
    }

    /** How an image becomes its input. */
    public Preprocessing preprocessing() {
        return preprocessing;
    }

    /** The class names by label; empty if its description does not give them. */
    public List<String> classes() {
        return classes;
    }

    /** What maps become in a row. */
    Set<MapStatistic> statistics() {
        return statistics;
    }

    /** What the columns of an extracted table mean. */
    public Layout layout() {
        return layout;
    }

    /**
     * A predictor of this network, for applications that speak DJL; any number of them may run at once, each on one thread
     * at a time.
     *
     * @param translator takes the network's outputs
     * @param <I> what it takes
     * @param <O> what it gives
     * @return the caller's to close, before this
     */
    public <I, O> Predictor<I, O> newPredictor(Translator<I, O> translator) {
        if (featuresMethod) {
            throw new IllegalArgumentException(name
                    + " has its features in a method of their own, which a predictor does not call; let the network"
                    + " return (logits, features)");
        }
        return model.newPredictor(translator);
    }

    /**
     * Seconds spent so far in forward passes: reading the images of a batch, bringing them to the network's scale,
     * running it, and fetching the logits; what comes on top for the other outputs is not counted.
     */
    public double forwardSeconds() {
        return forwardNanos * 1e-9;
    }

    /**
     * Runs the network over a set of images, in memory that does not grow with it but for the result.
     *
     * @param images the images; those of another size are resampled
     * @param batchSize images a pass, at least 1; changes speed and, in the last digits, the numbers
     * @param progress is told after every batch how many images are done
     * @return one row an image, in the set's order, with its labels
     * @throws IOException if the images cannot be read, or one of them gives a number that is not finite
     */
    public FeatureTable extract(ImageSet images, int batchSize, IntConsumer progress) throws IOException {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, got " + batchSize);
        }
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        int size = preprocessing.size();
        int numbers = 3 * size * size;
        float[][] table = preprocessing.table();
        float[] pixels = new float[batchSize * numbers];
        JniUtils.setGradMode(false);
        try (Stream<Image> stream = images.images()) {
            Iterator<Image> iterator = stream.iterator();
            while (iterator.hasNext()) {
                long begin = System.nanoTime();
                int n = 0;
                for (; n < batchSize && iterator.hasNext(); n++) {
                    Image image = iterator.next();
                    Preprocessing.normalise(Resampling.fit(image, size).pixels(), table, pixels, n * numbers);
                    labels.add(image.label());
                }
                float[] batch = n == batchSize ? pixels : java.util.Arrays.copyOf(pixels, n * numbers);
                for (float[] row : forward(batch, n, begin)) {
                    requireFinite(row, images, rows.size());
                    rows.add(row);
                }
                progress.accept(rows.size());
            }
        }
        return new FeatureTable(
                layout,
                rows.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    private float[][] forward(float[] pixels, int n, long begin) {
        int size = preprocessing.size();
        try (NDManager scope = manager.newSubManager()) {
            NDArray x = scope.create(pixels, new Shape(n, 3, size, size));
            NDList outputs = run(x, featuresMethod);
            outputs.head().toType(DataType.FLOAT32, false).toFloatArray(); // waits for a device that runs ahead
            forwardNanos += System.nanoTime() - begin;
            return (readout.fits(outputs) ? readout : Readout.of(outputs, n, layout)).rows(outputs, n);
        }
    }

    private NDList run(NDArray x, boolean withFeaturesMethod) {
        NDList outputs = block.forward(store, new NDList(x), false);
        if (withFeaturesMethod) {
            outputs = new NDList(outputs);
            outputs.addAll(features(x));
        }
        return outputs;
    }

    private NDList features(NDArray x) {
        return block.forward(store, new NDList(x, featuresMethod(x)), false);
    }

    /** What tells the engine to call that method: an array beside the input that bears its name. */
    static NDArray featuresMethod(NDArray x) {
        NDArray method = x.getManager().zeros(new Shape(1));
        method.setName("module_method:features");
        return method;
    }

    private boolean hasFeaturesMethod(NDArray probe) {
        try {
            return !features(probe).isEmpty();
        } catch (EngineException e) {
            return false;
        }
    }

    private static void requireFinite(float[] row, ImageSet images, int index) throws IOException {
        for (float value : row) {
            if (!Float.isFinite(value)) {
                throw new IOException("the network returns " + value + " for image " + index + " of " + images.name());
            }
        }
    }

    /** The engine's view of it, for this package. */
    Model model() {
        return model;
    }

    /** Frees the network. */
    @Override
    public void close() {
        model.close();
    }

    @Override
    public String toString() {
        return name + " (" + layout + (classifier().distanceAware() ? ", " + classifier() : "") + ")";
    }
}
