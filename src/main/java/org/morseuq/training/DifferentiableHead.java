package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Divergence;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

/**
 * The engine's twin of a {@link MorseNetwork}: the same numbers, but gradients flow to the parts that are learned.
 *
 * <p>Where only rates are learned an expert enters by its divergences, which are taken once, in plain arrays; so such a fit
 * costs next to nothing however wide the maps are.
 */
final class DifferentiableHead {

    private final MorseNetwork initial;
    private final boolean ratesAlone;
    private final DataType type;
    private final List<Part> parts = new ArrayList<>();
    private final List<NDArray> parameters = new ArrayList<>();

    /**
     * One expert as live arrays.
     *
     * @param expert the expert that it started as
     * @param map its map; null where only rates are learned
     * @param targets (c, k); null where only rates are learned
     * @param logFactor logarithm of what the expert's own rate is multiplied by, a scalar, 0 at the start
     */
    private record Part(Expert expert, DifferentiableMap map, NDArray targets, NDArray logFactor) {}

    /**
     * Makes the parameters.
     *
     * @param initial where learning starts
     * @param learned what is learned
     * @param manager owns the parameters
     * @param type float32 or float64
     */
    DifferentiableHead(MorseNetwork initial, Set<Learnable> learned, NDManager manager, DataType type) {
        this.initial = initial;
        this.ratesAlone = learned.equals(Set.of(Learnable.RATES));
        this.type = type;
        for (Expert expert : initial.experts()) {
            if (learned.contains(Learnable.TARGETS) && expert.divergence() instanceof Divergence.KullbackLeibler) {
                throw new IllegalArgumentException(
                        "targets of the Kullback-Leibler divergence cannot be learned: they would leave the simplex");
            }
            DifferentiableMap map = ratesAlone ? null : new DifferentiableMap(expert.map(), manager, type);
            NDArray targets =
                    ratesAlone ? null : manager.create(expert.targets()).toType(type, true);
            NDArray logFactor = manager.create(0f).toType(type, true);
            parts.add(new Part(expert, map, targets, logFactor));
            if (learned.contains(Learnable.WEIGHTS)) {
                parameters.addAll(map.weights());
            }
            if (learned.contains(Learnable.BIASES)) {
                parameters.addAll(map.biases());
            }
            if (learned.contains(Learnable.TARGETS)) {
                parameters.add(targets);
            }
            if (learned.contains(Learnable.RATES)) {
                parameters.add(logFactor);
            }
        }
        parameters.forEach(parameter -> parameter.setRequiresGradient(true));
    }

    /** Everything that is learned. */
    List<NDArray> parameters() {
        return List.copyOf(parameters);
    }

    /** The logarithms of the factors that the rates are multiplied by, in the order of the experts. */
    List<NDArray> logFactors() {
        return parts.stream().map(Part::logFactor).toList();
    }

    /** What {@link #classEnergies} takes for these rows: one n x c array an expert. */
    List<float[][]> inputs(FeatureTable table) {
        List<float[][]> inputs = new ArrayList<>();
        for (Part part : parts) {
            float[][] x = table.columns(part.expert.blocks());
            if (ratesAlone) {
                float[][] distances = new float[x.length][];
                for (int i = 0; i < x.length; i++) {
                    double[] divergences = part.expert.divergences(x[i]);
                    distances[i] = new float[divergences.length];
                    for (int y = 0; y < divergences.length; y++) {
                        distances[i][y] = (float) divergences[y];
                    }
                }
                x = distances;
            }
            inputs.add(x);
        }
        return inputs;
    }

    /** Some rows of every input, as arrays of the scope. */
    NDList batch(List<float[][]> inputs, int[] rows, NDManager scope) {
        NDList batch = new NDList();
        for (float[][] input : inputs) {
            int width = input[0].length;
            float[] flat = new float[rows.length * width];
            for (int i = 0; i < rows.length; i++) {
                System.arraycopy(input[rows[i]], 0, flat, i * width, width);
            }
            batch.add(scope.create(flat, new Shape(rows.length, width)).toType(type, false));
        }
        return batch;
    }

    /** The energies (n, classes) of a batch. */
    NDArray classEnergies(NDList batch) {
        NDArray sum = null;
        for (int e = 0; e < parts.size(); e++) {
            Part part = parts.get(e);
            NDArray divergences = ratesAlone
                    ? batch.get(e)
                    : DifferentiableKernel.divergences(
                            part.expert.divergence(), part.map.of(batch.get(e)), part.targets);
            NDArray energies;
            try (NDArray factor = part.logFactor.exp()) { // would stay with the parameter, not with the batch
                energies = DifferentiableKernel.energies(part.expert.kernel(), divergences, factor);
            }
            sum = sum == null ? energies : sum.add(energies);
        }
        return sum;
    }

    /** The pooled energies (n) from the energies of the classes. */
    NDArray pooled(NDArray classEnergies) {
        NDArray least = classEnergies.min(new int[] {1}, true);
        if (initial.pooling() == Pooling.MAX) {
            return least.squeeze(1);
        }
        NDArray shift = least.stopGradient();
        return shift.sub(shift.sub(classEnergies).exp().sum(new int[] {1}, true).log())
                .squeeze(1);
    }

    /** The network with what was learned, as plain arrays. */
    MorseNetwork toNetwork() {
        List<Expert> experts = new ArrayList<>();
        for (Part part : parts) {
            Expert expert = part.expert;
            FeatureMap map = ratesAlone ? expert.map() : part.map.toMap();
            float[][] targets = ratesAlone ? expert.targets() : DifferentiableMap.rows(part.targets);
            try (NDArray logFactor = part.logFactor.toType(DataType.FLOAT64, true)) {
                Kernel kernel = expert.kernel().withRate(expert.kernel().rate() * Math.exp(logFactor.getDouble()));
                experts.add(new Expert(expert.blocks(), map, targets, expert.divergence(), kernel));
            }
        }
        return new MorseNetwork(initial.layout(), experts, initial.pooling());
    }
}
