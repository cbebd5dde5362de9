package org.morseuq.backbone;

import java.nio.FloatBuffer;
import java.util.Arrays;

/**
 * Spatial means and unbiased standard deviations of maps, in plain Java:
 * \( m_c = \frac{1}{P} \sum_p x_{pc} \) and \( s_c = \sqrt{\frac{1}{P - 1} \sum_p (x_{pc} - m_c)^2} \) over the P positions
 * of channel c.
 *
 * <p>The engine takes some ten calls and four passes over memory for the same; here the maps are read where they lie, twice,
 * the second time from the cache. The channels of a position lie side by side, and so many positions as fill a run are
 * added to partial sums at once, which the compiler turns into vector instructions. A partial sum has few enough terms for
 * single precision before it goes into one in double. No sum mixes images, so batches change no bit.
 */
final class SpatialMoments {

    /** Numbers in a run: long enough for vector loops. */
    private static final int RUN = 256;

    /** Terms of a partial sum in single precision. */
    private static final int TERMS = 64;

    private final FloatBuffer maps;
    private final int positions;
    private final int channels;
    private final float[] run; // copied to an array of its own, for in the midst of one the compiler finds no vectors
    private final float[] centre;
    private final float[] partial;
    private final double[] sums;
    private int start;

    /**
     * Of the maps of some images.
     *
     * @param maps images x positions x channels
     * @param positions P, at least 1
     * @param channels at least 1
     */
    SpatialMoments(FloatBuffer maps, int positions, int channels) {
        this.maps = maps;
        this.positions = positions;
        this.channels = channels;
        run = new float[Math.min(positions, Math.max(1, RUN / channels)) * channels];
        centre = new float[run.length];
        partial = new float[run.length];
        sums = new double[channels];
    }

    /**
     * Looks at one image.
     *
     * @param image its place in the batch
     */
    void of(int image) {
        start = image * positions * channels;
        sum(SpatialMoments::add);
        for (int j = 0; j < centre.length; j += channels) {
            for (int c = 0; c < channels; c++) {
                centre[j + c] = (float) (sums[c] / positions);
            }
        }
    }

    /** Writes the means of the image that was looked at last. */
    void means(float[] row, int offset) {
        System.arraycopy(centre, 0, row, offset, channels);
    }

    /** Writes the deviations of the image that was looked at last; there must be more than one position. */
    void deviations(float[] row, int offset) {
        sum(SpatialMoments::addSquares);
        for (int c = 0; c < channels; c++) {
            row[offset + c] = (float) Math.sqrt(sums[c] / (positions - 1));
        }
    }

    /** Adds what is to be summed of one run to the partial sums. */
    private interface Term {
        void add(float[] run, float[] centre, float[] partial, int count);
    }

    private static void add(float[] run, float[] centre, float[] partial, int count) {
        for (int j = 0; j < count; j++) {
            partial[j] += run[j];
        }
    }

    private static void addSquares(float[] run, float[] centre, float[] partial, int count) {
        for (int j = 0; j < count; j++) {
            float difference = run[j] - centre[j];
            partial[j] += difference * difference;
        }
    }

    /** Sums by channel over all positions. */
    private void sum(Term term) {
        Arrays.fill(sums, 0);
        int end = start + positions * channels;
        int terms = 0;
        for (int from = start; from < end; from += run.length) {
            int count = Math.min(run.length, end - from);
            maps.get(from, run, 0, count);
            term.add(run, centre, partial, count);
            terms++;
            if (terms == TERMS) {
                flush();
                terms = 0;
            }
        }
        flush();
    }

    private void flush() {
        for (int j = 0; j < partial.length; j += channels) {
            for (int c = 0; c < channels; c++) {
                sums[c] += partial[j + c];
            }
        }
        Arrays.fill(partial, 0);
    }
}
