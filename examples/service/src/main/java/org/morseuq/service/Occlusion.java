package org.morseuq.service;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morseuq.data.Image;

/**
 * Where in an image the energy comes from: a square of mean colour is laid over one place after the other, and the change of
 * the energy is noted (Zeiler and Fergus 2014, section 2.2). Where it rises, what was covered made the image look familiar;
 * where it falls, what was covered made it look strange.
 *
 * <p>The square is a quarter of a side wide and moves by half of that, which makes 7 x 7 places; each of the 8 x 8 cells of
 * the map is the mean over the squares that cover it.
 */
final class Occlusion {

    static final int CELLS = 8;
    private static final int PLACES = CELLS - 1;

    private Occlusion() {}

    /** The image covered at one place after the other, row by row; at least {@value #CELLS} pixels a side. */
    static List<Image> covered(Image image) {
        List<Image> images = new ArrayList<>();
        for (int place = 0; place < PLACES * PLACES; place++) {
            images.add(cover(image, place / PLACES, place % PLACES));
        }
        return images;
    }

    private static Image cover(Image image, int row, int column) {
        int height = image.height();
        int width = image.width();
        byte[] pixels = image.pixels().clone();
        for (int plane = 0; plane < 3; plane++) {
            byte mean = mean(image, plane);
            for (int y = edge(row, height); y < edge(row + 2, height); y++) {
                int start = (plane * height + y) * width;
                Arrays.fill(pixels, start + edge(column, width), start + edge(column + 2, width), mean);
            }
        }
        return new Image(image.id(), image.label(), height, width, pixels);
    }

    /** Where a cell begins. */
    private static int edge(int cell, int side) {
        return cell * side / CELLS;
    }

    private static byte mean(Image image, int plane) {
        int size = image.height() * image.width();
        long sum = 0;
        for (int i = 0; i < size; i++) {
            sum += Byte.toUnsignedInt(image.pixels()[plane * size + i]);
        }
        return (byte) Math.round((double) sum / size);
    }

    /**
     * The map.
     *
     * @param energy of the image
     * @param covered the energies of {@link #covered}, in its order
     * @return by row and column, in nats
     */
    static double[][] map(double energy, double[] covered) {
        double[][] map = new double[CELLS][CELLS];
        for (int y = 0; y < CELLS; y++) {
            for (int x = 0; x < CELLS; x++) {
                int count = 0;
                for (int row = Math.max(0, y - 1); row <= Math.min(y, PLACES - 1); row++) {
                    for (int column = Math.max(0, x - 1); column <= Math.min(x, PLACES - 1); column++) {
                        map[y][x] += covered[row * PLACES + column] - energy;
                        count++;
                    }
                }
                map[y][x] /= count;
            }
        }
        return map;
    }
}
