package org.morseuq.backbone;

import ai.djl.engine.EngineException;
import ai.djl.ndarray.types.Shape;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.function.BiConsumer;
import java.util.function.ObjDoubleConsumer;
import org.morseuq.data.Layout;
import org.morseuq.function.ThriceDifferentiable;
import org.morseuq.function.Vector;

/**
 * The mean cross-entropy of a network file over labelled images, in nats, as a function of its parameters: what curvature is
 * measured on. Batch normalisation and dropout are in evaluation mode.
 *
 * <p>Images go through in batches, weighted by their number, so a last short batch counts as what it is. With one batch the
 * record of the network is kept between products at one point, and they cost a backward pass each; with several it is made
 * anew for each product, and memory stays that of one batch, however many there are.
 *
 * <p>Owns native memory: close it. Not thread-safe.
 */
public final class NetworkLoss implements ThriceDifferentiable, AutoCloseable {

    private final Backbone backbone;
    private final ParametricNetwork network;
    private final ImageBatches images;
    private RecordedObjective whole;

    private NetworkLoss(Backbone backbone, ParametricNetwork network, ImageBatches images) {
        this.backbone = backbone;
        this.network = network;
        this.images = images;
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
        return load(path, device, ImageBatches.of(images, labels, batch));
    }

    /**
     * Loads a network.
     *
     * @param path a TorchScript file or a folder, as {@link Backbone#load} takes it
     * @param device {@code cpu} or {@code gpu}
     * @param images read again for every evaluation
     * @return the loss; close it
     * @throws UnsupportedOperationException if the network shows no parameters, as a frozen TorchScript file does
     * @throws IOException if the files cannot be read, are damaged or do not fit together
     */
    public static NetworkLoss load(Path path, String device, ImageBatches images) throws IOException {
        Backbone backbone = BackboneFile.load(path, device, true, MapStatistic.moments());
        try {
            int classes = backbone.layout().columns(List.of(Layout.LOGITS)).length;
            images.forEach((from, batch, labels) -> {
                for (int i = 0; i < labels.length; i++) {
                    if (labels[i] < 0 || labels[i] >= classes) {
                        throw new IllegalArgumentException("image " + (from + i) + " has label " + labels[i]
                                + ", the network knows classes from 0 to " + (classes - 1));
                    }
                }
            });
            if (backbone.model().getBlock().getParameters().isEmpty()) {
                throw new UnsupportedOperationException("the network shows no parameters to differentiate by");
            }
            ParametricNetwork network = new ParametricNetwork(
                    backbone.model().getBlock(), backbone.model().getNDManager());
            return new NetworkLoss(backbone, network, images);
        } catch (RuntimeException e) {
            backbone.close();
            throw e;
        }
    }

    /**
     * The loss of the same network over other images, such as those of one class: a function of the same vectors. It keeps no
     * record, so many of them take no more memory than one, and there is nothing to close; but it must not be used after this
     * loss is closed.
     *
     * @param others read again for every evaluation
     */
    public ThriceDifferentiable over(ImageBatches others) {
        return new MeanLoss(others, false);
    }

    /** The parameters in the file, a vector of its own; the caller closes it. */
    public Vector parameters() {
        return network.parameters().copy();
    }

    @Override
    public double value(Vector at) {
        return mean().value(at);
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        return mean().gradient(at, gradient);
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        mean().hessianProduct(at, direction, product);
    }

    @Override
    public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
        mean().thirdProduct(at, u, v, into);
    }

    private MeanLoss mean() {
        return new MeanLoss(images, true);
    }

    /** The mean over images; the record of a single batch may be kept in {@link #whole}. */
    private final class MeanLoss implements ThriceDifferentiable {

        private final ImageBatches over;
        private final boolean keeps;

        MeanLoss(ImageBatches over, boolean keeps) {
            this.over = over;
            this.keeps = keeps && over.size() <= over.batch();
        }

        @Override
        public double value(Vector at) {
            double[] sum = {0};
            forEach((objective, weight) -> sum[0] += weight * objective.value(at));
            return sum[0];
        }

        @Override
        public double gradient(Vector at, Vector gradient) {
            double[] sum = {0};
            try (Vector term = at.zeros()) {
                gradient.fill(0);
                forEach((objective, weight) -> {
                    sum[0] += weight * objective.gradient(at, term);
                    gradient.add(weight, term);
                });
            }
            return sum[0];
        }

        @Override
        public void hessianProduct(Vector at, Vector direction, Vector product) {
            derivative(product, (objective, term) -> objective.hessianProduct(at, direction, term));
        }

        @Override
        public void thirdProduct(Vector at, Vector u, Vector v, Vector into) {
            derivative(into, (objective, term) -> objective.thirdProduct(at, u, v, term));
        }

        private void derivative(Vector into, BiConsumer<RecordedObjective, Vector> derivative) {
            try (Vector term = into.zeros()) {
                into.fill(0);
                forEach((objective, weight) -> {
                    derivative.accept(objective, term);
                    into.add(weight, term);
                });
            }
        }

        /** Batches with their share of all images; the record of each is freed after it, unless it is all there is. */
        private void forEach(ObjDoubleConsumer<RecordedObjective> visitor) {
            try {
                visit(visitor);
            } catch (EngineException e) {
                throw new UnsupportedOperationException("the engine cannot differentiate this network: " + cause(e), e);
            }
        }

        private void visit(ObjDoubleConsumer<RecordedObjective> visitor) {
            if (keeps) {
                if (whole == null) {
                    over.forEach((from, batch, labels) -> whole = bind(batch, labels));
                }
                visitor.accept(whole, 1);
                return;
            }
            over.forEach((from, batch, labels) -> {
                try (RecordedObjective part = bind(batch, labels)) {
                    visitor.accept(part, (double) labels.length / over.size());
                }
            });
        }
    }

    /** The line that says what is wrong, behind those that say where in TorchScript. */
    private static String cause(EngineException e) {
        String message = String.valueOf(e.getMessage());
        String first = message.lines().findFirst().orElse("");
        return message.lines().filter(line -> line.contains("Error: ")).reduce(first, (before, line) -> line);
    }

    private RecordedObjective bind(float[][] batch, int[] labels) {
        int size = backbone.preprocessing().size();
        int numbers = 3 * size * size;
        float[] pixels = new float[batch.length * numbers];
        for (int i = 0; i < batch.length; i++) {
            System.arraycopy(batch[i], 0, pixels, i * numbers, numbers);
        }
        return network.on(
                pixels,
                new Shape(batch.length, 3, size, size),
                Loss.crossEntropy(labels),
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
