package org.morseuq.data;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.morseuq.store.Digest;

/**
 * The images of another set, some under a label drawn at random: each with a given probability, and then any class with the
 * same probability, its own too. What is learned of such labels is learned by heart (C. Zhang et al. 2017, "Understanding deep
 * learning requires rethinking generalization", arXiv 1611.03530).
 *
 * <p>A draw depends on the seed and the place of the image alone, and an image that has a random label at one fraction has the
 * same at a larger one.
 */
public final class RandomLabels implements ImageSet {

    private final ImageSet originals;
    private final double fraction;
    private final long seed;

    private RandomLabels(ImageSet originals, double fraction, long seed) {
        this.originals = originals;
        this.fraction = fraction;
        this.seed = seed;
    }

    /**
     * A set with random labels.
     *
     * @param originals images of named classes; one without a label stays so
     * @param fraction the probability of a draw, from 0 to 1
     * @param seed of the draws
     * @return the set, made as it is read
     */
    public static RandomLabels of(ImageSet originals, double fraction, long seed) {
        requireFraction(fraction);
        if (originals.classes().isEmpty()) {
            throw new IllegalArgumentException(originals.name() + " has no named classes to draw labels from");
        }
        return new RandomLabels(originals, fraction, seed);
    }

    /**
     * The same draws for labels alone.
     *
     * @param labels n classes; not changed
     * @param classes how many there are, at least 1
     * @param fraction the probability of a draw, from 0 to 1
     * @param seed of the draws
     * @return n classes
     */
    public static int[] of(int[] labels, int classes, double fraction, long seed) {
        requireFraction(fraction);
        int[] drawn = new int[labels.length];
        for (int i = 0; i < labels.length; i++) {
            drawn[i] = label(labels[i], classes, fraction, seed, i);
        }
        return drawn;
    }

    private static int label(int own, int classes, double fraction, long seed, int place) {
        // The start is far from those of other seeds.
        SplittableRandom random = new SplittableRandom(new SplittableRandom(seed).nextLong() + place);
        double chance = random.nextDouble();
        int drawn = random.nextInt(classes);
        return own != Image.UNLABELLED && chance < fraction ? drawn : own;
    }

    private static void requireFraction(double fraction) {
        if (!(fraction >= 0 && fraction <= 1)) {
            throw new IllegalArgumentException("the fraction of random labels must be from 0 to 1, got " + fraction);
        }
    }

    @Override
    public String name() {
        return originals.name() + " with random labels " + fraction;
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
        int classes = originals.classes().size();
        int[] place = {0};
        return originals.images().map(image -> {
            int label = label(image.label(), classes, fraction, seed, place[0]++);
            return new Image(image.id(), label, image.height(), image.width(), image.pixels());
        });
    }

    /** Combines the digest of the other set with the fraction and the seed. */
    @Override
    public String digest() throws IOException {
        return Digest.ofParts(originals.digest(), "random-labels-1", Double.toString(fraction), Long.toString(seed));
    }

    @Override
    public String toString() {
        return "RandomLabels[" + name() + "]";
    }
}
