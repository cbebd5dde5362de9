package org.morseuq.training;

import java.util.SplittableRandom;
import java.util.function.LongFunction;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.augmentation.Augmentations;
import org.morseuq.backbone.Preprocessing;

/**
 * The batches of a training run: which images, in which order, changed and mixed how. All of it follows from the seed,
 * the epoch and the images' places, so that a resumed run meets the same batches.
 *
 * @param images all training images
 * @param table the network's number for each channel and byte value, 3 x 256
 * @param augmentations what is done to them
 * @param batchSize images a batch; a shorter last batch is left out
 * @param seed of order and augmentation
 */
record AugmentedBatches(TrainingImages images, float[][] table, Augmentations augmentations, int batchSize, long seed) {

    /**
     * One batch.
     *
     * @param pixels batchSize x 3 x size x size numbers
     * @param labels batchSize class indices
     * @param others the classes of what is mixed into each image
     * @param share of the image's own class, from 1/2 to 1, where nothing is mixed
     */
    record Batch(float[] pixels, int[] labels, int[] others, float share) {

        /** A batch of which nothing is mixed. */
        Batch(float[] pixels, int[] labels) {
            this(pixels, labels, labels, 1);
        }

        /** One row an image: its share in the column of its class, the rest in that of the other, 0 elsewhere. */
        float[] targets(int classes) {
            float[] rows = new float[labels.length * classes];
            for (int b = 0; b < labels.length; b++) {
                rows[b * classes + labels[b]] += share;
                rows[b * classes + others[b]] += 1 - share;
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
        int numbers = 3 * size * size;
        float[] pixels = new float[batchSize * numbers];
        int[] labels = new int[batchSize];
        for (int b = 0; b < batchSize; b++) {
            int index = order[step * batchSize + b];
            SplittableRandom random = Augmentation.stream(seed, epoch, index);
            byte[] changed = augmentations.image(images.pixels()[index], size, random);
            Preprocessing.normalise(changed, table, pixels, b * numbers);
            labels[b] = images.labels()[index];
        }
        Batch batch = new Batch(pixels, labels);
        if (augmentations.mixup().isEmpty()) {
            return batch;
        }
        SplittableRandom random = Augmentation.stream(seed, epoch, -2 - step); // images count from 0, the order is -1
        return new Mixup(augmentations.mixup().getAsDouble()).of(batch, random);
    }

    /**
     * The batches of the whole run by the number of the step, counted from 0. What this returns remembers the order of an
     * epoch, so it is for one thread.
     *
     * @param windows which batch of an epoch takes a step
     */
    LongFunction<Batch> inTurn(BatchWindows windows) {
        return new LongFunction<>() {
            private int epoch = -1;
            private int[] order = {};

            @Override
            public Batch apply(long number) {
                int own = Math.toIntExact(number / steps());
                if (own != epoch) {
                    epoch = own;
                    order = order(own);
                }
                return at(own, order, windows.batch((int) (number % steps())));
            }
        };
    }
}
