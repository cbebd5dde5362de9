package org.morseuq.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.GradientCollector;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;

/**
 * Fits a Morse network to features by minimising the KL loss against a reference measure, with the engine's derivatives.
 *
 * <p>Only one fit at a time in a process: the engine records gradients for all threads together.
 */
public final class HeadTrainer {

    private HeadTrainer() {}

    /**
     * Fits a network.
     *
     * @param initial the structure, and where learning starts
     * @param data in-distribution rows; labelled from 0 on if the fit is supervised
     * @param reference rows drawn from the reference measure; at least one
     * @param fit how
     * @param losses is told the mean loss after every epoch
     * @return a new network
     */
    public static MorseNetwork fit(
            MorseNetwork initial, FeatureTable data, FeatureTable reference, HeadFit fit, DoubleConsumer losses) {
        if (data.size() == 0 || reference.size() == 0) {
            throw new IllegalArgumentException(
                    "a fit needs data and reference points, got " + data.size() + " and " + reference.size());
        }
        // Few parameters and full batches: take the rates in double precision.
        DataType type = fit.learnsMaps() ? DataType.FLOAT32 : DataType.FLOAT64;
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            DifferentiableHead head = new DifferentiableHead(initial, fit.learnsMaps(), manager, type);
            Batches dataBatches = new Batches(head, head.inputs(data), fit.batchSize(), manager);
            Batches referenceBatches = new Batches(head, head.inputs(reference), fit.batchSize(), manager);
            Adam adam = new Adam(head.parameters(), manager);
            SplittableRandom random = new SplittableRandom(Augmentation.mix(fit.seed()));
            int steps = Math.max(1, data.size() / fit.batchSize());
            for (int epoch = 0; epoch < fit.epochs(); epoch++) {
                int[] order = dataBatches.isWhole() ? null : permutation(data.size(), random);
                double sum = 0;
                for (int step = 0; step < steps; step++) {
                    int[] rows = dataBatches.isWhole() ? all(data.size()) : slice(order, step, fit.batchSize());
                    int[] referenceRows =
                            referenceBatches.isWhole() ? null : draw(reference.size(), fit.batchSize(), random);
                    double progress = (epoch * (double) steps + step) / ((double) fit.epochs() * steps);
                    try (NDManager scope = manager.newSubManager()) {
                        sum += gradient(
                                head,
                                dataBatches.of(rows, scope),
                                fit.supervised() ? labels(data, rows) : new int[0],
                                referenceBatches.of(referenceRows, scope),
                                fit);
                    }
                    adam.step(fit.learningRate() * Schedule.COSINE.fraction(progress));
                }
                losses.accept(sum / steps);
            }
            return head.toNetwork();
        }
    }

    private static double gradient(DifferentiableHead head, NDList data, int[] labels, NDList reference, HeadFit fit) {
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            NDArray classes = head.classEnergies(data);
            NDArray energies = fit.supervised() ? ofOwnClass(classes, labels) : head.pooled(classes);
            NDArray loss = fit.loss().of(energies, head.pooled(head.classEnergies(reference)));
            if (fit.ridge() > 0) {
                for (NDArray logFactor : head.logFactors()) {
                    // These would stay with the parameter, not with the batch.
                    try (NDArray factor = logFactor.exp();
                            NDArray square = factor.square()) {
                        loss = loss.add(Scalars.times(
                                loss.getManager().zeros(new Shape()).add(square), fit.ridge()));
                    }
                }
            }
            collector.backward(loss);
            return loss.toType(DataType.FLOAT64, false).getDouble();
        }
    }

    private static NDArray ofOwnClass(NDArray energies, int[] labels) {
        int classes = Math.toIntExact(energies.getShape().get(1));
        float[] mask = new float[labels.length * classes];
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "a supervised fit needs labels from 0 to " + (classes - 1) + ", got " + labels[i]);
            }
            mask[i * classes + labels[i]] = 1;
        }
        NDArray own = energies.getManager()
                .create(mask, new Shape(labels.length, classes))
                .toType(energies.getDataType(), false);
        return energies.mul(own).sum(new int[] {1});
    }

    private static int[] labels(FeatureTable table, int[] rows) {
        int[] labels = new int[rows.length];
        for (int i = 0; i < rows.length; i++) {
            labels[i] = table.labels()[rows[i]];
        }
        return labels;
    }

    private static int[] all(int n) {
        return IntStream.range(0, n).toArray();
    }

    private static int[] permutation(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }

    private static int[] draw(int n, int count, SplittableRandom random) {
        return random.ints(count, 0, n).toArray();
    }

    private static int[] slice(int[] order, int step, int count) {
        return Arrays.copyOfRange(order, step * count, (step + 1) * count);
    }

    /** Rows as the engine's arrays; where a batch is all rows, these are made once. */
    private static final class Batches {

        private final DifferentiableHead head;
        private final List<float[][]> inputs;
        private final NDList whole;

        Batches(DifferentiableHead head, List<float[][]> inputs, int batchSize, NDManager manager) {
            this.head = head;
            this.inputs = inputs;
            int rows = inputs.get(0).length;
            this.whole = batchSize < rows ? null : head.batch(inputs, all(rows), manager);
        }

        boolean isWhole() {
            return whole != null;
        }

        /** The rows, owned by the scope until it closes: whatever is computed from them ends with it too. */
        NDList of(int[] rows, NDManager scope) {
            if (whole == null) {
                return head.batch(inputs, rows, scope);
            }
            whole.tempAttach(scope);
            return whole;
        }
    }
}
