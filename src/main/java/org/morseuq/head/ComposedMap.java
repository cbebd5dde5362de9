package org.morseuq.head;

import java.util.ArrayList;
import java.util.List;

/**
 * Maps one after the other; compositions of compositions are flattened.
 *
 * @param maps the maps in the order in which they are applied; at least one, each fitting the one before
 */
public record ComposedMap(List<FeatureMap> maps) implements FeatureMap {

    /** Flattens and checks the dimensions. */
    public ComposedMap {
        List<FeatureMap> flat = new ArrayList<>();
        for (FeatureMap map : maps) {
            if (map instanceof ComposedMap composed) {
                flat.addAll(composed.maps);
            } else {
                flat.add(map);
            }
        }
        maps = List.copyOf(flat);
        if (maps.isEmpty()) {
            throw new IllegalArgumentException("a composition has at least one map");
        }
        for (int i = 1; i < maps.size(); i++) {
            if (maps.get(i).inputs() != maps.get(i - 1).outputs()) {
                throw new IllegalArgumentException(
                        "map " + i + " takes " + maps.get(i).inputs() + " numbers, the one" + " before gives "
                                + maps.get(i - 1).outputs());
            }
        }
    }

    @Override
    public int inputs() {
        return maps.get(0).inputs();
    }

    @Override
    public int outputs() {
        return maps.get(maps.size() - 1).outputs();
    }

    @Override
    public float[] apply(float[] x) {
        float[] z = x;
        for (FeatureMap map : maps) {
            z = map.apply(z);
        }
        return z;
    }

    @Override
    public float[][] apply(float[][] x) {
        float[][] z = x;
        for (FeatureMap map : maps) {
            z = map.apply(z);
        }
        return z;
    }

    @Override
    public float[] pullback(float[] x, float[] covector) {
        float[][] points = new float[maps.size()][];
        points[0] = x;
        for (int i = 1; i < points.length; i++) {
            points[i] = maps.get(i - 1).apply(points[i - 1]);
        }
        float[] v = covector;
        for (int i = points.length - 1; i >= 0; i--) {
            v = maps.get(i).pullback(points[i], v);
        }
        return v;
    }
}
