package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.jni.JniUtils;
import org.morseuq.function.PointwiseMap;

/**
 * One output of a network in evaluation mode as a function of its input, where its parameters are at the time.
 *
 * @param network the network
 * @param manager where arrays are made
 * @param example the shape of one input, n left out
 * @param output which of the network's outputs, a matrix (n, k); 0 for the logits
 * @param outputs k
 */
record InputMap(ParametricNetwork network, NDManager manager, Shape example, int output, int outputs)
        implements PointwiseMap {

    @Override
    public int inputs() {
        return Math.toIntExact(example.size());
    }

    @Override
    public Linearisation at(float[][] points) {
        int n = points.length;
        int width = inputs();
        float[] numbers = new float[n * width];
        for (int i = 0; i < n; i++) {
            if (points[i].length != width) {
                throw new IllegalArgumentException(
                        "point " + i + " has " + points[i].length + " numbers, the network takes " + width);
            }
            System.arraycopy(points[i], 0, numbers, i * width, width);
        }
        boolean before = JniUtils.isGradMode();
        JniUtils.setGradMode(true);
        NDManager scope = manager.newSubManager();
        try {
            NDArray x = scope.create(numbers, new Shape(n).addAll(example)).toType(network.type(), false);
            x.setRequiresGradient(true);
            return new Recorded(
                    scope,
                    x,
                    network.forward(x, scope, ParametricNetwork.Mode.EVALUATION).get(output));
        } catch (RuntimeException e) {
            scope.close();
            throw e;
        } finally {
            JniUtils.setGradMode(before);
        }
    }

    /** What the engine recorded of one forward pass. */
    private final class Recorded implements Linearisation {

        private final NDManager scope;
        private final NDArray x;
        private final NDArray y;
        private final float[][] values;

        Recorded(NDManager scope, NDArray x, NDArray y) {
            this.scope = scope;
            this.x = x;
            this.y = y;
            values = rows(y, Math.toIntExact(x.getShape().get(0)), outputs);
        }

        @Override
        public float[][] values() {
            return values;
        }

        @Override
        public float[][] pullback(float[][] covectors) {
            try (NDManager pass = scope.newSubManager()) {
                return rows(pulled(pass, covectors), covectors.length, inputs());
            }
        }

        @Override
        public double[] squaredNorms(float[][] covectors) {
            try (NDManager pass = scope.newSubManager()) {
                return pulled(pass, covectors)
                        .toType(DataType.FLOAT64, false)
                        .square()
                        .reshape(covectors.length, inputs())
                        .sum(new int[] {1})
                        .toDoubleArray();
            }
        }

        private NDArray pulled(NDManager pass, float[][] covectors) {
            float[] numbers = new float[covectors.length * outputs];
            for (int i = 0; i < covectors.length; i++) {
                System.arraycopy(covectors[i], 0, numbers, i * outputs, outputs);
            }
            NDArray cotangent =
                    pass.create(numbers, new Shape(covectors.length, outputs)).toType(y.getDataType(), false);
            NDArray pulled = network.autograd()
                    .pullback(new NDList(y), new NDList(x), new NDList(cotangent))
                    .get(0);
            pulled.attach(pass);
            return pulled;
        }

        @Override
        public void close() {
            scope.close();
        }
    }

    private static float[][] rows(NDArray matrix, int n, int width) {
        float[] numbers = matrix.toType(DataType.FLOAT32, false).toFloatArray();
        float[][] rows = new float[n][width];
        for (int i = 0; i < n; i++) {
            System.arraycopy(numbers, i * width, rows[i], 0, width);
        }
        return rows;
    }
}
