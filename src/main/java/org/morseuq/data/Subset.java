package org.morseuq.data;

import java.io.IOException;
import java.util.Arrays;
import java.util.BitSet;
import java.util.Iterator;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.morseuq.store.Digest;

/**
 * Some images of another set, in its order.
 *
 * <p>A pass reads the other set up to the last image wanted, in constant memory; ids and labels stay.
 */
public final class Subset implements ImageSet {

    private final ImageSet whole;
    private final String name;
    private final int[] indices;

    private Subset(ImageSet whole, String name, int[] indices) {
        this.whole = whole;
        this.name = name;
        this.indices = indices;
    }

    /**
     * The images at given places.
     *
     * @param whole the set to take from
     * @param indices places in 0 to {@code whole.size() - 1}, strictly ascending, at least one; copied
     * @return the subset
     * @throws IOException if the set cannot be read
     */
    public static Subset of(ImageSet whole, int[] indices) throws IOException {
        int size = whole.size();
        if (indices.length == 0) {
            throw new IllegalArgumentException("a subset has at least one image");
        }
        for (int i = 0; i < indices.length; i++) {
            int least = i == 0 ? 0 : indices[i - 1] + 1;
            if (indices[i] < least || indices[i] >= size) {
                throw new IllegalArgumentException(
                        "indices must ascend within 0 to " + (size - 1) + ", got " + indices[i] + " at place " + i);
            }
        }
        return new Subset(whole, whole.name() + "[" + indices.length + " of " + size + "]", indices.clone());
    }

    /**
     * A random sample without replacement; each choice of places is equally likely, and a seed always gives the same.
     *
     * @param whole the set to take from
     * @param count how many images, at least 1
     * @param seed the seed
     * @return the sample, or the set itself if it has no more than {@code count} images
     * @throws IOException if the set cannot be read
     */
    public static ImageSet sample(ImageSet whole, int count, long seed) throws IOException {
        checkCount(count);
        int size = whole.size();
        if (count >= size) {
            return whole;
        }
        String name = whole.name() + "[" + count + " of " + size + ", seed " + seed + "]";
        return new Subset(whole, name, draw(size, count, seed));
    }

    /**
     * The places that {@link #sample} takes.
     *
     * @param size the number of places, at least {@code count}
     * @param count how many of them, at least 1
     * @param seed the seed
     * @return {@code count} of the places 0 to {@code size - 1}, ascending
     */
    public static int[] draw(int size, int count, long seed) {
        checkCount(count);
        if (count > size) {
            throw new IllegalArgumentException("cannot draw " + count + " of " + size);
        }
        // Floyd's method: one draw an image, and no list of all places.
        Random random = new Random(mixed(seed));
        BitSet chosen = new BitSet(size);
        for (int last = size - count; last < size; last++) {
            int draw = random.nextInt(last + 1);
            chosen.set(chosen.get(draw) ? last : draw);
        }
        return chosen.stream().toArray();
    }

    /**
     * The first images.
     *
     * @param whole the set to take from
     * @param count how many images, at least 1
     * @return the subset, or the set itself if it has no more than {@code count} images
     * @throws IOException if the set cannot be read
     */
    public static ImageSet first(ImageSet whole, int count) throws IOException {
        checkCount(count);
        if (count >= whole.size()) {
            return whole;
        }
        return new Subset(
                whole,
                whole.name() + "[first " + count + "]",
                IntStream.range(0, count).toArray());
    }

    /**
     * Spreads near seeds apart: {@link Random} begins almost alike for 1, 2, 3. The steps, each of which can be undone,
     * are those of SplitMix64 (G. Steele, D. Lea, C. Flood, 2014, Fast splittable pseudorandom number generators).
     */
    private static long mixed(long seed) {
        long z = seed + 0x9e3779b97f4a7c15L;
        z = (z ^ (z >>> 30)) * 0xbf58476d1ce4e5b9L;
        z = (z ^ (z >>> 27)) * 0x94d049bb133111ebL;
        return z ^ (z >>> 31);
    }

    private static void checkCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of images must be >= 1, got " + count);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return whole.classes();
    }

    @Override
    public int size() {
        return indices.length;
    }

    @Override
    public Stream<Image> images() throws IOException {
        return ImagePass.stream(new Picks(whole.images(), indices));
    }

    /** Combines the digest of the other set with the places taken. */
    @Override
    public String digest() throws IOException {
        return Digest.ofParts(whole.digest(), Arrays.toString(indices));
    }

    @Override
    public String toString() {
        return "Subset[" + name + "]";
    }

    /** A pass over the other set that leaves out what is not wanted. */
    private static final class Picks implements ImagePass {
        private final Stream<Image> stream;
        private final Iterator<Image> images;
        private final int[] indices;
        private int index;
        private int taken;

        Picks(Stream<Image> stream, int[] indices) {
            this.stream = stream;
            this.images = stream.iterator();
            this.indices = indices;
        }

        @Override
        public Optional<Image> next() {
            while (taken < indices.length) {
                if (!images.hasNext()) {
                    throw new IllegalStateException(
                            "the set ended after " + index + " images, expected one at " + indices[taken]);
                }
                Image image = images.next();
                if (index++ == indices[taken]) {
                    taken++;
                    return Optional.of(image);
                }
            }
            return Optional.empty();
        }

        @Override
        public void close() {
            stream.close();
        }
    }
}
