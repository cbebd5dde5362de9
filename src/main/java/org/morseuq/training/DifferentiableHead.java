package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.List;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.Kernel;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;
import org.morseuq.head.UnitNormMap;

/**
 * The engine's twin of a {@link MorseNetwork}: the same numbers, but gradients flow to the parts that are learned.
 *
 * <p>An expert whose map is not learned enters by its squared distances, which are taken once, in plain arrays; so a fit
 * of the rates alone costs next to nothing however wide the maps are.
 */
final class DifferentiableHead {

    /** Keeps the derivative of a norm finite at zero; below the resolution of float32 for norms above 1e-3. */
    private static final double TINY = 1e-12;

    private final MorseNetwork initial;
    private final boolean learnsMaps;
    private final DataType type;
    private final List<Part> parts = new ArrayList<>();

    /**
     * One expert: what is learned of it, as live arrays.
     *
     * @param expert the expert that it started as
     * @param layers weights (d x k) and bias (k) of every affine map in order; empty if the map is not learned
     * @param logFactor logarithm of what the expert's own rate is multiplied by, a scalar, 0 at the start
     */
    private record Part(Expert expert, List<NDArray> layers, NDArray logFactor) {}

    /**
     * Makes the parameters.
     *
     * @param initial where learning starts
     * @param learnsMaps whether the affine maps are learned; the rates always are
     * @param manager owns the parameters
     * @param type float32 or float64
     */
    DifferentiableHead(MorseNetwork initial, boolean learnsMaps, NDManager manager, DataType type) {
        this.initial = initial;
        this.learnsMaps = learnsMaps;
        this.type = type;
        for (Expert expert : initial.experts()) {
            List<NDArray> layers = new ArrayList<>();
            if (learnsMaps) {
                for (FeatureMap map : maps(expert.map())) {
                    if (map instanceof AffineMap affine) {
                        layers.add(parameter(
                                manager.create(transposed(affine.weights())).toType(type, true)));
                        layers.add(parameter(manager.create(affine.bias()).toType(type, true)));
                    }
                }
            }
            NDArray logFactor = parameter(manager.create(0f).toType(type, true));
            parts.add(new Part(expert, layers, logFactor));
        }
    }

    /** By input, row after row, so that what a checkpoint restores lies in memory as what it was made of. */
    private static float[][] transposed(float[][] weights) {
        float[][] byInput = new float[weights[0].length][weights.length];
        for (int k = 0; k < weights.length; k++) {
            for (int d = 0; d < byInput.length; d++) {
                byInput[d][k] = weights[k][d];
            }
        }
        return byInput;
    }

    private static NDArray parameter(NDArray array) {
        array.setRequiresGradient(true);
        return array;
    }

    /** Everything that is learned. */
    List<NDArray> parameters() {
        List<NDArray> parameters = new ArrayList<>();
        for (Part part : parts) {
            parameters.addAll(part.layers);
            parameters.add(part.logFactor);
        }
        return parameters;
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
            if (!learnsMaps) {
                float[][] distances = new float[x.length][];
                for (int i = 0; i < x.length; i++) {
                    double[] squared = part.expert.squaredDistances(x[i]);
                    distances[i] = new float[squared.length];
                    for (int y = 0; y < squared.length; y++) {
                        distances[i][y] = (float) squared[y];
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
            NDArray distances = learnsMaps ? squaredDistances(part, batch.get(e)) : batch.get(e);
            NDArray energies;
            try (NDArray factor = part.logFactor.exp()) { // would stay with the parameter, not with the batch
                energies = energies(part.expert.kernel(), distances, factor);
            }
            sum = sum == null ? energies : sum.add(energies);
        }
        return sum;
    }

    /** The kernel's energies with its rate times a factor; the results belong to the manager of the distances. */
    private static NDArray energies(Kernel kernel, NDArray squaredDistances, NDArray factor) {
        if (kernel instanceof Kernel.Laplace) {
            return Scalars.times(squaredDistances.add(TINY).sqrt().mul(factor), kernel.rate());
        }
        NDArray scaled = Scalars.times(squaredDistances.mul(factor), kernel.rate());
        if (kernel instanceof Kernel.Cauchy) {
            return scaled.add(1).log();
        }
        if (kernel instanceof Kernel.StudentT student) {
            NDArray logarithm =
                    Scalars.times(scaled, 1 / student.degrees()).add(1).log();
            return Scalars.times(logarithm, (student.degrees() + 1) / 2);
        }
        return Scalars.times(scaled, 0.5);
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

    private NDArray squaredDistances(Part part, NDArray x) {
        NDArray z = x;
        int layer = 0;
        for (FeatureMap map : maps(part.expert.map())) {
            if (map instanceof AffineMap) {
                z = z.matMul(part.layers.get(layer)).add(part.layers.get(layer + 1));
                layer += 2;
            } else if (map instanceof UnitNormMap) {
                z = z.div(z.square().sum(new int[] {1}, true).add(TINY).sqrt());
            } else if (map instanceof ActivationMap activation) {
                z = activation.function() == ActivationMap.Function.RELU ? Activation.relu(z) : z.tanh();
            }
        }
        NDArray targets = x.getManager().create(part.expert.targets()).toType(type, false);
        return z.expandDims(1).sub(targets.expandDims(0)).square().sum(new int[] {2});
    }

    /** The network with what was learned, as plain arrays. */
    MorseNetwork toNetwork() {
        List<Expert> experts = new ArrayList<>();
        for (Part part : parts) {
            Expert expert = part.expert;
            FeatureMap map = learnsMaps ? learnedMap(part) : expert.map();
            try (NDArray logFactor = part.logFactor.toType(DataType.FLOAT64, true)) {
                Kernel kernel = expert.kernel().withRate(expert.kernel().rate() * Math.exp(logFactor.getDouble()));
                experts.add(new Expert(expert.blocks(), map, expert.targets(), kernel));
            }
        }
        return new MorseNetwork(initial.layout(), experts, initial.pooling());
    }

    private static FeatureMap learnedMap(Part part) {
        List<FeatureMap> learned = new ArrayList<>();
        int layer = 0;
        for (FeatureMap map : maps(part.expert.map())) {
            if (map instanceof AffineMap) {
                float[] transposed = floats(part.layers.get(layer));
                float[][] weights = new float[map.outputs()][map.inputs()];
                for (int k = 0; k < map.outputs(); k++) {
                    for (int d = 0; d < map.inputs(); d++) {
                        weights[k][d] = transposed[d * map.outputs() + k];
                    }
                }
                learned.add(new AffineMap(weights, floats(part.layers.get(layer + 1))));
                layer += 2;
            } else {
                learned.add(map);
            }
        }
        return new ComposedMap(learned);
    }

    private static float[] floats(NDArray array) {
        try (NDArray copy = array.toType(DataType.FLOAT32, true)) {
            return copy.toFloatArray();
        }
    }

    private static List<FeatureMap> maps(FeatureMap map) {
        return map instanceof ComposedMap composed ? composed.maps() : List.of(map);
    }
}
