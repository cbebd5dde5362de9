package org.morseuq.complexity;

import org.morseuq.function.PointwiseMap;
import org.morseuq.head.FeatureMap;

/**
 * The map \( \varphi \) of a Morse head as something whose complexity can be measured: plain arrays and closed-form
 * derivatives, no engine. Thread-safe, and there is nothing to close.
 *
 * @param map \( \varphi \)
 */
public record HeadMap(FeatureMap map) implements PointwiseMap {

    @Override
    public int inputs() {
        return map.inputs();
    }

    @Override
    public int outputs() {
        return map.outputs();
    }

    @Override
    public Linearisation at(float[][] points) {
        float[][] values = new float[points.length][];
        for (int i = 0; i < points.length; i++) {
            values[i] = map.apply(points[i]);
        }
        return new Linearisation() {
            @Override
            public float[][] values() {
                return values;
            }

            @Override
            public float[][] pullback(float[][] covectors) {
                float[][] pulled = new float[points.length][];
                for (int i = 0; i < points.length; i++) {
                    pulled[i] = map.pullback(points[i], covectors[i]);
                }
                return pulled;
            }

            @Override
            public void close() {}
        };
    }
}
