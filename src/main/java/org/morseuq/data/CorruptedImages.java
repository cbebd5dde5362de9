package org.morseuq.data;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.morseuq.store.Digest;

/**
 * The images of another set, each under one {@linkplain Corruption corruption}; ids, labels and order stay.
 *
 * <p>A pass reads the other set and corrupts as it goes. What is random depends on the seed and the place of the image
 * alone, so every pass gives the same images.
 */
public final class CorruptedImages implements ImageSet {

    private final ImageSet originals;
    private final Corruption corruption;
    private final int level;
    private final long seed;

    private CorruptedImages(ImageSet originals, Corruption corruption, int level, long seed) {
        this.originals = originals;
        this.corruption = corruption;
        this.level = level;
        this.seed = seed;
    }

    /**
     * A corrupted copy of a set.
     *
     * @param originals the images to corrupt
     * @param corruption how
     * @param level from 1, the mildest, to {@link Corruption#LEVELS}
     * @param seed of what is random
     * @return the copy, made as it is read
     */
    public static CorruptedImages of(ImageSet originals, Corruption corruption, int level, long seed) {
        corruption.strength(level); // refuses a level that there is not
        return new CorruptedImages(originals, corruption, level, seed);
    }

    @Override
    public String name() {
        return originals.name() + " under " + corruption + " " + level;
    }

    @Override
    public List<String> classes() {
        return originals.classes();
    }

    @Override
    public int size() throws IOException {
        return originals.size();
    }

    @Override
    public Stream<Image> images() throws IOException {
        long start = new SplittableRandom(seed).nextLong(); // far from the starts of other seeds
        int[] place = {0};
        return originals
                .images()
                .map(image -> corruption.apply(image, level, new SplittableRandom(start + place[0]++)));
    }

    /** Combines the digest of the other set with the kind, the strength and the seed. */
    @Override
    public String digest() throws IOException {
        return Digest.ofParts(
                originals.digest(),
                "corrupted-1",
                corruption.toString(),
                Double.toString(corruption.strength(level)),
                Long.toString(seed));
    }

    @Override
    public String toString() {
        return "CorruptedImages[" + name() + "]";
    }
}
