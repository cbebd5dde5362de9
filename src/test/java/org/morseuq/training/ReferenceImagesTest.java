package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.data.Image;

final class ReferenceImagesTest {

    private static final ImagesInMemory TRAIN = ImagesInMemory.patterns(12, 16);

    @Test
    void everySampledImageAppearsUnderEveryPerturbation() throws IOException {
        ReferenceImages images = ReferenceImages.of(TRAIN, 4, 8, 1);
        assertEquals(20, images.size());
        List<Image> list = images.images().toList();
        assertEquals(20, list.size());
        assertEquals(20, list.stream().map(Image::id).distinct().count());
        for (Image image : list) {
            assertEquals(Image.UNLABELLED, image.label());
            assertEquals(8, image.height());
            assertEquals(8, image.width());
        }
        assertEquals(List.of(), images.classes());
        assertEquals("spoilt patterns", images.name());
    }

    @Test
    void aSmallSetIsUsedWhole() throws IOException {
        assertEquals(60, ReferenceImages.of(TRAIN, 1000, 8, 1).size());
    }

    @Test
    void patchesComeFirstAndAreThoseOfTheSample() throws IOException {
        // Of a set used whole, images 0 to 11 are the originals with their large patches permuted.
        ReferenceImages images = ReferenceImages.of(TRAIN, 12, 16, 1);
        List<Image> list = images.images().toList();
        for (int i = 0; i < 12; i++) {
            byte[] original = TRAIN.list().get(i).pixels().clone();
            byte[] spoilt = list.get(i).pixels().clone();
            java.util.Arrays.sort(original);
            java.util.Arrays.sort(spoilt);
            assertArrayEquals(original, spoilt);
        }
    }

    @Test
    void theSameSeedGivesTheSameImagesInEveryPass() throws IOException {
        ReferenceImages first = ReferenceImages.of(TRAIN, 4, 8, 1);
        ReferenceImages again = ReferenceImages.of(TRAIN, 4, 8, 1);
        List<Image> pass = first.images().toList();
        for (List<Image> other : List.of(first.images().toList(), again.images().toList())) {
            for (int i = 0; i < 20; i++) {
                assertArrayEquals(pass.get(i).pixels(), other.get(i).pixels());
            }
        }
        assertEquals(first.digest(), again.digest());
    }

    @Test
    void theDigestChangesWithSeedSizeCountAndImages() throws IOException {
        String digest = ReferenceImages.of(TRAIN, 4, 8, 1).digest();
        assertNotEquals(digest, ReferenceImages.of(TRAIN, 4, 8, 2).digest());
        assertNotEquals(digest, ReferenceImages.of(TRAIN, 4, 16, 1).digest());
        assertNotEquals(digest, ReferenceImages.of(TRAIN, 5, 8, 1).digest());
        assertNotEquals(
                digest,
                ReferenceImages.of(ImagesInMemory.patterns(11, 16), 4, 8, 1).digest());
        byte[] pixels =
                ReferenceImages.of(TRAIN, 12, 8, 1).images().toList().get(0).pixels();
        byte[] others =
                ReferenceImages.of(TRAIN, 12, 8, 2).images().toList().get(0).pixels();
        assertEquals(false, java.util.Arrays.equals(pixels, others));
    }
}
