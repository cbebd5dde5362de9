package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.morseuq.backbone.ImagesInMemory;

final class RandomLabelsTest {

    private static final int[] LABELS =
            IntStream.range(0, 20_000).map(i -> i % 10).toArray();

    private static double changed(double fraction, long seed) {
        int[] drawn = RandomLabels.of(LABELS, 10, fraction, seed);
        return IntStream.range(0, LABELS.length)
                        .filter(i -> drawn[i] != LABELS[i])
                        .count()
                / (double) LABELS.length;
    }

    /** A tenth of the draws is the image's own class; three deviations of a mean of 20,000 are at most 0.0106. */
    @Test
    void asManyAreDrawnAsAskedForAndEveryClassAlike() {
        for (double fraction : new double[] {0.25, 0.5, 1}) {
            assertEquals(0.9 * fraction, changed(fraction, 1), 0.0106);
        }
        int[] counts = new int[10];
        Arrays.stream(RandomLabels.of(new int[20_000], 10, 1, 2)).forEach(label -> counts[label]++);
        for (int count : counts) {
            assertEquals(2000, count, 3 * Math.sqrt(1800));
        }
    }

    @Test
    void drawsFollowTheSeedAndGrowWithTheFraction() {
        assertArrayEquals(RandomLabels.of(LABELS, 10, 0.5, 3), RandomLabels.of(LABELS, 10, 0.5, 3));
        assertTrue(!Arrays.equals(RandomLabels.of(LABELS, 10, 0.5, 3), RandomLabels.of(LABELS, 10, 0.5, 4)));
        assertArrayEquals(LABELS, RandomLabels.of(LABELS, 10, 0, 3));
        int[] few = RandomLabels.of(LABELS, 10, 0.2, 3);
        int[] all = RandomLabels.of(LABELS, 10, 1, 3);
        for (int i = 0; i < LABELS.length; i++) {
            assertTrue(few[i] == LABELS[i] || few[i] == all[i]);
        }
    }

    @Test
    void theSetHasTheSameImagesUnderTheSameDraws() throws IOException {
        ImageSet set = ImagesInMemory.patterns(30, 8);
        int[] own = IntStream.range(0, 30).map(i -> i % 3).toArray();
        ImageSet random = RandomLabels.of(set, 0.7, 5);
        assertEquals(set.classes(), random.classes());
        assertEquals(30, random.size());
        assertEquals(
                Arrays.stream(RandomLabels.of(own, set.classes().size(), 0.7, 5))
                        .boxed()
                        .toList(),
                Fixtures.labels(random));
        assertEquals(Fixtures.labels(random), Fixtures.labels(random));
        assertNotEquals(Fixtures.labels(set), Fixtures.labels(random));
        try (Stream<Image> before = set.images();
                Stream<Image> after = random.images()) {
            List<Image> images = before.toList();
            List<Image> others = after.toList();
            for (int i = 0; i < 30; i++) {
                assertEquals(images.get(i).id(), others.get(i).id());
                assertArrayEquals(images.get(i).pixels(), others.get(i).pixels());
            }
        }
        List<String> digests = new ArrayList<>(List.of(set.digest(), random.digest()));
        digests.add(RandomLabels.of(set, 0.7, 6).digest());
        digests.add(RandomLabels.of(set, 0.6, 5).digest());
        assertEquals(4, digests.stream().distinct().count());
        ImagesInMemory nameless = new ImagesInMemory(
                "nameless", List.of(), ImagesInMemory.patterns(3, 8).list());
        assertTrue(assertThrows(IllegalArgumentException.class, () -> RandomLabels.of(nameless, 0.5, 0))
                .getMessage()
                .contains("nameless has no named classes"));
        assertEquals(random.digest(), RandomLabels.of(set, 0.7, 5).digest());
        for (double wrong : new double[] {-0.1, 1.1, Double.NaN}) {
            assertTrue(assertThrows(IllegalArgumentException.class, () -> RandomLabels.of(set, wrong, 0))
                    .getMessage()
                    .contains("from 0 to 1"));
        }
    }

    @Test
    void whatHasNoLabelGetsNone() {
        int[] none = {Image.UNLABELLED, 0};
        assertEquals(Image.UNLABELLED, RandomLabels.of(none, 3, 1, 0)[0]);
    }
}
