package org.morseuq.training;

import java.io.IOException;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.morseuq.augmentation.Augmentation;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Resampling;
import org.morseuq.data.Subset;
import org.morseuq.store.Digest;

/**
 * Spoilt training images: a reference measure that needs no other data. Every image of a seeded sample appears once under
 * each of five perturbations: squares of two sizes permuted, a box from another image, noise, blur.
 */
public final class ReferenceImages implements ImageSet {

    private static final List<Perturbation> KINDS = List.of(Perturbation.values());

    private final List<Image> originals;
    private final String name;
    private final String digest;
    private final long seed;

    private ReferenceImages(List<Image> originals, String name, String digest, long seed) {
        this.originals = originals;
        this.name = name;
        this.digest = digest;
        this.seed = seed;
    }

    /**
     * Draws the sample and keeps it in memory.
     *
     * @param train the images to spoil
     * @param count how many of them
     * @param size height and width in pixels that they are brought to first
     * @param seed of the sample and the perturbations
     * @return 5 x count images, or 5 for each of the set if it has fewer than {@code count}
     * @throws IOException if the images cannot be read
     */
    public static ReferenceImages of(ImageSet train, int count, int size, long seed) throws IOException {
        ImageSet sample = Subset.sample(train, count, Augmentation.mix(seed));
        try (Stream<Image> images = sample.images()) {
            return new ReferenceImages(
                    images.map(image -> Resampling.fit(image, size)).toList(),
                    "spoilt " + train.name(),
                    Digest.ofParts(sample.digest(), "spoilt-1", Integer.toString(size), Long.toString(seed)),
                    seed);
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return List.of();
    }

    @Override
    public int size() {
        return KINDS.size() * originals.size();
    }

    @Override
    public Stream<Image> images() {
        return IntStream.range(0, size()).mapToObj(this::image);
    }

    private Image image(int index) {
        int kind = index / originals.size();
        Image image = originals.get(index % originals.size());
        SplittableRandom random = Augmentation.stream(seed, kind, index);
        Image other = originals.get(random.nextInt(originals.size()));
        byte[] pixels = new byte[image.pixels().length];
        KINDS.get(kind).apply(image, other, random, pixels);
        return new Image(name + "/" + index, Image.UNLABELLED, image.height(), image.width(), pixels);
    }

    @Override
    public String digest() {
        return digest;
    }
}
