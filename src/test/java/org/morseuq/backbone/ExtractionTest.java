package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.morseuq.backbone.Fixture.assertClose;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.FeatureTable;

final class ExtractionTest {

    @TempDir
    private Path folder;

    private static Extraction extraction(Backbone backbone, Path cache, int batchSize, List<String> told) {
        return new Extraction(
                backbone,
                Optional.ofNullable(cache),
                batchSize,
                (images, done, total) -> told.add(images.name() + " " + done + "/" + total));
    }

    private long files() throws IOException {
        try (var files = Files.list(folder)) {
            return files.count();
        }
    }

    @Test
    void whatIsRememberedIsExactAndCostsNoPass() throws IOException {
        ImagesInMemory images = ImagesInMemory.patterns(5, 8);
        List<String> told = new ArrayList<>();
        try (Backbone backbone = Fixture.load("multi")) {
            Extraction extraction = extraction(backbone, folder, 2, told);
            FeatureTable first = extraction.of(images);
            assertEquals(List.of("patterns 2/5", "patterns 4/5", "patterns 5/5"), told);
            double seconds = backbone.forwardSeconds();
            FeatureTable second = extraction.of(images);
            assertEquals(seconds, backbone.forwardSeconds());
            assertEquals(4, told.size());
            assertEquals("patterns 5/5", told.get(3));
            assertEquals(first.layout(), second.layout());
            assertClose(first.rows(), second.rows(), 0);
            assertArrayEquals(first.labels(), second.labels());
            assertEquals(1, files());
        }
    }

    @Test
    void anotherNetworkOtherImagesOrAnotherBatchSizeAreRememberedApart() throws IOException {
        List<String> told = new ArrayList<>();
        try (Backbone multi = Fixture.load("multi");
                Backbone map = Fixture.load("map")) {
            extraction(multi, folder, 2, told).of(ImagesInMemory.patterns(5, 8));
            extraction(multi, folder, 3, told).of(ImagesInMemory.patterns(5, 8));
            extraction(multi, folder, 2, told).of(ImagesInMemory.patterns(4, 8));
            extraction(map, folder, 2, told).of(ImagesInMemory.patterns(5, 8));
            assertEquals(4, files());
        }
    }

    @Test
    void anotherPreprocessingIsRememberedApart() throws IOException {
        Path network = Fixture.copy("pair", folder);
        Path cache = folder.resolve("cache");
        List<float[][]> results = new ArrayList<>();
        for (String mean : List.of("[0.5, 0.5, 0.5]", "[0.1, 0.5, 0.5]")) {
            Fixture.sidecar(network, "{\"size\": 8, \"mean\": " + mean + ", \"std\": [0.2, 0.2, 0.2]}");
            try (Backbone backbone = Backbone.load(network, "cpu")) {
                results.add(extraction(backbone, cache, 5, new ArrayList<>())
                        .of(ImagesInMemory.patterns(5, 8))
                        .rows());
            }
        }
        assertEquals(false, results.get(0)[0][0] == results.get(1)[0][0]);
    }

    @Test
    void withoutAFolderNothingIsWritten() throws IOException {
        try (Backbone backbone = Fixture.load("pair")) {
            List<String> told = new ArrayList<>();
            Extraction extraction = extraction(backbone, null, 5, told);
            assertClose(
                    Fixture.reference("pair"),
                    extraction.of(ImagesInMemory.patterns(5, 8)).rows(),
                    1e-5); // as in BackboneTest
            assertEquals(1, told.size());
            assertEquals(0, files());
            Fixture.assertRefused(
                    IllegalArgumentException.class, () -> extraction(backbone, null, 0, told), "batch size", "0");
        }
    }
}
