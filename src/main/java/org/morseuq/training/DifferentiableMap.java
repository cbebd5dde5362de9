package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.nn.Activation;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.morseuq.head.ActivationMap;
import org.morseuq.head.AffineMap;
import org.morseuq.head.ComposedMap;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.ResidualMap;
import org.morseuq.head.SoftmaxMap;
import org.morseuq.head.UnitNormMap;

/** The engine's twin of a {@link FeatureMap}, whose affine parts can be learned. */
final class DifferentiableMap {

    /** Keeps the derivative of a norm finite at zero; below the resolution of float32 for norms above 1e-3. */
    static final double TINY = 1e-12;

    private final FeatureMap initial;
    private final List<NDArray> layers = new ArrayList<>();

    /**
     * Makes the parameters: the weights (d x k) and the bias (k) of every affine map, in the order in which they apply.
     *
     * @param initial where learning starts
     * @param manager owns the parameters
     * @param type float32 or float64
     */
    DifferentiableMap(FeatureMap initial, NDManager manager, DataType type) {
        this.initial = initial;
        for (AffineMap affine : affine(initial)) {
            layers.add(manager.create(transposed(affine.weights())).toType(type, true));
            layers.add(manager.create(affine.bias()).toType(type, true));
        }
    }

    /** The weights of the affine maps. */
    List<NDArray> weights() {
        return every(0);
    }

    /** The biases of the affine maps. */
    List<NDArray> biases() {
        return every(1);
    }

    private List<NDArray> every(int second) {
        List<NDArray> picked = new ArrayList<>();
        for (int i = second; i < layers.size(); i += 2) {
            picked.add(layers.get(i));
        }
        return picked;
    }

    /** The images (n, k) of points (n, d), in their scope. */
    NDArray of(NDArray x) {
        return apply(initial, x, layers.iterator());
    }

    /** The map with what was learned, as plain arrays. */
    FeatureMap toMap() {
        return learned(initial, layers.iterator());
    }

    private static NDArray apply(FeatureMap map, NDArray x, Iterator<NDArray> layers) {
        if (map instanceof ComposedMap composed) {
            NDArray z = x;
            for (FeatureMap part : composed.maps()) {
                z = apply(part, z, layers);
            }
            return z;
        }
        if (map instanceof ResidualMap residual) {
            return x.add(apply(residual.correction(), x, layers));
        }
        if (map instanceof AffineMap) {
            return x.matMul(layers.next()).add(layers.next());
        }
        if (map instanceof UnitNormMap) {
            return x.div(x.square().sum(new int[] {1}, true).add(TINY).sqrt());
        }
        if (map instanceof SoftmaxMap) {
            return x.softmax(1);
        }
        if (map instanceof ActivationMap activation) {
            return activation.function() == ActivationMap.Function.RELU ? Activation.relu(x) : x.tanh();
        }
        return x;
    }

    private static FeatureMap learned(FeatureMap map, Iterator<NDArray> layers) {
        if (map instanceof ComposedMap composed) {
            List<FeatureMap> parts = new ArrayList<>();
            for (FeatureMap part : composed.maps()) {
                parts.add(learned(part, layers));
            }
            return new ComposedMap(parts);
        }
        if (map instanceof ResidualMap residual) {
            return new ResidualMap(learned(residual.correction(), layers));
        }
        if (!(map instanceof AffineMap)) {
            return map;
        }
        float[][] weights = transposed(rows(layers.next()));
        return new AffineMap(weights, floats(layers.next()));
    }

    /** By input, row after row, as they are multiplied. */
    private static float[][] transposed(float[][] rows) {
        float[][] columns = new float[rows[0].length][rows.length];
        for (int k = 0; k < rows.length; k++) {
            for (int d = 0; d < columns.length; d++) {
                columns[d][k] = rows[k][d];
            }
        }
        return columns;
    }

    /** The rows of a matrix of either precision. */
    static float[][] rows(NDArray matrix) {
        int columns = Math.toIntExact(matrix.getShape().get(1));
        float[] flat = floats(matrix);
        float[][] rows = new float[flat.length / columns][columns];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(flat, i * columns, rows[i], 0, columns);
        }
        return rows;
    }

    private static List<AffineMap> affine(FeatureMap map) {
        List<AffineMap> found = new ArrayList<>();
        if (map instanceof ComposedMap composed) {
            composed.maps().forEach(part -> found.addAll(affine(part)));
        } else if (map instanceof ResidualMap residual) {
            found.addAll(affine(residual.correction()));
        } else if (map instanceof AffineMap affine) {
            found.add(affine);
        }
        return found;
    }

    /** The numbers of an array of either precision. */
    static float[] floats(NDArray array) {
        try (NDArray copy = array.toType(DataType.FLOAT32, true)) {
            return copy.toFloatArray();
        }
    }
}
