package org.morseuq.data;

import java.io.IOException;
import java.util.List;
import java.util.stream.Stream;

/** A finite set of labelled images in a fixed order, readable any number of times. */
public interface ImageSet {

    /** The name to show and to record, for example {@code cifar10/test}. */
    String name();

    /**
     * The class names by label; empty if they are not known.
     *
     * @return an unmodifiable list
     */
    List<String> classes();

    /**
     * The number of images.
     *
     * @return at least 1
     * @throws IOException if the files cannot be read or are malformed
     */
    int size() throws IOException;

    /**
     * A fresh pass over all images, reading as it goes; close it.
     *
     * <p>A defect met during the pass is thrown as an {@link java.io.UncheckedIOException} that carries the
     * {@link org.morseuq.store.MalformedFileException}.
     *
     * @return the images in their fixed order, sequential
     * @throws IOException if the files cannot be opened
     */
    Stream<Image> images() throws IOException;

    /**
     * The SHA-256 digest of the bytes that the images are read from: two sets with the same digest hold the same images
     * in the same order.
     *
     * @return 64 lower-case hexadecimal digits
     * @throws IOException if the files cannot be read
     */
    String digest() throws IOException;
}
