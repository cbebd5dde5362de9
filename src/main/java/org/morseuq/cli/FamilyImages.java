package org.morseuq.cli;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.ClassSample;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Resampling;
import org.morseuq.training.Examples;

/**
 * Images in memory, as families of small networks see them: brought to one size, with the means and deviations of the CIFAR-10
 * training images, as usually rounded.
 *
 * @param size height and width
 */
record FamilyImages(int size) {

    private Preprocessing scale() {
        return new Preprocessing(size, List.of(0.4914, 0.4822, 0.4465), List.of(0.247, 0.2435, 0.2616));
    }

    /** All images of a set, labelled or not. */
    float[][] points(ImageSet set) throws IOException {
        float[][] table = scale().table();
        try (Stream<Image> images = set.images()) {
            return images.map(image -> {
                        float[] row = new float[3 * size * size];
                        Preprocessing.normalise(Resampling.fit(image, size).pixels(), table, row, 0);
                        return row;
                    })
                    .toArray(float[][]::new);
        }
    }

    /** Of each of some classes, which are numbered in their order, the images from one place to before another. */
    Examples examples(ImageSet set, List<Integer> classes, int from, int to) throws IOException {
        ImageSet sample = ClassSample.of(set, classes, to);
        LabelledImages images = LabelledImages.first(sample, sample.size(), scale());
        int[] counts = new int[classes.size()];
        List<float[]> rows = new ArrayList<>();
        List<Integer> labels = new ArrayList<>();
        for (int i = 0; i < images.labels().length; i++) {
            int label = classes.indexOf(images.labels()[i]);
            if (counts[label]++ >= from) {
                rows.add(images.images()[i]);
                labels.add(label);
            }
        }
        return new Examples(
                rows.toArray(float[][]::new),
                labels.stream().mapToInt(Integer::intValue).toArray(),
                List.of(3, size, size),
                classes.size());
    }
}
