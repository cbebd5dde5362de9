package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.types.Shape;
import java.util.SplittableRandom;

/**
 * A way to the mean of \( \|J_i\|_F^2 \) over the n images of a recorded batch, where \( J_i \) is the Jacobian of p outputs
 * by image i. A pullback is a recorded backward pass; the gradient of the result by the parameters is one more pass through
 * each.
 *
 * <ul>
 *   <li>{@link All}: \( \sum_k \|J_i^T e_k\|^2 \), exact, p pullbacks;
 *   <li>{@link Signs}: the mean over m of \( \|J_i^T v\|^2 \) with independent signs in v, drawn for every image;
 *   <li>{@link Outputs}: \( \frac{p}{r} \sum_k \|J_i^T (\pm e_k)\|^2 \) over r outputs, drawn for every image without
 *       repetition.
 * </ul>
 *
 * <p>The last two are unbiased, with gradients that are unbiased too.
 */
public sealed interface JacobianProbe {

    /**
     * The mean, exact or estimated, as a recorded scalar.
     *
     * @param outputs (n, p), recorded
     * @param pass the batch
     */
    NDArray mean(NDArray outputs, RecordedPass pass);

    /** Whether images are probed by covectors whose products vanish on average, so that no term between images is left. */
    boolean independentByImage();

    /** What is written behind a regularizer that uses it. */
    String suffix();

    /** All outputs. */
    record All() implements JacobianProbe {

        @Override
        public NDArray mean(NDArray outputs, RecordedPass pass) {
            return pass.autograd()
                    .recordedSquaredJacobianNorms(outputs, pass.inputs())
                    .mean();
        }

        @Override
        public boolean independentByImage() {
            return false;
        }

        @Override
        public String suffix() {
            return "";
        }
    }

    /**
     * Random signs.
     *
     * @param count m, at least 1
     */
    record Signs(int count) implements JacobianProbe {

        /** Checks the count. */
        public Signs {
            requireSome(count);
        }

        @Override
        public NDArray mean(NDArray outputs, RecordedPass pass) {
            SplittableRandom random = new SplittableRandom(~pass.seed()); // noise has the seed itself
            float[][] covectors = new float[count][Math.toIntExact(outputs.size())];
            for (float[] covector : covectors) {
                for (int i = 0; i < covector.length; i++) {
                    covector[i] = random.nextBoolean() ? 1 : -1;
                }
            }
            return squares(outputs, covectors, 1.0 / count, pass);
        }

        @Override
        public boolean independentByImage() {
            return true;
        }

        @Override
        public String suffix() {
            return ":signs=" + count;
        }
    }

    /**
     * Some of the outputs.
     *
     * @param count r, from 1 to p
     */
    record Outputs(int count) implements JacobianProbe {

        /** Checks the count. */
        public Outputs {
            requireSome(count);
        }

        @Override
        public NDArray mean(NDArray outputs, RecordedPass pass) {
            int width = Math.toIntExact(outputs.getShape().get(1));
            if (count > width) {
                throw new IllegalArgumentException(
                        "a probe of " + count + " outputs was asked of a layer that has " + width);
            }
            SplittableRandom random = new SplittableRandom(~pass.seed());
            float[][] covectors = new float[count][Math.toIntExact(outputs.size())];
            int[] order = new int[width];
            for (int from = 0; from < covectors[0].length; from += width) {
                for (int k = 0; k < width; k++) {
                    order[k] = k;
                }
                for (int k = 0; k < count; k++) {
                    int drawn = k + random.nextInt(width - k);
                    covectors[k][from + order[drawn]] = random.nextBoolean() ? 1 : -1;
                    order[drawn] = order[k];
                }
            }
            return squares(outputs, covectors, (double) width / count, pass);
        }

        @Override
        public boolean independentByImage() {
            return true;
        }

        @Override
        public String suffix() {
            return ":outputs=" + count;
        }
    }

    private static NDArray squares(NDArray outputs, float[][] covectors, double factor, RecordedPass pass) {
        NDArray sum = pass.scope().zeros(new Shape(), outputs.getDataType());
        for (float[] covector : covectors) {
            NDArray array = pass.scope().create(covector, outputs.getShape()).toType(outputs.getDataType(), false);
            sum = sum.add(pass.pulledBack(outputs, array).square().sum());
        }
        return pass.times(sum, factor / pass.images());
    }

    private static void requireSome(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("a probe needs a count of at least 1, got " + count);
        }
    }
}
