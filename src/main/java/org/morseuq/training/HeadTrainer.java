package org.morseuq.training;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.function.DoubleConsumer;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;
import org.morseuq.optimizer.OptimizerConfig;

/**
 * Fits a Morse network to features by minimising the KL loss against a reference measure, with the engine's derivatives.
 *
 * <p>Every epoch draws from a random stream of its own, so a fit that goes on from a {@link HeadCheckpoint} sees what it
 * would have seen. Only one fit at a time in a process: the engine records gradients for all threads together.
 */
public final class HeadTrainer {

    private final HeadFit fit;
    private final NDManager manager;
    private final DifferentiableHead head;
    private final HeadBatches batches;
    private final Optional<HeldOut> heldOut;
    private final Optional<HeadBatches> watched;
    private final HeadDescent descent;
    private final List<NDArray> best = new ArrayList<>();

    private HeadTrainer(
            MorseNetwork initial,
            FeatureTable data,
            FeatureTable reference,
            HeadFit fit,
            Optional<HeldOut> heldOut,
            Optional<OptimizerConfig> optimizer,
            NDManager manager) {
        // Few parameters and full batches: take the rates in double precision.
        DataType type = fit.learnsRatesAlone() ? DataType.FLOAT64 : DataType.FLOAT32;
        this.fit = fit;
        this.manager = manager;
        this.heldOut = heldOut;
        head = new DifferentiableHead(initial, fit.learned(), manager, type);
        batches = new HeadBatches(head, data, reference, fit.batchSize(), manager);
        watched = heldOut.map(held -> new HeadBatches(head, held.data(), held.reference(), Integer.MAX_VALUE, manager));
        descent = optimizer.isPresent()
                ? new NamedDescent(head.parameters(), manager, optimizer.get())
                : new AdamDescent(head.parameters(), manager, fit.learningRate());
        head.parameters().forEach(parameter -> best.add(parameter.duplicate()));
    }

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
        try {
            return fit(initial, data, reference, fit, Optional.empty(), FitJournal.of(losses));
        } catch (IOException e) {
            throw new IllegalStateException("a fit without a checkpoint touches no file", e);
        }
    }

    /**
     * Fits a network that may be stopped early, and whose state may be kept on disk.
     *
     * @param initial the structure, and where learning starts
     * @param data in-distribution rows; labelled from 0 on if the fit is supervised
     * @param reference rows drawn from the reference measure; at least one
     * @param fit how
     * @param heldOut what decides when to stop; the last epoch's parameters are taken if there is nothing
     * @param journal is told the mean loss after every epoch of this call, and says where the state is kept, and looked
     *     for first; only if maps are learned, for other fits take a moment
     * @return a new network
     * @throws IOException if the checkpoint cannot be read or written, or belongs to another fit
     */
    public static MorseNetwork fit(
            MorseNetwork initial,
            FeatureTable data,
            FeatureTable reference,
            HeadFit fit,
            Optional<HeldOut> heldOut,
            FitJournal journal)
            throws IOException {
        if (data.size() == 0 || reference.size() == 0) {
            throw new IllegalArgumentException(
                    "a fit needs data and reference points, got " + data.size() + " and " + reference.size());
        }
        if (journal.checkpoint().isPresent() && fit.learnsRatesAlone()) {
            throw new IllegalArgumentException("a fit of the rates alone keeps no checkpoint");
        }
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            return new HeadTrainer(initial, data, reference, fit, heldOut, journal.optimizer(), manager)
                    .run(journal.checkpoint(), journal.losses());
        }
    }

    private MorseNetwork run(Optional<HeadCheckpoint> checkpoint, DoubleConsumer losses) throws IOException {
        HeadCheckpoint.Progress progress = HeadCheckpoint.Progress.START;
        if (checkpoint.isPresent()) {
            progress = checkpoint.get().load(state()).orElse(progress);
            descent.continueAfter(progress.steps());
        }
        long saved = System.nanoTime();
        while (progress.epochs() < fit.epochs()
                && !(heldOut.isPresent() && progress.since() >= heldOut.get().patience())) {
            double loss = epoch(progress.epochs());
            progress = watch(progress);
            if (checkpoint.isPresent()
                    && (System.nanoTime() - saved) * 1e-9 >= checkpoint.get().seconds()) {
                checkpoint.get().save(progress, state().save());
                saved = System.nanoTime();
            }
            try {
                losses.accept(loss);
            } catch (RuntimeException stop) {
                if (checkpoint.isPresent()) {
                    checkpoint.get().save(progress, state().save());
                }
                throw stop;
            }
        }
        if (heldOut.isPresent()) {
            copy(best, head.parameters());
        }
        return head.toNetwork();
    }

    /** Everything that the rest of a fit depends on. */
    private NamedArrays state() {
        Map<String, NDArray> arrays = new LinkedHashMap<>();
        for (int i = 0; i < best.size(); i++) {
            arrays.put("parameter/" + i, head.parameters().get(i));
            arrays.put("best/" + i, best.get(i));
        }
        arrays.putAll(descent.remembered());
        return new NamedArrays(arrays);
    }

    /** One pass over the data. */
    private double epoch(int epoch) {
        SplittableRandom random = Augmentation.stream(fit.seed(), epoch, 0);
        int steps = batches.steps();
        int[] order = batches.order(random);
        double sum = 0;
        for (int step = 0; step < steps; step++) {
            double done = (epoch * (double) steps + step) / ((double) fit.epochs() * steps);
            try (NDManager scope = manager.newSubManager()) {
                HeadBatches.Batch batch = batches.at(step, order, random, scope);
                sum += descent.step(() -> penalised(batch), Schedule.COSINE.fraction(done));
            }
        }
        return sum / steps;
    }

    private NDArray penalised(HeadBatches.Batch batch) {
        NDArray loss = loss(head, fit, batch);
        if (fit.ridge() > 0) {
            for (NDArray logFactor : head.logFactors()) {
                // These would stay with the parameter, not with the batch.
                try (NDArray factor = logFactor.exp();
                        NDArray square = factor.square()) {
                    loss = loss.add(
                            Scalars.times(loss.getManager().zeros(new Shape()).add(square), fit.ridge()));
                }
            }
        }
        return loss;
    }

    /** The loss of a batch, without the penalty on the rates. */
    static NDArray loss(DifferentiableHead head, HeadFit fit, HeadBatches.Batch batch) {
        NDList parts = head.classEnergies(batch.inputs()).split(new long[] {batch.labels().length});
        NDArray data = parts.get(0);
        NDArray energies = fit.supervised() ? ofOwnClass(data, batch.labels()) : head.pooled(data);
        return fit.loss().of(energies, head.pooled(fit.loss().againstData() ? data : parts.get(1)));
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

    /** Ends an epoch: remembers the parameters if the held-out loss is the least so far. */
    private HeadCheckpoint.Progress watch(HeadCheckpoint.Progress before) {
        int epochs = before.epochs() + 1;
        if (watched.isEmpty()) {
            return new HeadCheckpoint.Progress(epochs, descent.steps(), before.least(), 0);
        }
        double loss;
        JniUtils.setGradMode(false);
        try (NDManager scope = manager.newSubManager()) {
            loss = loss(head, fit, watched.get().whole(scope))
                    .toType(DataType.FLOAT64, false)
                    .getDouble();
        }
        if (loss < before.least()) {
            copy(head.parameters(), best);
            return new HeadCheckpoint.Progress(epochs, descent.steps(), loss, 0);
        }
        return new HeadCheckpoint.Progress(epochs, descent.steps(), before.least(), before.since() + 1);
    }

    private static void copy(List<NDArray> from, List<NDArray> to) {
        for (int i = 0; i < from.size(); i++) {
            NamedArrays.overwrite(to.get(i), from.get(i));
        }
    }
}
