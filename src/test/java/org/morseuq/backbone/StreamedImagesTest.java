package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

final class StreamedImagesTest {

    private static final int SIZE = 8;

    /** What sums of a few batches in another order lose of a number in single precision. */
    private static final double FLOAT = 1e-5;

    private final Preprocessing scale = new Preprocessing(SIZE, List.of(0.5, 0.4, 0.3), List.of(0.2, 0.25, 0.3));

    private StreamedImages stream(int count, int batch) throws IOException {
        return StreamedImages.first(ImagesInMemory.patterns(count + 3, SIZE), count, scale, batch);
    }

    private static List<float[]> rows(ImageBatches images, Set<Integer> sizes) {
        List<float[]> rows = new ArrayList<>();
        images.forEach((from, batch, labels) -> {
            assertEquals(rows.size(), from);
            assertEquals(batch.length, labels.length);
            sizes.add(batch.length);
            for (float[] row : batch) {
                rows.add(row.clone());
            }
        });
        return rows;
    }

    @Test
    void batchesHoldAllImagesInOrderAndTheLastIsShort() throws IOException {
        Set<Integer> sizes = new HashSet<>();
        List<float[]> whole = rows(stream(7, 7), new HashSet<>());
        List<float[]> parts = rows(stream(7, 3), sizes);
        assertEquals(Set.of(3, 1), sizes);
        assertEquals(7, parts.size());
        for (int i = 0; i < 7; i++) {
            assertArrayEquals(whole.get(i), parts.get(i));
        }
        List<float[]> some = rows(stream(7, 3).at(new int[] {1, 4, 5, 6}), new HashSet<>());
        assertArrayEquals(whole.get(1), some.get(0));
        assertArrayEquals(whole.get(6), some.get(3));
        assertArrayEquals(new int[] {1, 1}, stream(7, 3).at(new int[] {1, 4}).labels());
    }

    /** A last batch that counted as much as the others would move the loss by a few percent. */
    @Test
    void theShortLastBatchCountsAsWhatItIs() throws IOException {
        List<double[]> seen = new ArrayList<>();
        for (int batch : new int[] {7, 3}) {
            try (NetworkLoss loss = NetworkLoss.load(Fixture.path("multi.pt"), "cpu", stream(7, batch));
                    Vector at = loss.parameters();
                    Vector gradient = at.zeros();
                    Vector product = at.zeros()) {
                double value = loss.gradient(at, gradient);
                loss.hessianProduct(at, gradient, product);
                seen.add(new double[] {value, gradient.norm(), product.norm(), loss.value(at)});
            }
        }
        for (int i = 0; i < 4; i++) {
            assertEquals(seen.get(0)[i], seen.get(1)[i], FLOAT * seen.get(0)[i]);
        }
    }

    /** Tasks of one network add up to its loss, and keep nothing alive. */
    @Test
    void partsOfTheImagesAreTasksOfTheSameNetwork() throws IOException {
        StreamedImages images = stream(7, 7);
        try (NetworkLoss loss = NetworkLoss.load(Fixture.path("multi.pt"), "cpu", images);
                Vector at = loss.parameters();
                Vector product = at.zeros()) {
            Objective first = loss.over(images.at(new int[] {0, 1}));
            Objective second = loss.over(images.at(new int[] {2, 3, 4, 5, 6}));
            assertEquals(loss.value(at), (2 * first.value(at) + 5 * second.value(at)) / 7, FLOAT);
            first.hessianProduct(at, at, product);
            int before = LiveArrays.count();
            for (int i = 0; i < 5; i++) {
                first.hessianProduct(at, at, product);
                second.hessianProduct(at, at, product);
            }
            assertEquals(before, LiveArrays.count());
        }
    }

    /** Whatever is computed, the engine holds as many arrays at the last batch as at the second. */
    @Test
    void memoryDoesNotGrowWithTheNumberOfBatches() throws IOException {
        StreamedImages images = stream(60, 4);
        List<Integer> alive = new ArrayList<>();
        ImageBatches watched = new ImageBatches() {
            @Override
            public int size() {
                return images.size();
            }

            @Override
            public int batch() {
                return images.batch();
            }

            @Override
            public void forEach(Visitor visitor) {
                images.forEach((from, batch, labels) -> {
                    alive.add(LiveArrays.count());
                    visitor.batch(from, batch, labels);
                });
            }
        };
        try (NetworkLoss loss = NetworkLoss.load(Fixture.path("multi.pt"), "cpu", watched);
                Vector at = loss.parameters();
                Vector product = at.zeros()) {
            alive.clear();
            loss.hessianProduct(at, at, product);
            assertEquals(15, alive.size());
            assertEquals(1, new HashSet<>(alive.subList(1, 15)).size(), alive.toString());
            alive.clear();
            loss.value(at);
            assertEquals(1, new HashSet<>(alive.subList(1, 15)).size(), alive.toString());
        }
    }

    @Test
    void anImageWithoutALabelIsNamed() {
        ImagesInMemory set = ImagesInMemory.patterns(2, SIZE);
        ImagesInMemory unlabelled = new ImagesInMemory(
                "some",
                List.of(),
                List.of(
                        set.list().get(0),
                        new org.morseuq.data.Image(
                                "bare",
                                org.morseuq.data.Image.UNLABELLED,
                                SIZE,
                                SIZE,
                                set.list().get(1).pixels())));
        assertTrue(assertThrows(IllegalArgumentException.class, () -> StreamedImages.first(unlabelled, 2, scale, 1))
                .getMessage()
                .contains("bare has no label"));
    }
}
