package org.morseuq.backbone;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.Iterator;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Resampling;

/**
 * The first images of a set, or some of them, read anew on every pass: memory holds a batch of them, however many there are,
 * and their labels.
 */
public final class StreamedImages implements ImageBatches {

    private final ImageSet set;
    private final Preprocessing scale;
    private final int[] labels;
    private final int[] places;
    private final int batch;

    private StreamedImages(ImageSet set, Preprocessing scale, int[] labels, int[] places, int batch) {
        this.set = set;
        this.scale = scale;
        this.labels = labels;
        this.places = places;
        this.batch = batch;
    }

    /**
     * Takes the first images of a set, and reads their labels.
     *
     * @param set where all of them are labelled
     * @param limit the most images, at least 1
     * @param scale the network's
     * @param batch images in memory at a time, at least 1
     * @return the images
     * @throws IOException if the images cannot be read
     */
    public static StreamedImages first(ImageSet set, int limit, Preprocessing scale, int batch) throws IOException {
        if (limit < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "images and batch must be at least 1 image each, got " + limit + " and " + batch);
        }
        int[] labels = new int[Math.min(limit, set.size())];
        try (Stream<Image> pass = set.images()) {
            Iterator<Image> images = pass.iterator();
            for (int i = 0; i < labels.length; i++) {
                Image image = images.next();
                if (image.label() == Image.UNLABELLED) {
                    throw new IllegalArgumentException(set.name() + ": image " + image.id()
                            + " has no label; complexity is measured on labelled images");
                }
                labels[i] = image.label();
            }
        }
        return new StreamedImages(
                set, scale, labels, IntStream.range(0, labels.length).toArray(), batch);
    }

    /**
     * Some of these images.
     *
     * @param some their places among all, ascending, at least one
     */
    public StreamedImages at(int[] some) {
        return new StreamedImages(
                set, scale, labels, IntStream.of(some).map(i -> places[i]).toArray(), batch);
    }

    /** The classes of all images, a copy. */
    public int[] labels() {
        return IntStream.of(places).map(i -> labels[i]).toArray();
    }

    @Override
    public int size() {
        return places.length;
    }

    @Override
    public int batch() {
        return batch;
    }

    @Override
    public void forEach(Visitor visitor) {
        float[][] table = scale.table();
        int numbers = 3 * scale.size() * scale.size();
        float[][] rows = new float[Math.min(batch, places.length)][numbers];
        int[] own = new int[rows.length];
        try (Stream<Image> pass = set.images()) {
            Iterator<Image> images = pass.iterator();
            int at = 0;
            int done = 0;
            while (done < places.length) {
                int n = 0;
                for (; n < rows.length && done + n < places.length; n++) {
                    int place = places[done + n];
                    Image image = images.next();
                    for (at++; at <= place; at++) {
                        image = images.next();
                    }
                    Preprocessing.normalise(Resampling.fit(image, scale.size()).pixels(), table, rows[n], 0);
                    own[n] = labels[place];
                }
                visitor.batch(done, n == rows.length ? rows : Arrays.copyOf(rows, n), Arrays.copyOf(own, n));
                done += n;
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
