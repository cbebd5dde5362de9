package org.morseuq.training;

import java.util.Arrays;
import org.morseuq.backbone.Preprocessing;

/**
 * Images as they are, neither cropped nor flipped, on a network's scale.
 *
 * @param images all images
 * @param table the network's number for each channel and byte value, 3 x 256
 * @param batchSize images that go through a network at a time
 */
record PlainBatches(TrainingImages images, float[][] table, int batchSize) {

    /**
     * One batch.
     *
     * @param indices of the images
     * @param from the first of them
     * @param count how many
     */
    AugmentedBatches.Batch at(int[] indices, int from, int count) {
        int numbers = 3 * images.size() * images.size();
        float[] pixels = new float[count * numbers];
        int[] labels = new int[count];
        for (int b = 0; b < count; b++) {
            int index = indices[from + b];
            Preprocessing.normalise(images.pixels()[index], table, pixels, b * numbers);
            labels[b] = images.labels()[index];
        }
        return new AugmentedBatches.Batch(pixels, labels);
    }

    /** The fraction of all images that a network classifies correctly. */
    double accuracy(TrainableNetwork network) {
        int[] all = new int[images.count()];
        Arrays.setAll(all, i -> i);
        long correct = 0;
        for (int begin = 0; begin < all.length; begin += batchSize) {
            AugmentedBatches.Batch batch = at(all, begin, Math.min(batchSize, all.length - begin));
            correct += network.correct(batch.pixels(), batch.labels());
        }
        return (double) correct / all.length;
    }
}
