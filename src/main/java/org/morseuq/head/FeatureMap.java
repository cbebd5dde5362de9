package org.morseuq.head;

import java.util.List;

/**
 * A map \( \varphi: R^d \to R^k \) from a backbone's numbers to the space where distances to the targets are taken.
 *
 * <p>Immutable and thread-safe.
 */
public sealed interface FeatureMap
        permits IdentityMap, UnitNormMap, SoftmaxMap, AffineMap, ActivationMap, ResidualMap, ComposedMap {

    /** d, the number of inputs. */
    int inputs();

    /** k, the number of outputs. */
    int outputs();

    /**
     * The image of one point.
     *
     * @param x d numbers; not changed
     * @return k numbers; may be {@code x} itself, so do not change them
     */
    float[] apply(float[] x);

    /**
     * The images of several points, with the same bits as one by one.
     *
     * @param x some points; not changed
     * @return their images, which may be among {@code x}
     */
    default float[][] apply(float[][] x) {
        float[][] z = new float[x.length][];
        for (int i = 0; i < x.length; i++) {
            z[i] = apply(x[i]);
        }
        return z;
    }

    /**
     * The derivative at a point, transposed, applied to a covector: \( v \mapsto D\varphi(x)^T v \), by the chain rule.
     *
     * @param x d numbers; not changed
     * @param covector v, k numbers; not changed
     * @return d numbers; may be {@code covector} itself, so do not change them
     */
    float[] pullback(float[] x, float[] covector);

    /**
     * First this map, then another.
     *
     * @param next a map with as many inputs as this one has outputs
     * @return the composition
     */
    default FeatureMap then(FeatureMap next) {
        return new ComposedMap(List.of(this, next));
    }
}
