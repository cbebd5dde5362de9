package org.morseuq.backbone;

import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.function.BiConsumer;
import org.morseuq.data.Layout;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;

/**
 * The mean cross-entropy of a network file over labelled images, in nats, as a function of its parameters: what curvature is
 * measured on. Batch normalisation and dropout are in evaluation mode.
 *
 * <p>Images go through in batches, weighted by their number, so a last short batch counts as what it is. With one batch the
 * record of the network is kept between products at one point, and they cost a backward pass each; with several it is made
 * anew for each product, and memory stays that of one batch.
 *
 * <p>Owns native memory: close it. Not thread-safe.
 */
public final class NetworkLoss implements ThriceDifferentiable, AutoCloseable {

    private final Backbone backbone;
    private final ParametricNetwork network;
    private final float[][] images;
    private final int[] labels;
    private final int batch;
    private RecordedObjective whole;

    private NetworkLoss(Backbone backbone, float[][] images, int[] labels, int batch) {
        this.backbone = backbone;
        this.images = images;
        this.labels = labels;
        this.batch = batch;
        network = new ParametricNetwork(
                backbone.model().getBlock(), backbone.model().getNDManager());
    }

    /**
     * Loads a network.
     *
     * @param path a TorchScript file or a folder, as {@link Backbone#load} takes it
     * @param device {@code cpu} or {@code gpu}
     * @param images n x 3 size^2 numbers on the network's scale, n at least 1; kept, not to be changed
     * @param labels n classes from 0 on; kept
     * @param batch how many images are in memory at a time, at least 1
     * @return the loss; close it
     * @throws IOException if the files cannot be read, are damaged or do not fit together
     */
    public static NetworkLoss load(Path path, String device, float[][] images, int[] labels, int batch)
            throws IOException {
        if (images.length == 0 || images.length != labels.length || batch < 1) {
            throw new IllegalArgumentException(
                    "a loss needs at least one image, a label for each and a batch of at least" + " 1, got "
                            + images.length + ", " + labels.length + ", " + batch);
        }
        Backbone backbone = BackboneFile.load(path, device, true);
        try {
            int classes = backbone.layout().columns(List.of(Layout.LOGITS)).length;
            for (int i = 0; i < labels.length; i++) {
                if (labels[i] < 0 || labels[i] >= classes) {
                    throw new IllegalArgumentException("image " + i + " has label " + labels[i] + ", the network knows"
                            + " classes from 0 to " + (classes - 1));
                }
            }
            return new NetworkLoss(backbone, images, labels, batch);
        } catch (RuntimeException e) {
            backbone.close();
            throw e;
        }
    }

    /** The parameters in the file, a vector of its own; the caller closes it. */
    public Vector parameters() {
        return network.parameters().copy();
    }

    @Override
    public double value(Vector at) {
        double sum = 0;
        for (int from = 0; from < labels.length; from += batch) {
            try (Part part = part(from)) {
                sum += part.weight * part.objective.value(at);
            }
        }
        return sum;
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        double sum = 0;
        try (Vector term = at.zeros()) {
            gradient.fill(0);
            for (int from = 0; from < labels.length; from += batch) {
                try (Part part = part(from)) {
                    sum += part.weight * part.objective.gradient(at, term);
                    gradient.add(part.weight, term);
                }
            }
        }
        return sum;
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        mean(product, (objective, term) -> objective.hessianProduct(at, direction, term));
    }

    @Override
    public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
        mean(into, (objective, term) -> objective.thirdProduct(at, u, v, term));
    }

    private void mean(Vector into, BiConsumer<RecordedObjective, Vector> derivative) {
        try (Vector term = into.zeros()) {
            into.fill(0);
            for (int from = 0; from < labels.length; from += batch) {
                try (Part part = part(from)) {
                    derivative.accept(part.objective, term);
                    into.add(part.weight, term);
                }
            }
        }
    }

    /** A batch and its share of all images; its record is freed when the part is closed, unless it is all there is. */
    private record Part(RecordedObjective objective, double weight, boolean kept) implements AutoCloseable {

        @Override
        public void close() {
            if (!kept) {
                objective.close();
            }
        }
    }

    private Part part(int from) {
        int to = Math.min(labels.length, from + batch);
        if (to - from < labels.length) {
            return new Part(bind(from, to), (double) (to - from) / labels.length, false);
        }
        if (whole == null) {
            whole = bind(0, to);
        }
        return new Part(whole, 1, true);
    }

    private RecordedObjective bind(int from, int to) {
        int size = backbone.preprocessing().size();
        int numbers = 3 * size * size;
        float[] pixels = new float[(to - from) * numbers];
        for (int i = from; i < to; i++) {
            System.arraycopy(images[i], 0, pixels, (i - from) * numbers, numbers);
        }
        return network.on(
                pixels,
                new Shape(to - from, 3, size, size),
                Loss.crossEntropy(Arrays.copyOfRange(labels, from, to)),
                ParametricNetwork.Mode.EVALUATION,
                0);
    }

    @Override
    public void close() {
        if (whole != null) {
            whole.close();
        }
        backbone.close();
    }
}
