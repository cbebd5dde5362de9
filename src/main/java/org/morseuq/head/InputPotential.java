package org.morseuq.head;

import java.util.function.UnaryOperator;
import org.morseuq.data.Layout;

/**
 * The energy of a Morse network as a function of the input x of a frozen network h, \( V(h(x)) \): its gradient is
 * \( Dh(x)^T \nabla V(h(x)) \), the covector \( \nabla V \) pulled back through h.
 *
 * <p>The distance is that of {@link FeaturePotential} at h(x). As safe to share between threads as h.
 */
public final class InputPotential implements Potential {

    /** The frozen network h with its derivative. */
    @FunctionalInterface
    public interface Pullback {
        /**
         * Runs h at x, asks for a covector on its output, and pulls it back.
         *
         * @param x the input; not changed
         * @param covector gives the covector for the feature row h(x), called once
         * @return as many numbers as x has
         */
        float[] at(float[] x, UnaryOperator<float[]> covector);
    }

    private final int dimension;
    private final Pullback backbone;
    private final FeaturePotential features;
    private final int width;
    private final int[] columns;

    /**
     * A potential on inputs.
     *
     * @param network the Morse network
     * @param given what h returns; blocks that the network does not know are ignored
     * @param dimension how many numbers h takes, at least 1
     * @param backbone h
     */
    public InputPotential(MorseNetwork network, Layout given, int dimension, Pullback backbone) {
        if (dimension < 1) {
            throw new IllegalArgumentException("an input has at least 1 number, got " + dimension);
        }
        Layout wanted = network.layout();
        if (!given.select(wanted.names()).equals(wanted)) {
            throw new IllegalArgumentException("the network takes " + wanted + ", the backbone gives " + given);
        }
        this.dimension = dimension;
        this.backbone = backbone;
        this.features = new FeaturePotential(network);
        this.width = given.width();
        this.columns = given.columns(wanted.names());
    }

    @Override
    public int dimension() {
        return dimension;
    }

    @Override
    public Slope at(float[] x) {
        double[] energy = new double[1];
        float[] pulled = backbone.at(x, row -> {
            Slope slope = features.at(gather(row));
            energy[0] = slope.energy();
            float[] covector = new float[width];
            for (int j = 0; j < columns.length; j++) {
                covector[columns[j]] = (float) slope.gradient()[j];
            }
            return covector;
        });
        double[] gradient = new double[dimension];
        for (int i = 0; i < dimension; i++) {
            gradient[i] = pulled[i];
        }
        return new Slope(energy[0], gradient);
    }

    @Override
    public double distance(float[] x) {
        double[] distance = new double[1];
        backbone.at(x, row -> {
            distance[0] = features.distance(gather(row));
            return new float[width];
        });
        return distance[0];
    }

    private float[] gather(float[] row) {
        float[] mine = new float[columns.length];
        for (int j = 0; j < mine.length; j++) {
            mine[j] = row[columns[j]];
        }
        return mine;
    }
}
