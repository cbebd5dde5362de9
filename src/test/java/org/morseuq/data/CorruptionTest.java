package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

final class CorruptionTest {

    /** Waves of several lengths and a little noise, within 28 to 228: detail at every scale, as in a photograph. */
    private static Image picture(int height, int width, long seed) {
        Random random = new Random(seed);
        byte[] pixels = new byte[3 * height * width];
        for (int c = 0; c < 3; c++) {
            double phase = 6 * random.nextDouble();
            for (int y = 0; y < height; y++) {
                for (int x = 0; x < width; x++) {
                    double value = 128;
                    for (double wave = 1; wave <= 8; wave *= 2) {
                        value += 24 / wave * (Math.sin(phase + wave * y / 3) + Math.cos(phase * wave + wave * x / 3));
                    }
                    pixels[(c * height + y) * width + x] = (byte) Math.round(value + 4 * random.nextDouble());
                }
            }
        }
        return new Image("picture", 7, height, width, pixels);
    }

    private static Image corrupted(Corruption corruption, Image image, int level) {
        return corruption.apply(image, level, new SplittableRandom(5));
    }

    private static double mean(Image image, int channel) {
        int plane = image.pixels().length / 3;
        double sum = 0;
        for (int p = channel * plane; p < (channel + 1) * plane; p++) {
            sum += image.pixels()[p] & 0xff;
        }
        return sum / plane;
    }

    /** The root mean square of the differences, in grey levels. */
    private static double distance(Image a, Image b) {
        double sum = 0;
        for (int p = 0; p < a.pixels().length; p++) {
            double difference = (a.pixels()[p] & 0xff) - (b.pixels()[p] & 0xff);
            sum += difference * difference;
        }
        return Math.sqrt(sum / a.pixels().length);
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void everyLevelIsFartherFromTheOriginalThanTheOneBefore(Corruption corruption) {
        for (int seed = 0; seed < 5; seed++) {
            Image image = picture(32, 32, seed);
            double before = 0;
            for (int level = 1; level <= Corruption.LEVELS; level++) {
                double distance = distance(image, corrupted(corruption, image, level));
                assertTrue(distance > before, "level " + level + ": " + distance + " after " + before);
                before = distance;
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void sizeIdAndLabelStayAndSoDoesTheOriginal(Corruption corruption) {
        Image image = picture(40, 24, 1);
        byte[] before = image.pixels().clone();
        Image result = corrupted(corruption, image, 3);
        assertEquals(40, result.height());
        assertEquals(24, result.width());
        assertEquals("picture", result.id());
        assertEquals(7, result.label());
        assertArrayEquals(before, image.pixels());
        assertFalse(Arrays.equals(before, result.pixels()));
        assertArrayEquals(result.pixels(), corrupted(corruption, image, 3).pixels(), "the same draws again");
    }

    /**
     * Blur, contrast and pixelate keep the mean of every channel but for the rounding of each sample, which is off by at
     * most half a level. Noise of 30 levels has a mean of its own: five of its deviations.
     */
    @ParameterizedTest
    @EnumSource(
            value = Corruption.class,
            names = {"GAUSSIAN_BLUR", "CONTRAST", "PIXELATE", "GAUSSIAN_NOISE"})
    void theMeanOfEveryChannelStays(Corruption corruption) {
        Image image = picture(33, 47, 2);
        double most = corruption == Corruption.GAUSSIAN_NOISE ? 5 * 30 / Math.sqrt(33 * 47) : 0.5;
        for (int level = 1; level <= Corruption.LEVELS; level++) {
            Image result = corrupted(corruption, image, level);
            for (int c = 0; c < 3; c++) {
                assertEquals(mean(image, c), mean(result, c), most);
            }
        }
    }

    /** A constant has no detail to lose. JPEG may turn the colour by a level or two: it goes through luma and chroma. */
    @ParameterizedTest
    @ValueSource(ints = {0, 1, 127, 255})
    void aConstantStaysAConstant(int value) {
        byte[] pixels = new byte[3 * 32 * 32];
        Arrays.fill(pixels, (byte) value);
        Image constant = new Image("constant", 0, 32, 32, pixels);
        for (int level = 1; level <= Corruption.LEVELS; level++) {
            for (Corruption kind : List.of(Corruption.GAUSSIAN_BLUR, Corruption.CONTRAST, Corruption.PIXELATE)) {
                assertArrayEquals(pixels, corrupted(kind, constant, level).pixels(), kind + " " + level);
            }
            assertTrue(distance(constant, corrupted(Corruption.JPEG, constant, level)) <= 2);
        }
    }

    @Test
    void noiseHasTheDeviationThatItSays() {
        byte[] pixels = new byte[3 * 64 * 64];
        Arrays.fill(pixels, (byte) 128); // four deviations of 30 from either end: clipping moves nothing that counts
        Image grey = new Image("grey", 0, 64, 64, pixels);
        for (int level = 1; level <= Corruption.LEVELS; level++) {
            double expected = Corruption.GAUSSIAN_NOISE.strength(level);
            // 12,288 samples: an estimate of the deviation is off by 1 / sqrt(24,576) = 0.6 %; four times that.
            assertEquals(expected, distance(grey, corrupted(Corruption.GAUSSIAN_NOISE, grey, level)), 0.026 * expected);
        }
    }

    @Test
    void contrastByHand() {
        byte[] pixels = {0, 100, (byte) 200, 10, 10, 10, (byte) 255, 0, 0}; // means 100, 10, 85
        Image result = corrupted(Corruption.CONTRAST, new Image("three", 0, 1, 3, pixels), 2);
        assertArrayEquals(new byte[] {50, 100, (byte) 150, 10, 10, 10, (byte) 170, 43, 43}, result.pixels());
    }

    /** 16 cells on 32 pixels are squares of 2 x 2, each the mean of its four. */
    @Test
    void pixelateByHand() {
        Image image = picture(32, 32, 3);
        Image result = corrupted(Corruption.PIXELATE, image, 4);
        for (int c = 0; c < 3; c++) {
            for (int y = 0; y < 32; y += 2) {
                for (int x = 0; x < 32; x += 2) {
                    int at = (c * 32 + y) * 32 + x;
                    int sum = 0;
                    for (int p : new int[] {at, at + 1, at + 32, at + 33}) {
                        sum += image.pixels()[p] & 0xff;
                    }
                    for (int p : new int[] {at, at + 1, at + 32, at + 33}) {
                        assertEquals(sum / 4.0, result.pixels()[p] & 0xff, 0.5 + 1e-9); // rounded
                    }
                }
            }
        }
    }

    @ParameterizedTest
    @EnumSource(Corruption.class)
    void aSinglePixelIsCorruptedWithoutAnError(Corruption corruption) {
        for (int level = 1; level <= Corruption.LEVELS; level++) {
            assertEquals(3, corrupted(corruption, picture(1, 1, 4), level).pixels().length);
        }
    }

    @Test
    void levelsThatThereAreNotAreRefused() {
        for (int level : new int[] {0, 6}) {
            assertThrows(IllegalArgumentException.class, () -> Corruption.JPEG.strength(level));
            assertThrows(
                    IllegalArgumentException.class,
                    () -> CorruptedImages.of(new Pictures(1), Corruption.JPEG, level, 0));
        }
        assertThrows(IllegalArgumentException.class, () -> GaussianBlur.of(picture(1, 1, 0), 0));
        assertThrows(
                IllegalArgumentException.class, () -> GaussianNoise.of(picture(1, 1, 0), -1, new SplittableRandom(0)));
    }

    /** A few pictures, every one another. */
    private record Pictures(int size) implements ImageSet {
        @Override
        public String name() {
            return "pictures";
        }

        @Override
        public List<String> classes() {
            return List.of("a", "b");
        }

        @Override
        public Stream<Image> images() {
            return Stream.iterate(0, i -> i + 1).limit(size).map(i -> picture(8, 8, i));
        }

        @Override
        public String digest() {
            return "d" + size;
        }
    }

    private static List<byte[]> pixels(ImageSet set) throws IOException {
        try (Stream<Image> images = set.images()) {
            return images.map(Image::pixels).toList();
        }
    }

    @Test
    void aSetIsCorruptedAlikeInEveryPassAndOtherwiseForEverySeedAndImage() throws IOException {
        ImageSet noisy = CorruptedImages.of(new Pictures(3), Corruption.GAUSSIAN_NOISE, 2, 9);
        assertEquals("pictures under gaussian-noise 2", noisy.name());
        assertEquals(List.of("a", "b"), noisy.classes());
        assertEquals(3, noisy.size());
        List<byte[]> first = pixels(noisy);
        List<byte[]> second = pixels(noisy);
        List<byte[]> other = pixels(CorruptedImages.of(new Pictures(3), Corruption.GAUSSIAN_NOISE, 2, 10));
        for (int i = 0; i < 3; i++) {
            assertArrayEquals(first.get(i), second.get(i));
            assertFalse(Arrays.equals(first.get(i), other.get(i)));
        }
        // The noise of two images differs, not only the images.
        List<byte[]> clean = pixels(new Pictures(3));
        int same = 0;
        for (int p = 0; p < clean.get(0).length; p++) {
            same += first.get(0)[p] - clean.get(0)[p] == first.get(1)[p] - clean.get(1)[p] ? 1 : 0;
        }
        assertTrue(same < clean.get(0).length / 4, same + " of " + clean.get(0).length);
    }

    @Test
    void theDigestTellsOriginalsKindLevelAndSeedApart() throws IOException {
        String digest =
                CorruptedImages.of(new Pictures(3), Corruption.JPEG, 2, 9).digest();
        assertEquals(
                digest,
                CorruptedImages.of(new Pictures(3), Corruption.JPEG, 2, 9).digest());
        for (ImageSet other : List.of(
                CorruptedImages.of(new Pictures(2), Corruption.JPEG, 2, 9),
                CorruptedImages.of(new Pictures(3), Corruption.CONTRAST, 2, 9),
                CorruptedImages.of(new Pictures(3), Corruption.JPEG, 3, 9),
                CorruptedImages.of(new Pictures(3), Corruption.JPEG, 2, 8))) {
            assertFalse(digest.equals(other.digest()), other.toString());
        }
    }
}
