package org.morseuq.augmentation;

import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.SplittableRandom;

/**
 * What is done to training images, by name: {@code crop}, {@code flip}, {@code cutout:SIDE},
 * {@code randaugment:OPERATIONS:STRENGTH} and {@code pixmix}, one after the other as they are named, and at last
 * {@code mixup:ALPHA} to the whole batch, wherever it is named, which is for whoever has the batch.
 */
public final class Augmentations {

    /** The largest alpha of mixup: above it half an image each is so likely that there is little left to draw. */
    public static final double MOST_ALPHA = 4;

    private static final String MIXUP = "mixup";
    private static final int PADDING = 4;
    private static final int PICTURES = 300;

    /** What is known about the images: height and width, mean colour, and the seed of pictures to mix in. */
    private record Scene(int size, byte[] colour, long seed) {}

    /** Makes an augmentation of its numbers. */
    private interface Maker {
        Augmentation of(double[] numbers, Scene scene);
    }

    /** A number that an augmentation takes. */
    private record Range(String name, double least, double most, boolean whole) {
        double read(String text, String word) {
            double value;
            try {
                value = Double.parseDouble(text);
            } catch (NumberFormatException e) {
                value = Double.NaN;
            }
            if (!(value >= least && value <= most) || (whole && value != Math.rint(value))) {
                throw new IllegalArgumentException("the " + name + " of " + word + " must be "
                        + (whole ? "a whole number from " + (int) least : "a number above 0")
                        + (whole ? " to " + (int) most : " and at most " + most) + ", got '" + text + "'");
            }
            return value;
        }
    }

    private record Kind(List<Range> numbers, Maker maker) {
        String form(String name) {
            StringBuilder form = new StringBuilder(name);
            numbers.forEach(range -> form.append(':').append(range.name().toUpperCase(Locale.ROOT)));
            return form.toString();
        }
    }

    private record Word(Kind kind, double[] numbers) {}

    private static final Map<String, Kind> KINDS = new LinkedHashMap<>();

    static {
        KINDS.put("crop", new Kind(List.of(), (numbers, scene) -> new Crop(PADDING)));
        KINDS.put("flip", new Kind(List.of(), (numbers, scene) -> new Flip()));
        KINDS.put(
                "cutout",
                new Kind(
                        List.of(new Range("side", 1, 4096, true)),
                        (numbers, scene) -> new Cutout((int) numbers[0], scene.colour())));
        KINDS.put(
                "randaugment",
                new Kind(
                        List.of(
                                new Range("operations", 1, 16, true),
                                new Range("strength", 0, RandAugment.STRONGEST, true)),
                        (numbers, scene) -> new RandAugment((int) numbers[0], (int) numbers[1], scene.colour())));
        KINDS.put(
                "pixmix",
                new Kind(
                        List.of(),
                        (numbers, scene) ->
                                new PixMix(FractalPictures.of(PICTURES, scene.size(), scene.seed()), scene.colour())));
        KINDS.put(
                MIXUP, new Kind(List.of(new Range("alpha", Double.MIN_NORMAL, MOST_ALPHA, false)), (numbers, scene) -> {
                    throw new IllegalStateException("mixup is of batches");
                }));
    }

    private final List<Augmentation> images;
    private final OptionalDouble mixup;

    private Augmentations(List<Augmentation> images, OptionalDouble mixup) {
        this.images = images;
        this.mixup = mixup;
    }

    /**
     * Refuses words that name no augmentation, have a number out of its range, or name one twice.
     *
     * @param words as above; none for images as they are
     * @throws IllegalArgumentException if any is refused
     */
    public static void check(List<String> words) {
        Set<String> seen = new HashSet<>();
        for (String word : words) {
            read(word);
            String name = word.split(":", -1)[0];
            if (!seen.add(name)) {
                throw new IllegalArgumentException("the augmentation " + name + " is named twice");
            }
        }
    }

    /**
     * The augmentations that are named.
     *
     * @param words that pass {@link #check}
     * @param size height and width of the images
     * @param mean of the training images' red, green and blue, from 0 to 1
     * @param seed of pictures that are mixed in
     * @return what does them
     */
    public static Augmentations of(List<String> words, int size, List<Double> mean, long seed) {
        check(words);
        byte[] colour = new byte[3];
        for (int c = 0; c < 3; c++) {
            colour[c] = (byte) Math.round(255 * mean.get(c));
        }
        Scene scene = new Scene(size, colour, seed);
        List<Augmentation> images = new ArrayList<>();
        OptionalDouble mixup = OptionalDouble.empty();
        for (String text : words) {
            Word word = read(text);
            if (text.startsWith(MIXUP)) {
                mixup = OptionalDouble.of(word.numbers()[0]);
            } else {
                images.add(word.kind().maker().of(word.numbers(), scene));
            }
        }
        return new Augmentations(List.copyOf(images), mixup);
    }

    private static Word read(String text) {
        String[] parts = text.split(":", -1);
        Kind kind = KINDS.get(parts[0]);
        if (kind == null) {
            throw new IllegalArgumentException("unknown augmentation '" + parts[0] + "', known are "
                    + String.join(", ", KINDS.keySet()) + ", or none alone");
        }
        if (parts.length != 1 + kind.numbers().size()) {
            throw new IllegalArgumentException(
                    parts[0] + " is written " + kind.form(parts[0]) + ", got '" + text + "'");
        }
        double[] numbers = new double[parts.length - 1];
        for (int i = 0; i < numbers.length; i++) {
            numbers[i] = kind.numbers().get(i).read(parts[1 + i], parts[0]);
        }
        return new Word(kind, numbers);
    }

    /**
     * An image after all of them.
     *
     * @param pixels 3 x size x size bytes, planar; stay as they are
     * @param size height and width
     * @param random where the draws come from, the {@link Augmentation#stream} of the image
     * @return as many bytes, perhaps the same array
     */
    public byte[] image(byte[] pixels, int size, SplittableRandom random) {
        byte[] changed = pixels;
        for (Augmentation augmentation : images) {
            changed = augmentation.apply(changed, size, random);
        }
        return changed;
    }

    /** The alpha of mixup, if that was named: images are mixed in a share from Beta(alpha, alpha). */
    public OptionalDouble mixup() {
        return mixup;
    }
}
