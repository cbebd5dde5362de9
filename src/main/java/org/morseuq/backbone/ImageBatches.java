package org.morseuq.backbone;

import java.util.Arrays;

/**
 * Labelled images on a network's scale, a batch at a time, as often as they are asked for. All batches but the last hold the
 * same number of images.
 */
public interface ImageBatches {

    /** The number of images in all, at least 1. */
    int size();

    /** The most images in a batch, at least 1. */
    int batch();

    /**
     * Hands over all images in order; memory holds one batch at a time. What goes wrong while
     * images are read is an {@link java.io.UncheckedIOException}.
     *
     * @param visitor takes the batches
     */
    void forEach(Visitor visitor);

    /** What is done with a batch. */
    @FunctionalInterface
    interface Visitor {

        /**
         * Takes a batch.
         *
         * @param from the place of its first image among all
         * @param images n x 3 size^2 numbers, not to be changed, and good for this call only: copy what is kept
         * @param labels n classes
         */
        void batch(int from, float[][] images, int[] labels);
    }

    /**
     * Images in memory.
     *
     * @param images n x 3 size^2 numbers, n at least 1; kept
     * @param labels n classes; kept
     * @param batch at least 1
     * @return them in batches
     */
    static ImageBatches of(float[][] images, int[] labels, int batch) {
        if (images.length == 0 || images.length != labels.length || batch < 1) {
            throw new IllegalArgumentException(
                    "images in batches need at least one image, a label for each and a batch of at least 1, got "
                            + images.length + ", " + labels.length + ", " + batch);
        }
        return new ImageBatches() {
            @Override
            public int size() {
                return images.length;
            }

            @Override
            public int batch() {
                return batch;
            }

            @Override
            public void forEach(Visitor visitor) {
                for (int from = 0; from < images.length; from += batch) {
                    int to = Math.min(images.length, from + batch);
                    visitor.batch(from, Arrays.copyOfRange(images, from, to), Arrays.copyOfRange(labels, from, to));
                }
            }
        };
    }
}
