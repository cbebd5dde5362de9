package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.morseuq.backbone.Fixture.assertClose;
import static org.morseuq.backbone.Fixture.extract;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.data.Resampling;
import org.morseuq.store.Digest;

final class BackboneTest {

    /** Sums of some hundred float32 products of order one, taken in another order by another build of the engine. */
    private static final double ROUNDING = 1e-5;

    @ParameterizedTest
    @CsvSource({
        "logits, logits[3]",
        "pair, logits[3] embedding[5]",
        "multi, logits[3] embedding[5] inner1.mean[4] inner1.std[4] inner1.max[4] inner1.active[4]"
                + " inner2.mean[5] inner2.std[5] inner2.max[5] inner2.active[5]",
        "method, logits[3] embedding[5]",
        "map, logits[3] inner1.mean[4] inner1.std[4] inner1.max[4] inner1.active[4]",
        "point, logits[3] inner1.mean[5] embedding[5]"
    })
    void everyFormGivesTheLayoutAndTheNumbersOfPython(String form, String layout) throws IOException {
        try (Backbone backbone = Fixture.load(form)) {
            assertEquals(layout, backbone.layout().toString());
            FeatureTable table = extract(backbone, ImagesInMemory.patterns(5, 8), 5);
            assertEquals(backbone.layout(), table.layout());
            assertClose(Fixture.reference(form), table.rows(), ROUNDING);
            assertArrayEquals(new int[] {0, 1, 2, 0, 1}, table.labels());
        }
    }

    @Test
    void theReferenceTellsImagesApart() throws IOException {
        float[][] rows = Fixture.reference("multi");
        for (int j = 0; j < rows[0].length; j++) {
            // A network that returned one row for all images would miss some of the columns by this much.
            int column = j;
            double most =
                    List.of(rows).stream().mapToDouble(row -> row[column]).max().orElseThrow();
            double least =
                    List.of(rows).stream().mapToDouble(row -> row[column]).min().orElseThrow();
            assertTrue(most - least > 1e-3, "column " + j + ": " + least + " to " + most);
        }
    }

    @Test
    void tellsWhatItWasLoadedFrom() throws IOException {
        try (Backbone backbone = Fixture.load("pair")) {
            assertEquals("pair.pt", backbone.name());
            assertEquals(Digest.ofFile(Fixture.path("pair.pt")), backbone.digest());
            assertEquals(
                    new Preprocessing(8, List.of(0.5, 0.45, 0.4), List.of(0.25, 0.2, 0.3)), backbone.preprocessing());
            assertEquals(List.of(), backbone.classes());
            assertEquals("pair.pt (logits[3] embedding[5])", backbone.toString());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"logits", "multi", "method"})
    void theBatchSizeChangesNumbersByRoundingOnly(String form) throws IOException {
        ImagesInMemory images = ImagesInMemory.patterns(23, 8);
        try (Backbone backbone = Fixture.load(form)) {
            float[][] together = extract(backbone, images, 64).rows();
            assertEquals(23, together.length);
            for (int batchSize : new int[] {1, 5, 22, 23}) { // the last batch has 1, 3, 1 and 23 images
                List<Integer> progress = new ArrayList<>();
                FeatureTable table = backbone.extract(images, batchSize, progress::add);
                assertClose(together, table.rows(), ROUNDING);
                assertEquals((23 + batchSize - 1) / batchSize, progress.size());
                assertEquals(23, progress.get(progress.size() - 1));
            }
        }
    }

    @Test
    void aBatchOfNoImagesIsRefused() throws IOException {
        try (Backbone backbone = Fixture.load("logits")) {
            Fixture.assertRefused(
                    IllegalArgumentException.class, () -> extract(backbone, ImagesInMemory.patterns(2, 8), 0), "0");
        }
    }

    @Test
    void greyImagesOfAnotherSizeAreResampled() throws IOException {
        List<Image> digits = new ArrayList<>();
        List<Image> fitted = new ArrayList<>();
        for (Image image : ImagesInMemory.patterns(7, 28).list()) {
            byte[] grey = new byte[3 * 28 * 28];
            for (int k = 0; k < grey.length; k++) {
                grey[k] = image.pixels()[k % (28 * 28)];
            }
            Image digit = new Image(image.id(), image.label(), 28, 28, grey);
            digits.add(digit);
            fitted.add(Resampling.fit(digit, 8));
        }
        try (Backbone backbone = Fixture.load("pair")) {
            float[][] rows = extract(backbone, new ImagesInMemory("digits", List.of(), digits), 4)
                    .rows();
            float[][] expected = extract(backbone, new ImagesInMemory("fitted", List.of(), fitted), 4)
                    .rows();
            assertEquals(8, fitted.get(0).height());
            assertClose(expected, rows, 0); // the same numbers go through the same operations
        }
    }

    @Test
    void aNumberThatIsNotFiniteIsRefusedNamingTheImage() throws IOException {
        List<Image> images = new ArrayList<>();
        for (int i = 0; i < 7; i++) { // the network is not defined where the first red sample is below the mean
            byte[] pixels = new byte[3 * 64];
            pixels[0] = (byte) (i == 5 ? 10 : 250);
            images.add(new Image("photo" + i, 0, 8, 8, pixels));
        }
        ImagesInMemory good = new ImagesInMemory("good", List.of(), images.subList(0, 5));
        ImagesInMemory bad = new ImagesInMemory("bad", List.of(), images);
        try (Backbone backbone = Fixture.load("nan")) {
            assertEquals(5, extract(backbone, good, 3).size());
            Fixture.assertRefused(IOException.class, () -> extract(backbone, bad, 3), "NaN", "image 5", "of bad");
            assertEquals(5, extract(backbone, good, 3).size(), "usable after the refusal");
        }
    }

    @Test
    void theTimeOfTheNetworkIsCounted() throws IOException {
        try (Backbone backbone = Fixture.load("multi")) {
            assertEquals(0, backbone.forwardSeconds());
            long begin = System.nanoTime();
            extract(backbone, ImagesInMemory.patterns(100, 8), 10);
            double wall = (System.nanoTime() - begin) * 1e-9;
            assertTrue(backbone.forwardSeconds() > 0 && backbone.forwardSeconds() <= wall);
        }
    }

    @Test
    void aClosedNetworkIsNotRun() throws IOException {
        Backbone backbone = Fixture.load("logits");
        backbone.close();
        assertThrows(IllegalStateException.class, () -> extract(backbone, ImagesInMemory.patterns(2, 8), 2));
    }

    @Test
    void blocksOfALayoutAreSelectedByName() throws IOException {
        try (Backbone backbone = Fixture.load("multi")) {
            FeatureTable table = extract(backbone, ImagesInMemory.patterns(5, 8), 5);
            float[][] expected = Fixture.reference("pair");
            assertClose(
                    expected,
                    table.select(List.of(Layout.LOGITS, Layout.EMBEDDING)).rows(),
                    ROUNDING);
        }
    }
}
