package org.morseuq.eval;

import java.util.Arrays;
import org.morseuq.data.FeatureTable;
import smile.sort.QuickSelect;

/**
 * The free energy of the logits after large activations are cut off: \( -\ln \sum_c e^{l'_c} \) with
 * \( l' = W \min(x, a) + b \), where x is the embedding, W and b the last layer, and a the 90th percentile of all
 * activations of all training rows. Inputs from elsewhere tend to fire a few units far too strongly.
 *
 * <p>The percentile interpolates linearly between the two order statistics beside it. Beyond 2^27 activations it is taken
 * from rows at even distances. The last layer is recovered by least squares, see {@link UnfittableException} for when
 * there is none.
 *
 * <p>Costs O(n d (d + classes)) to fit and O(d classes) a row for n rows of d features. Y. Sun, C. Guo, Y. Li (2021),
 * ReAct: Out-of-distribution Detection With Rectified Activations, arXiv 2111.12797.
 */
public final class RectifiedActivations implements Detector {

    private static final double FRACTION = 0.9;
    private static final int MOST = 1 << 27;

    private final Columns embedding;
    private final LinearReadout readout;
    private final float limit;

    private RectifiedActivations(Columns embedding, LinearReadout readout, float limit) {
        this.embedding = embedding;
        this.readout = readout;
        this.limit = limit;
    }

    /**
     * Recovers the last layer and finds the limit.
     *
     * @param train rows with logits and an embedding, two more than the embedding has features; labels are not used
     * @return the detector
     */
    public static RectifiedActivations fit(FeatureTable train) {
        return fit(train, FRACTION);
    }

    /**
     * Recovers the last layer and finds another limit.
     *
     * @param train as for {@link #fit(FeatureTable)}
     * @param fraction of the activations that lie below the limit, from 0 to 1
     * @return the detector
     */
    public static RectifiedActivations fit(FeatureTable train, double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("fraction must be in [0, 1], got " + fraction);
        }
        Columns embedding = LinearReadout.embedding(train);
        float[][] rows = embedding.train(train);
        LinearReadout readout = LinearReadout.fit(rows, Columns.logits(train).train(train));
        return new RectifiedActivations(embedding, readout, percentile(rows, fraction));
    }

    private static float percentile(float[][] rows, double fraction) {
        int features = rows[0].length;
        int stride = (int) (((long) rows.length * features + MOST - 1) / MOST);
        int used = (rows.length + stride - 1) / stride;
        float[] all = new float[used * features];
        for (int i = 0; i < used; i++) {
            System.arraycopy(rows[i * stride], 0, all, i * features, features);
        }
        double place = fraction * (all.length - 1);
        int below = (int) place;
        float low = QuickSelect.select(all, below); // leaves the larger ones behind that place
        float high = low;
        if (below + 1 < all.length) {
            high = Float.POSITIVE_INFINITY;
            for (int i = below + 1; i < all.length; i++) {
                high = Math.min(high, all[i]);
            }
        }
        return (float) (low + (place - below) * ((double) high - low));
    }

    @Override
    public String name() {
        return "react";
    }

    @Override
    public double[] score(FeatureTable table) {
        return Arrays.stream(embedding.of(table)).mapToDouble(this::score).toArray();
    }

    private double score(float[] row) {
        for (int j = 0; j < row.length; j++) {
            row[j] = Math.min(row[j], limit);
        }
        return -LogSumExp.of(readout.logits(row));
    }
}
