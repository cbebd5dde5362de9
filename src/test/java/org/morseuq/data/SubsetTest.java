package org.morseuq.data;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.data.Fixtures.labels;
import static org.morseuq.data.Fixtures.singles;
import static org.morseuq.data.Fixtures.write;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

final class SubsetTest {

    @TempDir
    private Path folder;

    private ImageSet whole;

    @BeforeEach
    void makeTen() throws IOException {
        whole = CifarBinary.file("set", write(folder.resolve("a.bin"), singles(0, 1, 2, 3, 4, 5, 6, 7, 8, 9)));
    }

    @Test
    void takesWhatIsAskedForInOrder() throws IOException {
        Subset subset = Subset.of(whole, new int[] {1, 4, 9});
        assertEquals(List.of(1, 4, 9), labels(subset));
        assertEquals(List.of("set/1", "set/4", "set/9"), Fixtures.ids(subset));
        Fixtures.assertReadable(subset);
    }

    @Test
    void aSampleHasDistinctImagesAndFollowsItsSeed() throws IOException {
        ImageSet sample = Subset.sample(whole, 4, 7);
        assertEquals(4, labels(sample).stream().distinct().count());
        assertEquals(labels(sample).stream().sorted().toList(), labels(sample));
        assertEquals(labels(sample), labels(Subset.sample(whole, 4, 7)));
        assertEquals(sample.digest(), Subset.sample(whole, 4, 7).digest());
        assertNotEquals(sample.digest(), Subset.sample(whole, 4, 8).digest());
        assertNotEquals(sample.digest(), whole.digest());
    }

    @Test
    void everyImageIsSampledEquallyOften() throws IOException {
        int[] counts = new int[10];
        for (int seed = 0; seed < 2000; seed++) {
            for (int label : labels(Subset.sample(whole, 3, seed))) {
                counts[label]++;
            }
        }
        // 2000 draws of probability 0.3: mean 600, standard deviation 20.5. Five of them leave no doubt.
        for (int count : counts) {
            assertEquals(600, count, 103);
        }
    }

    @Test
    void firstTakesTheBeginning() throws IOException {
        assertEquals(List.of(0, 1, 2), labels(Subset.first(whole, 3)));
    }

    @Test
    void askingForAllGivesTheSetItself() throws IOException {
        assertSame(whole, Subset.sample(whole, 10, 0));
        assertSame(whole, Subset.first(whole, 11));
    }

    @Test
    void readsNoFurtherThanNeededAndCloses() throws IOException {
        AtomicInteger read = new AtomicInteger();
        AtomicInteger closed = new AtomicInteger();
        ImageSet watched = new ImageSet() {
            @Override
            public String name() {
                return "watched";
            }

            @Override
            public List<String> classes() {
                return List.of();
            }

            @Override
            public int size() throws IOException {
                return whole.size();
            }

            @Override
            public Stream<Image> images() throws IOException {
                return whole.images().peek(image -> read.incrementAndGet()).onClose(closed::incrementAndGet);
            }

            @Override
            public String digest() throws IOException {
                return whole.digest();
            }
        };
        assertEquals(List.of(0, 3), labels(Subset.of(watched, new int[] {0, 3})));
        assertEquals(4, read.get());
        assertEquals(1, closed.get());
    }

    @Test
    void senselessRequestsAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> Subset.sample(whole, 0, 0));
        assertThrows(IllegalArgumentException.class, () -> Subset.first(whole, 0));
        for (int[] indices : new int[][] {{}, {3, 3}, {4, 2}, {-1}, {10}}) {
            Exception thrown = assertThrows(IllegalArgumentException.class, () -> Subset.of(whole, indices));
            assertTrue(thrown.getMessage().contains(indices.length == 0 ? "at least one" : "0 to 9"));
        }
    }
}
