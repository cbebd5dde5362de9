package org.morseuq.backbone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.ImageSet;
import org.morseuq.store.Digest;
import org.morseuq.store.MalformedFileException;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Runs a backbone over sets of images, and remembers the results on disk if it is given a folder for them.
 *
 * <p>What is remembered is found again by the digests of the network's parameters, its preprocessing, what its rows hold, the images and the
 * batch size, so it can never be stale; the numbers are exact. A damaged file is
 * made anew.
 */
public final class Extraction {

    /** Is told how far an extraction is. */
    @FunctionalInterface
    public interface Listener {
        /**
         * After every batch, and once when the result was already there.
         *
         * @param images what is being extracted
         * @param done how many images are done
         * @param total of how many
         */
        void extracted(ImageSet images, int done, int total);
    }

    /** Raised when the numbers that a network gives for an image change by more than rounding. */
    private static final String VERSION = "features-2";

    private static final Logger LOG = LoggerFactory.getLogger(Extraction.class);

    private final Backbone backbone;
    private final Optional<Path> cache;
    private final int batchSize;
    private final Listener listener;

    /**
     * An extraction by one network.
     *
     * @param backbone the network; stays the caller's to close
     * @param cache a folder to remember results in; created if need be
     * @param batchSize images a pass, at least 1
     * @param listener is told how far it is
     */
    public Extraction(Backbone backbone, Optional<Path> cache, int batchSize, Listener listener) {
        if (batchSize < 1) {
            throw new IllegalArgumentException("batch size must be at least 1, got " + batchSize);
        }
        this.backbone = backbone;
        this.cache = cache;
        this.batchSize = batchSize;
        this.listener = listener;
    }

    /** The network. */
    public Backbone backbone() {
        return backbone;
    }

    /**
     * The features of a set.
     *
     * @param images the images
     * @return one row an image
     * @throws IOException if they cannot be read
     */
    public FeatureTable of(ImageSet images) throws IOException {
        if (cache.isEmpty()) {
            return run(images);
        }
        String key = Digest.ofParts(
                VERSION + backbone.arithmetic(),
                backbone.digest(),
                backbone.preprocessing().toString(),
                backbone.layout().toString(),
                images.digest(),
                Integer.toString(batchSize));
        Path file = cache.get().resolve(key + ".safetensors");
        if (Files.exists(file)) {
            try {
                FeatureTable table = FeatureFile.read(file);
                listener.extracted(images, table.size(), table.size());
                return table;
            } catch (MalformedFileException e) {
                LOG.debug("extracting again: {}", e.getMessage());
            }
        }
        FeatureTable table = run(images);
        FeatureFile.write(file, table, false, Map.of("backbone", backbone.name(), "images", images.name()));
        return table;
    }

    private FeatureTable run(ImageSet images) throws IOException {
        int total = images.size();
        return backbone.extract(images, batchSize, done -> listener.extracted(images, done, total));
    }
}
