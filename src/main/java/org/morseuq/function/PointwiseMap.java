package org.morseuq.function;

import java.util.Arrays;

/**
 * A differentiable map \( f: R^d \to R^p \) that is applied to many points at once, point by point: a network in evaluation
 * mode over a batch of images, or a fitted head over rows of features.
 *
 * <p>Not thread-safe unless an implementation says so.
 */
public interface PointwiseMap {

    /** d, how many numbers a point has. */
    int inputs();

    /** p, how many numbers f gives for one. */
    int outputs();

    /**
     * Evaluates f at some points and keeps what its derivatives there need.
     *
     * @param points n x d numbers, n at least 1; not changed, and not to be changed while the result is used
     * @return the values and the derivatives at these points; close it
     */
    Linearisation at(float[][] points);

    /**
     * The values alone, of as many points as there are.
     *
     * @param points n x d numbers; not changed
     * @param batch how many are evaluated at a time, at least 1
     * @return n x p numbers
     */
    default float[][] values(float[][] points, int batch) {
        float[][] values = new float[points.length][];
        for (int from = 0; from < points.length; from += batch) {
            int to = Math.min(points.length, from + batch);
            try (Linearisation here = at(Arrays.copyOfRange(points, from, to))) {
                System.arraycopy(here.values(), 0, values, from, to - from);
            }
        }
        return values;
    }

    /**
     * This map with a run of its outputs alone, as the logits of a network that gives its features too.
     *
     * @param from the first output kept
     * @param count how many are kept, at least 1
     * @return a view of this map
     */
    default PointwiseMap outputs(int from, int count) {
        return new SomeOutputs(this, from, count);
    }

    /** A map at n points: its values and what its derivatives do there. Owns memory, maybe outside Java: close it. */
    interface Linearisation extends AutoCloseable {

        /** The values, n x p; not to be changed. */
        float[][] values();

        /**
         * Pulls one covector a point back, \( v_i \mapsto Df(x_i)^T v_i \); may be asked again and again.
         *
         * @param covectors n x p numbers; not changed
         * @return n x d numbers
         */
        float[][] pullback(float[][] covectors);

        /**
         * The squared norms of pulled-back covectors, \( \|Df(x_i)^T v_i\|^2 \), summed in double precision. An
         * implementation may spare the way of the n x d numbers into Java.
         *
         * @param covectors n x p numbers; not changed
         * @return n numbers
         */
        default double[] squaredNorms(float[][] covectors) {
            float[][] pulled = pullback(covectors);
            double[] squares = new double[pulled.length];
            for (int i = 0; i < pulled.length; i++) {
                for (float x : pulled[i]) {
                    squares[i] += (double) x * x;
                }
            }
            return squares;
        }

        @Override
        void close();
    }
}
