package org.morseuq.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.stream.Stream;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Resampling;

/**
 * The first images of a set as a network sees them, with their classes.
 *
 * @param images n x 3 size^2 numbers on the network's scale
 * @param labels n classes
 */
record LabelledImages(float[][] images, int[] labels) {

    /** Reads the first {@code limit} images of a set; all must be labelled. */
    static LabelledImages first(ImageSet set, int limit, Preprocessing scale) throws IOException {
        float[][] table = scale.table();
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        try (Stream<Image> pass = set.images()) {
            Iterator<Image> images = pass.iterator();
            while (rows.size() < limit && images.hasNext()) {
                Image image = images.next();
                if (image.label() == Image.UNLABELLED) {
                    throw new IllegalArgumentException(set.name() + ": image " + image.id()
                            + " has no label; complexity is measured on labelled images");
                }
                float[] row = new float[3 * scale.size() * scale.size()];
                Image resized = Resampling.fit(image, scale.size());
                Preprocessing.normalise(resized.pixels(), table, row, 0);
                rows.add(row);
                labels.add(image.label());
            }
        }
        return new LabelledImages(
                rows.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray());
    }
}
