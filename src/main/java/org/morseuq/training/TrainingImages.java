package org.morseuq.training;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Resampling;

/**
 * All images of a set in memory, at one size.
 *
 * @param size height and width
 * @param pixels n arrays of 3 x size x size bytes, planar
 * @param labels n class indices
 */
record TrainingImages(int size, byte[][] pixels, int[] labels) {

    static TrainingImages load(ImageSet set, int size) throws IOException {
        List<byte[]> pixels = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        try (Stream<Image> images = set.images()) {
            images.forEach(image -> {
                pixels.add(Resampling.fit(image, size).pixels());
                labels.add(image.label());
            });
        }
        return new TrainingImages(
                size,
                pixels.toArray(byte[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }

    int count() {
        return labels.length;
    }

    /** Refuses images that no class can be learned from. */
    void requireLabels(String name, int classes) {
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException("training needs labels from 0 to " + (classes - 1) + ", image " + i
                        + " of " + name + " has " + labels[i]);
            }
        }
    }

    /** The channels' mean and standard deviation over all pixels, to four digits. */
    Preprocessing statistics() {
        List<Double> mean = new ArrayList<>();
        List<Double> std = new ArrayList<>();
        int plane = size * size;
        for (int c = 0; c < 3; c++) {
            long sum = 0;
            long squares = 0;
            for (byte[] image : pixels) {
                for (int p = c * plane; p < (c + 1) * plane; p++) {
                    int v = image[p] & 0xff;
                    sum += v;
                    squares += (long) v * v;
                }
            }
            double n = (double) count() * plane;
            double m = sum / n;
            mean.add(fourDigits(m / 255));
            std.add(fourDigits(Math.max(1e-4, Math.sqrt(squares / n - m * m) / 255)));
        }
        return new Preprocessing(size, mean, std);
    }

    private static double fourDigits(double x) {
        return Math.rint(x * 1e4) / 1e4;
    }
}
