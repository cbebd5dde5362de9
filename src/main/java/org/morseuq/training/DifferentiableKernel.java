package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import org.morseuq.head.Divergence;
import org.morseuq.head.Kernel;
import org.morseuq.head.SquaredMahalanobis;

/** The engine's twins of a {@link Divergence} and of a {@link Kernel}; results belong to the scope of the points. */
final class DifferentiableKernel {

    /** Keeps the logarithm of a probability finite where it underflows; the least normal float is 1.2e-38. */
    private static final double LEAST_PROBABILITY = 1.2e-38;

    private DifferentiableKernel() {}

    /**
     * The divergences (n, c) of points from targets.
     *
     * @param divergence D
     * @param z points (n, k)
     * @param targets (c, k)
     */
    static NDArray divergences(Divergence divergence, NDArray z, NDArray targets) {
        NDArray points = z.expandDims(1);
        // Targets are only ever the right operand: what is computed from a parameter on the left stays with it.
        if (divergence instanceof Divergence.KullbackLeibler) {
            NDArray cross =
                    points.add(LEAST_PROBABILITY).log().neg().mul(targets).add(points);
            return cross.sum(new int[] {2})
                    .add(z.getManager().create(negativeEntropies(targets)).toType(z.getDataType(), false));
        }
        NDArray difference = points.sub(targets);
        if (divergence instanceof SquaredMahalanobis mahalanobis) {
            NDArray factor =
                    z.getManager().create(mahalanobis.factor()).transpose().toType(z.getDataType(), false);
            difference = difference.matMul(factor);
        }
        return difference.square().sum(new int[] {2});
    }

    /** What the points have no part in, \( \sum_k t_k \log t_k - t_k \) by target. */
    private static double[] negativeEntropies(NDArray targets) {
        int columns = Math.toIntExact(targets.getShape().get(1));
        float[] flat = DifferentiableMap.floats(targets);
        double[] sums = new double[flat.length / columns];
        for (int i = 0; i < flat.length; i++) {
            sums[i / columns] += flat[i] == 0 ? 0 : flat[i] * (Math.log(flat[i]) - 1);
        }
        return sums;
    }

    /**
     * The energies of divergences, the kernel's rate multiplied by a factor.
     *
     * @param kernel the profile
     * @param divergences any shape
     * @param factor a scalar
     */
    static NDArray energies(Kernel kernel, NDArray divergences, NDArray factor) {
        if (kernel instanceof Kernel.Laplace) {
            return Scalars.times(divergences.add(DifferentiableMap.TINY).sqrt().mul(factor), kernel.rate());
        }
        NDArray scaled = Scalars.times(divergences.mul(factor), kernel.rate());
        if (kernel instanceof Kernel.Exponential) {
            return scaled;
        }
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
}
