package org.morseuq.data;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.Optional;
import java.util.Spliterator;
import java.util.function.Consumer;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** One reading of images from first to last, a single image in memory at a time. */
interface ImagePass extends Closeable {

    /**
     * Reads the next image.
     *
     * @return the image, or nothing at the end
     * @throws IOException if the file cannot be read or is malformed
     */
    Optional<Image> next() throws IOException;

    /**
     * The pass as a lazy, sequential stream.
     *
     * @param pass the pass; closed with the stream
     * @return its images; a defect is thrown as an {@link UncheckedIOException}
     */
    static Stream<Image> stream(ImagePass pass) {
        return StreamSupport.stream(new Steps(pass), false).onClose(() -> {
            try {
                pass.close();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
    }

    /** Advances a pass image by image; it never splits, since a file is read forwards. */
    record Steps(ImagePass pass) implements Spliterator<Image> {
        @Override
        public boolean tryAdvance(Consumer<? super Image> action) {
            try {
                Optional<Image> image = pass.next();
                image.ifPresent(action);
                return image.isPresent();
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        @Override
        public Spliterator<Image> trySplit() {
            return null;
        }

        @Override
        public long estimateSize() {
            return Long.MAX_VALUE;
        }

        @Override
        public int characteristics() {
            return ORDERED | NONNULL;
        }
    }
}
