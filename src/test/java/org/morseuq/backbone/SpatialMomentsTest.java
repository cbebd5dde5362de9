package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Statistics of maps against sums in double, one number after the other. */
final class SpatialMomentsTest {

    /** A partial sum has at most 64 terms of one sign: 64 units in the last place, and in practice a few. */
    private static final double ROUNDING = 64 * 0x1p-24;

    /** One position; less than a run; whole runs; a last run that is short; channels beyond a run; more than 64 runs. */
    @ParameterizedTest
    @CsvSource({
        "1, 5, 0",
        "49, 3, 0",
        "256, 32, 0",
        "64, 64, 0",
        "49, 100, 0",
        "9, 1000, 0",
        "20000, 7, 0",
        "300, 40, 1e4",
        "300, 40, -2"
    })
    void agreesWithSumsInDouble(int positions, int channels, double shift) {
        int images = 3;
        float[] maps = new float[images * positions * channels];
        Random random = new Random(positions);
        for (int i = 0; i < maps.length; i++) {
            maps[i] = (float) (shift + Math.max(0, random.nextGaussian()) * (1 + i % channels));
        }
        SpatialMoments moments = new SpatialMoments(bytes(maps), positions, channels, Set.of(MapStatistic.values()));
        for (int image = images - 1; image >= 0; image--) { // what one image leaves behind would spoil the next
            float[] row = new float[2 * channels + 1];
            moments.of(image);
            moments.write(MapStatistic.MEAN, row, 0);
            if (positions > 1) {
                moments.write(MapStatistic.STD, row, channels + 1);
            }
            float[] peaks = new float[2 * channels];
            moments.write(MapStatistic.MAX, peaks, 0);
            moments.write(MapStatistic.ACTIVE, peaks, channels);
            for (int c = 0; c < channels; c++) {
                double[] x = new double[positions];
                for (int p = 0; p < positions; p++) {
                    x[p] = maps[(image * positions + p) * channels + c];
                }
                double mean = Arrays.stream(x).average().orElseThrow();
                double square =
                        Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum();
                double deviation = positions == 1 ? 0 : Math.sqrt(square / (positions - 1));
                assertEquals(mean, row[c], ROUNDING * (Math.abs(shift) + c + 1));
                // A mean that is off by e, itself rounded, moves the deviation s to the root of s^2 + e^2.
                assertEquals(deviation, row[channels + 1 + c], ROUNDING * (c + 1) + 1e-7 * Math.abs(shift));
                assertEquals((float) Arrays.stream(x).max().orElseThrow(), peaks[c]);
                long active = Arrays.stream(x).filter(v -> v > 0).count();
                assertEquals((float) active / positions, peaks[channels + c]);
            }
            assertEquals(0, row[channels], "between the blocks");
        }
    }

    /**
     * The one number that differs stands in the middle, where the shift is taken: the squares about it add up to P + 1 times
     * those about the mean, and their rounding counts as much more.
     */
    @ParameterizedTest
    @CsvSource({"256, 32", "49, 100", "4, 3"})
    void anOutlierInTheMiddleCostsNoMoreThanItsPlace(int positions, int channels) {
        float[] maps = new float[positions * channels];
        Random random = new Random(2);
        for (int i = 0; i < maps.length; i++) {
            maps[i] = random.nextFloat();
        }
        int middle = positions / 2 + (int) Math.sqrt(positions) / 2;
        Arrays.fill(maps, middle * channels, (middle + 1) * channels, 1e4f);
        float[] row = row(bytes(maps), 0, positions, channels);
        for (int c = 0; c < channels; c++) {
            double[] x = new double[positions];
            for (int p = 0; p < positions; p++) {
                x[p] = maps[p * channels + c];
            }
            double mean = Arrays.stream(x).average().orElseThrow();
            double deviation =
                    Math.sqrt(Arrays.stream(x).map(v -> (v - mean) * (v - mean)).sum() / (positions - 1));
            assertEquals(mean, row[c], ROUNDING * 1e4);
            assertEquals(deviation, row[channels + c], ROUNDING * deviation * (positions + 1));
        }
    }

    @ParameterizedTest
    @CsvSource({"256, 32", "49, 100"})
    void noBitDependsOnTheOtherImages(int positions, int channels) {
        float[] maps = new float[5 * positions * channels];
        Random random = new Random(1);
        for (int i = 0; i < maps.length; i++) {
            maps[i] = random.nextFloat();
        }
        for (int image = 0; image < 5; image++) {
            int size = positions * channels;
            ByteBuffer alone = bytes(Arrays.copyOfRange(maps, image * size, (image + 1) * size));
            assertArrayEquals(row(bytes(maps), image, positions, channels), row(alone, 0, positions, channels));
        }
    }

    private static ByteBuffer bytes(float[] maps) {
        ByteBuffer bytes = ByteBuffer.allocateDirect(maps.length * Float.BYTES).order(ByteOrder.nativeOrder());
        bytes.asFloatBuffer().put(maps);
        return bytes;
    }

    private static float[] row(ByteBuffer maps, int image, int positions, int channels) {
        Set<MapStatistic> all = MapStatistic.inOrder(Set.of(MapStatistic.values()));
        SpatialMoments moments = new SpatialMoments(maps, positions, channels, all);
        float[] row = new float[all.size() * channels];
        moments.of(image);
        int offset = 0;
        for (MapStatistic each : all) {
            moments.write(each, row, offset);
            offset += channels;
        }
        return row;
    }
}
