package org.morseuq.chart;

import java.awt.image.BufferedImage;
import java.awt.image.IndexColorModel;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The same picture in its 256 most frequent colours, which takes a third of the space; every other colour, a shade along
 * the edge of something, becomes the nearest of them.
 */
final class IndexedColours {

    private static final int MOST = 256;

    private IndexedColours() {}

    static BufferedImage of(BufferedImage picture) {
        int width = picture.getWidth();
        int height = picture.getHeight();
        int[] pixels = picture.getRGB(0, 0, width, height, null, 0, width);
        Map<Integer, Integer> counts = new HashMap<>();
        for (int pixel : pixels) {
            counts.merge(pixel, 1, Integer::sum);
        }
        List<Integer> frequent = counts.entrySet().stream()
                .sorted(Map.Entry.<Integer, Integer>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey())) // one order, so one file
                .limit(MOST)
                .map(Map.Entry::getKey)
                .toList();
        int[] palette = frequent.stream().mapToInt(Integer::intValue).toArray();
        IndexColorModel model =
                new IndexColorModel(8, palette.length, palette, 0, false, -1, java.awt.image.DataBuffer.TYPE_BYTE);
        BufferedImage indexed = new BufferedImage(width, height, BufferedImage.TYPE_BYTE_INDEXED, model);
        Map<Integer, Integer> places = new HashMap<>();
        for (int i = 0; i < pixels.length; i++) {
            int place = places.computeIfAbsent(pixels[i], colour -> nearest(palette, colour));
            indexed.getRaster().setSample(i % width, i / width, 0, place);
        }
        return indexed;
    }

    private static int nearest(int[] palette, int colour) {
        int nearest = 0;
        for (int i = 1; i < palette.length; i++) {
            nearest = distance(palette[i], colour) < distance(palette[nearest], colour) ? i : nearest;
        }
        return nearest;
    }

    private static int distance(int a, int b) {
        int red = (a >> 16 & 0xff) - (b >> 16 & 0xff);
        int green = (a >> 8 & 0xff) - (b >> 8 & 0xff);
        int blue = (a & 0xff) - (b & 0xff);
        return red * red + green * green + blue * blue;
    }
}
