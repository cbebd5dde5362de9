package org.morseuq.eval;

import java.util.Arrays;
import java.util.function.Function;
import java.util.stream.IntStream;
import org.morseuq.algebra.InnerProducts;
import org.morseuq.algebra.TiledInnerProducts;
import org.morseuq.data.FeatureTable;

/**
 * The free energy of the logits and the distance to the k-th nearest training row together:
 * \( \frac{E(x) - m_E}{s_E} + \frac{D(x) - m_D}{s_D} \), with E of {@link Energy}, D of {@link NearestNeighbors}, and
 * their means m and standard deviations s on training rows.
 *
 * <p>Not from a paper: the plainest detector that looks at the logits and at features, as a Morse head does, and so what
 * such a head has to beat on the same features. The means and deviations are of at most 2000 training rows at even
 * distances, each of which has itself as its first neighbour. A score that does not vary there is not divided by
 * anything.
 *
 * <p>Costs what the two detectors cost, and 2000 rows more to fit.
 */
public final class EnergyWithNeighbors implements Detector {

    private static final int ROWS = 2000;

    private final String name;
    private final Columns logits;
    private final NearestNeighbors neighbors;
    private final double[] energyMoments;
    private final double[] distanceMoments;

    private EnergyWithNeighbors(
            String name, Columns logits, NearestNeighbors neighbors, double[] energyMoments, double[] distanceMoments) {
        this.name = name;
        this.logits = logits;
        this.neighbors = neighbors;
        this.energyMoments = energyMoments;
        this.distanceMoments = distanceMoments;
    }

    /**
     * Keeps the embeddings of a training table, with k = {@link NearestNeighbors#DEFAULT_K}.
     *
     * @param train at least one row with logits; labels are not used
     * @return the detector
     */
    public static EnergyWithNeighbors fit(FeatureTable train) {
        return fit(train, NearestNeighbors.DEFAULT_K, FeatureView.embedding(train.layout()));
    }

    /**
     * Keeps other features of a training table.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param k at least 1; the number of training rows if that is less
     * @param view what stands for the embedding; scaled to length 1 in any case
     * @return the detector
     */
    public static EnergyWithNeighbors fit(FeatureTable train, int k, FeatureView view) {
        return fit(train, k, view, TiledInnerProducts::new);
    }

    /**
     * Keeps other features of a training table, and says who computes inner products; no score depends on that.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param k at least 1; the number of training rows if that is less
     * @param view what stands for the embedding; scaled to length 1 in any case
     * @param products prepares the products with rows that do not change
     * @return the detector
     */
    public static EnergyWithNeighbors fit(
            FeatureTable train, int k, FeatureView view, Function<float[][], InnerProducts> products) {
        Columns logits = Columns.logits(train);
        NearestNeighbors neighbors = NearestNeighbors.fit(train, k, view, products);
        int stride = (train.size() + ROWS - 1) / ROWS;
        FeatureTable sample = train.rows(
                IntStream.range(0, train.size()).filter(i -> i % stride == 0).toArray());
        return new EnergyWithNeighbors(
                view.name("energy+knn"),
                logits,
                neighbors,
                moments(new Energy().score(sample)),
                moments(neighbors.score(sample)));
    }

    /** The mean, and the standard deviation or 1. */
    private static double[] moments(double[] scores) {
        double mean = Arrays.stream(scores).average().orElseThrow();
        double variance = Arrays.stream(scores)
                .map(s -> (s - mean) * (s - mean))
                .average()
                .orElseThrow();
        return new double[] {mean, variance > 0 ? Math.sqrt(variance) : 1};
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public double[] score(FeatureTable table) {
        logits.of(table); // refuses a table with other logits
        double[] scores = new Energy().score(table);
        double[] distances = neighbors.score(table);
        for (int i = 0; i < scores.length; i++) {
            scores[i] = (scores[i] - energyMoments[0]) / energyMoments[1]
                    + (distances[i] - distanceMoments[0]) / distanceMoments[1];
        }
        return scores;
    }
}
