package org.morseuq.head;

import java.util.List;
import java.util.Random;
import org.morseuq.data.Layout;

/** Potentials whose flows, steps and stationary distributions have closed forms. */
final class Potentials {

    private Potentials() {}

    /** \( V = E(\varphi(x) - t) \) for one expert on a block of d numbers. */
    static MorseNetwork network(FeatureMap map, float[] target, Kernel kernel) {
        Layout layout = Layout.of("x", map.inputs());
        return new MorseNetwork(
                layout, List.of(new Expert(List.of("x"), map, new float[][] {target}, kernel)), Pooling.MAX);
    }

    static Potential of(FeatureMap map, float[] target, Kernel kernel) {
        return new FeaturePotential(network(map, target, kernel));
    }

    /** \( V = c |r|^p \) with \( r = \|x\| - 1 \): the unit sphere as mode set of a map with a gradient of length 1. */
    record Sphere(int dimension, double factor, double power) implements Potential {

        @Override
        public Slope at(float[] x) {
            double radius = radius(x);
            double r = radius - 1;
            double slope = factor * power * Math.pow(Math.abs(r), power - 1) * Math.signum(r);
            double[] gradient = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                gradient[i] = slope * x[i] / radius;
            }
            return new Slope(factor * Math.pow(Math.abs(r), power), gradient);
        }

        @Override
        public double distance(float[] x) {
            return Math.abs(radius(x) - 1);
        }

        static double radius(float[] x) {
            double squares = 0;
            for (float v : x) {
                squares += (double) v * v;
            }
            return Math.sqrt(squares);
        }
    }

    /** \( V = \frac{1}{2} \sum_i a_i x_i^2 \), which also writes down where it was asked. */
    record Quadratic(double[] curvatures, List<float[]> visited) implements Potential {

        @Override
        public int dimension() {
            return curvatures.length;
        }

        @Override
        public Slope at(float[] x) {
            visited.add(x.clone());
            double energy = 0;
            double[] gradient = new double[x.length];
            for (int i = 0; i < x.length; i++) {
                energy += curvatures[i] * x[i] * x[i] / 2;
                gradient[i] = curvatures[i] * x[i];
            }
            return new Slope(energy, gradient);
        }

        @Override
        public double distance(float[] x) {
            return Sphere.radius(x);
        }
    }

    static float[] gaussian(int d, double scale, Random random) {
        float[] x = new float[d];
        for (int i = 0; i < d; i++) {
            x[i] = (float) (scale * random.nextGaussian());
        }
        return x;
    }
}
