package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import java.nio.ByteBuffer;
import java.nio.FloatBuffer;
import java.nio.IntBuffer;
import java.util.Arrays;
import java.util.Set;

/**
 * The {@linkplain MapStatistic statistics} of maps, in plain Java: \( m_c = \frac{1}{P} \sum_p x_{pc} \),
 * \( s_c = \sqrt{\frac{1}{P - 1} \sum_p (x_{pc} - m_c)^2} \), and if need be \( \max_p x_{pc} \) and the share of
 * \( x_{pc} > 0 \), over the P positions of channel c.
 *
 * <p>The engine takes some ten calls and four passes over memory for the same; here the maps are read once, where they lie.
 * With a shift \( a_c \), \( d_p = x_{pc} - a_c \), \( S = \sum_p d_p \) and \( Q = \sum_p d_p^2 \),
 *
 * <p>\( m_c = a_c + S / P, \qquad (P - 1) s_c^2 = Q - S^2 / P. \)
 *
 * <p>The shift is one of the numbers, in the middle of the map, where no padding makes it an outlier. Even if it is one the
 * difference loses no more than a factor P + 1 of precision: the sum of the squared deviations from the mean has
 * \( (a_c - m_c)^2 \) among its terms, and \( S^2 / P = P (a_c - m_c)^2 \).
 *
 * <p>The channels of a position lie side by side, and so many positions as fill a run are added to partial sums at once,
 * which the compiler turns into vector instructions. A partial sum has few enough terms for single precision before it
 * goes into one in double. No sum mixes images, so batches change no bit.
 */
final class SpatialMoments {

    /** Numbers in a run: long enough for vector loops. */
    private static final int RUN = 512;

    /** Terms of a partial sum in single precision. */
    private static final int TERMS = 64;

    private final FloatBuffer maps;
    private final IntBuffer bits; // of the same numbers
    private final int positions;
    private final int channels;
    private final int middle;
    private final float[] run; // copied to an array of its own, for in the midst of one the compiler finds no vectors
    private final float[] shift; // that of every channel, over and over
    private final float[] sum;
    private final float[] squares;
    private final double[] sums; // S
    private final double[] sumsOfSquares; // Q
    private final boolean peaks; // whether to look at the following three
    private final int[] order; // a run of numbers, by their order
    private final int[] highest; // of every channel, over and over; of the channels, once, in the end
    private final int[] positive;

    /**
     * Of the maps of some images.
     *
     * @param maps images x positions x channels, in single precision
     * @param positions P, at least 1
     * @param channels at least 1
     * @param statistics what will be asked for; mean and deviation always may be
     */
    SpatialMoments(ByteBuffer maps, int positions, int channels, Set<MapStatistic> statistics) {
        this.maps = maps.asFloatBuffer();
        this.positions = positions;
        this.channels = channels;
        middle = positions / 2 + (int) Math.sqrt(positions) / 2;
        int together = Integer.highestOneBit(Math.min(positions, Math.max(1, RUN / channels))); // so that halves fold
        run = new float[together * channels];
        shift = new float[run.length];
        sum = new float[run.length];
        squares = new float[run.length];
        sums = new double[channels];
        sumsOfSquares = new double[channels];
        peaks = !MapStatistic.areMoments(statistics);
        bits = peaks ? maps.asIntBuffer() : IntBuffer.allocate(0);
        order = new int[peaks ? run.length : 0];
        highest = new int[order.length];
        positive = new int[order.length];
    }

    /** Whether maps lie where Java can read them, and no buffer is too short for them. */
    static boolean canRead(NDArray maps) {
        return !maps.getDevice().isGpu() && maps.size() <= Integer.MAX_VALUE / Float.BYTES;
    }

    /**
     * Looks at one image.
     *
     * @param image its place in the batch
     */
    void of(int image) {
        Arrays.fill(sums, 0);
        Arrays.fill(sumsOfSquares, 0);
        Arrays.fill(highest, Integer.MIN_VALUE);
        Arrays.fill(positive, 0);
        int start = image * positions * channels;
        int end = start + positions * channels;
        maps.get(start + middle % positions * channels, shift, 0, channels);
        for (int filled = channels; filled < shift.length; filled *= 2) {
            System.arraycopy(shift, 0, shift, filled, filled);
        }
        int terms = 0;
        for (int from = start; from < end; from += run.length) {
            int count = Math.min(run.length, end - from);
            maps.get(from, run, 0, count);
            add(run, shift, sum, squares, count);
            if (peaks) {
                bits.get(from, order, 0, count);
                order(order, count);
                raise(order, highest, count);
                count(order, positive, count);
            }
            terms++;
            if (terms == TERMS) {
                flush();
                terms = 0;
            }
        }
        flush();
        for (int half = highest.length / 2; half >= channels; half /= 2) {
            System.arraycopy(highest, half, order, 0, half);
            raise(order, highest, half);
            System.arraycopy(positive, half, order, 0, half);
            add(order, positive, half);
        }
    }

    /**
     * Writes a statistic of the image that was looked at last.
     *
     * @param statistic one of those that were announced; the deviation only of more than one position
     * @param row where to
     * @param offset the place of the first channel there
     */
    void write(MapStatistic statistic, float[] row, int offset) {
        switch (statistic) {
            case MEAN -> {
                for (int c = 0; c < channels; c++) {
                    row[offset + c] = (float) (shift[c] + sums[c] / positions);
                }
            }
            case STD -> {
                for (int c = 0; c < channels; c++) {
                    double aroundMean = sumsOfSquares[c] - sums[c] * sums[c] / positions;
                    row[offset + c] = (float) Math.sqrt(Math.max(0, aroundMean) / (positions - 1));
                }
            }
            case MAX -> {
                for (int c = 0; c < channels; c++) {
                    row[offset + c] = Float.intBitsToFloat(ordered(highest[c]));
                }
            }
            case ACTIVE -> {
                for (int c = 0; c < channels; c++) {
                    row[offset + c] = (float) positive[c] / positions;
                }
            }
        }
    }

    /**
     * The bits of a number made to a whole one with the same order, and back: those of a negative number count the wrong way. The
     * compiler makes vector instructions of whole numbers' order, but not of floating-point ones'.
     */
    private static int ordered(int bits) {
        return bits ^ bits >> 31 >>> 1;
    }

    private static void order(int[] bits, int count) {
        for (int j = 0; j < count; j++) {
            bits[j] = ordered(bits[j]);
        }
    }

    private static void raise(int[] run, int[] highest, int count) {
        for (int j = 0; j < count; j++) {
            highest[j] = Math.max(highest[j], run[j]);
        }
    }

    private static void count(int[] run, int[] positive, int count) {
        for (int j = 0; j < count; j++) {
            positive[j] += -run[j] >>> 31; // 1 above 0
        }
    }

    private static void add(int[] run, int[] counts, int count) {
        for (int j = 0; j < count; j++) {
            counts[j] += run[j];
        }
    }

    private static void add(float[] run, float[] shift, float[] sum, float[] squares, int count) {
        for (int j = 0; j < count; j++) {
            float difference = run[j] - shift[j];
            sum[j] += difference;
            squares[j] += difference * difference;
        }
    }

    /** Adds the partial sums, of every channel over and over, to those in double. */
    private void flush() {
        fold(sum, sums);
        fold(squares, sumsOfSquares);
    }

    private void fold(float[] partial, double[] whole) {
        for (int half = partial.length / 2; half >= channels; half /= 2) {
            System.arraycopy(partial, half, run, 0, half);
            add(run, partial, half);
        }
        for (int c = 0; c < channels; c++) {
            whole[c] += partial[c];
        }
        Arrays.fill(partial, 0);
    }

    private static void add(float[] run, float[] partial, int count) {
        for (int j = 0; j < count; j++) {
            partial[j] += run[j];
        }
    }
}
