package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Extraction;
import org.morseuq.backbone.ImagesInMemory;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.ThresholdPolicy;

final class DetectorFitTest {

    private static final ImagesInMemory HELD = TinyRun.colours("colours/held", 60, 7);

    @TempDir
    private Path folder;

    private static Extraction extraction(Backbone backbone) {
        return new Extraction(backbone, Optional.empty(), 32, (images, done, total) -> {});
    }

    private static Backbone multi() throws IOException, URISyntaxException {
        return Backbone.load(
                Path.of(ImagesInMemory.class.getResource("multi.pt").toURI()), "cpu");
    }

    private static MorseDetector fit(DetectorFit fit, Extraction extraction, FeatureTable held) throws IOException {
        Manifest.DataEntry entry = new Manifest.DataEntry("held", HELD.name(), HELD.size(), HELD.digest());
        return fit.run(extraction, TinyRun.TRAIN, held, entry, Optional.empty(), loss -> {});
    }

    @ParameterizedTest
    @ValueSource(strings = {"product", "supervised-gaussian"})
    void goesFromImagesToADetectorThatComesBackFromItsFile(String recipe) throws Exception {
        try (Backbone backbone = multi()) {
            Extraction extraction = extraction(backbone);
            FeatureTable held = extraction.of(HELD);
            DetectorFit fit = new DetectorFit(recipe, 60, 20, new ThresholdPolicy.FalseAlarm(0.1), 3, "test");
            MorseDetector detector = fit(fit, extraction, held);
            assertEquals(60, detector.calibration().size());
            double flagged = detector.assess(held).stream()
                            .filter(verdict -> verdict.flagged())
                            .count()
                    / 60.0;
            assertTrue(flagged <= 0.1, flagged + " of the calibration set itself");

            Manifest.Origin origin = detector.manifest().origin();
            assertEquals(recipe, origin.recipe());
            assertEquals(3, origin.seed());
            assertEquals(backbone.digest(), origin.backbone().sha256());
            assertEquals(TinyRun.TRAIN.classes(), origin.classes());
            List<String> data = new ArrayList<>();
            origin.data().forEach(entry -> data.add(entry.role() + " " + entry.images()));
            assertEquals(List.of("fit 60", "reference 100", "held 60"), data);
            assertEquals(
                    fit.sample(TinyRun.TRAIN).digest(), origin.data().get(0).sha256());
            assertTrue(Double.isFinite(origin.metrics().get("loss")));

            detector.save(folder);
            MorseDetector loaded = MorseDetector.load(folder);
            assertArrayEquals(
                    detector.network().energies(held), loaded.network().energies(held), 0);
            assertArrayEquals(
                    detector.network().energies(held),
                    fit(fit, extraction, held).network().energies(held),
                    0,
                    "the same seed, the same detector");
        }
    }

    @Test
    void numbersOutOfRangeAreRefusedBeforeAnythingIsRead() {
        ThresholdPolicy policy = new ThresholdPolicy.FalseAlarm(0.1);
        Refusals.assertRefused(
                IllegalArgumentException.class, () -> new DetectorFit("magic", 1, 1, policy, 0, "test"), "magic");
        Refusals.assertRefused(
                IllegalArgumentException.class, () -> new DetectorFit("product", 0, 1, policy, 0, "test"), "0 and 1");
        Refusals.assertRefused(
                IllegalArgumentException.class, () -> new DetectorFit("product", 1, 0, policy, 0, "test"), "1 and 0");
    }
}
