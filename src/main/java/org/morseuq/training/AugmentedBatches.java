package org.morseuq.training;

import java.util.SplittableRandom;

/**
 * The batches of a training run: which images, in which order, cropped and flipped how. All of it follows from the seed,
 * the epoch and the images' places, so that a resumed run meets the same batches.
 *
 * @param images all training images
 * @param table the network's number for each channel and byte value, 3 x 256
 * @param batchSize images a batch; a shorter last batch is left out
 * @param seed of order and augmentation
 */
record AugmentedBatches(TrainingImages images, float[][] table, int batchSize, long seed) {

    /**
     * One batch.
     *
     * @param pixels batchSize x 3 x size x size numbers
     * @param labels batchSize class indices
     */
    record Batch(float[] pixels, int[] labels) {

        /** One row an image: 1 in the column of its class, 0 elsewhere. */
        float[] oneHot(int classes) {
            float[] rows = new float[labels.length * classes];
            for (int b = 0; b < labels.length; b++) {
                rows[b * classes + labels[b]] = 1;
            }
            return rows;
        }
    }

    /** Batches an epoch. */
    int steps() {
        return images.count() / batchSize;
    }

    /** A permutation of the images that depends on the seed and the epoch only (Fisher and Yates). */
    int[] order(int epoch) {
        SplittableRandom random = Augmentation.stream(seed, epoch, -1);
        return Permutation.of(images.count(), random);
    }

    /**
     * One batch of an epoch.
     *
     * @param epoch counted from 0
     * @param order the epoch's {@link #order}
     * @param step counted from 0
     */
    Batch at(int epoch, int[] order, int step) {
        int size = images.size();
        float[] pixels = new float[batchSize * 3 * size * size];
        int[] labels = new int[batchSize];
        for (int b = 0; b < batchSize; b++) {
            int index = order[step * batchSize + b];
            SplittableRandom random = Augmentation.stream(seed, epoch, index);
            Augmentation.apply(images.pixels()[index], size, table, random, pixels, b * 3 * size * size);
            labels[b] = images.labels()[index];
        }
        return new Batch(pixels, labels);
    }
}
