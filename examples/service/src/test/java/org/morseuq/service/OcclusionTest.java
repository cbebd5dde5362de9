package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.Image;

/** The map of an energy that is known. */
final class OcclusionTest {

    private static Image grey(int side, int brightCell) {
        byte[] pixels = new byte[3 * side * side];
        int cell = side / Occlusion.CELLS;
        for (int i = 0; i < pixels.length; i++) {
            int y = i % (side * side) / side / cell;
            int x = i % side / cell;
            pixels[i] = (byte) (y * Occlusion.CELLS + x == brightCell ? 255 : 0);
        }
        return new Image("grey", Image.UNLABELLED, side, side, pixels);
    }

    private static double bright(Image image) {
        double sum = 0;
        for (byte pixel : image.pixels()) {
            sum += Byte.toUnsignedInt(pixel) > 128 ? 1 : 0;
        }
        return sum;
    }

    @Test
    void anImageOfOneColourIsTheSameWhereverItIsCovered() {
        Image image = grey(32, -1);
        List<Image> covered = Occlusion.covered(image);
        assertEquals(49, covered.size());
        covered.forEach(one -> assertArrayEquals(image.pixels(), one.pixels()));
    }

    /** The energy counts bright pixels, which lie in one cell: the map falls most there, and not where no square reaches. */
    @ParameterizedTest
    @ValueSource(ints = {0, 7, 27, 56, 63})
    void theMapPointsAtTheCellThatMakesTheEnergy(int cell) {
        Image image = grey(32, cell);
        double[] energies = Occlusion.covered(image).stream()
                .mapToDouble(OcclusionTest::bright)
                .toArray();
        double[][] map = Occlusion.map(bright(image), energies);
        double[] flat = Arrays.stream(map).flatMapToDouble(Arrays::stream).toArray();
        assertEquals(Arrays.stream(flat).min().orElseThrow(), flat[cell]);
        assertEquals(-bright(image), flat[cell], 0, "every square over the cell covers all of it");
        for (int i = 0; i < flat.length; i++) {
            int distance = Math.max(Math.abs(i / 8 - cell / 8), Math.abs(i % 8 - cell % 8));
            assertEquals(distance < 2, flat[i] < 0, "cell " + i);
        }
    }
}
