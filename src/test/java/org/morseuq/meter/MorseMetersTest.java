package org.morseuq.meter;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureFile;
import org.morseuq.head.MorseDetector;
import org.morseuq.monitor.DriftMonitor;

final class MorseMetersTest {

    private static final Path SHIPPED = Path.of("pretrained", "cifar10-resnet20");

    @Test
    void whatIsJudgedIsCountedAndWatched() throws IOException {
        MorseDetector detector = MorseDetector.load(SHIPPED.resolve("balanced-product.morse"));
        float[][] textures = FeatureFile.read(SHIPPED.resolve("features/textures.safetensors"))
                .select(detector.layout().names())
                .rows();
        AtomicReference<DriftMonitor> monitor = new AtomicReference<>(new DriftMonitor(detector, 150, 1e-4, 1));
        SimpleMeterRegistry registry = new SimpleMeterRegistry();
        MorseMeters meters = new MorseMeters(registry, "product", monitor::get);
        assertEquals(1, finding(registry, "too_few"), 0.0);

        long flagged = Arrays.stream(textures)
                .limit(150)
                .filter(row -> meters.assess(row).flagged())
                .count();
        assertThrows(IllegalArgumentException.class, () -> meters.assess(new float[] {1, Float.NaN}));

        assertEquals(
                150,
                registry.get("morse.assess").tag("detector", "product").timer().count());
        assertTrue(registry.get("morse.assess").timer().max(TimeUnit.SECONDS) > 0);
        assertEquals((double) flagged, registry.get("morse.flagged").counter().count(), 0.0);
        assertTrue(flagged > 100, flagged + " flagged");
        assertEquals(1, registry.get("morse.refused").counter().count(), 0.0);
        assertEquals(150, registry.get("morse.p.value").summary().count());
        double atMost = Arrays.stream(
                        registry.get("morse.p.value").summary().takeSnapshot().histogramCounts())
                .filter(bucket -> bucket.bucket() == 50)
                .findFirst()
                .orElseThrow()
                .count();
        assertEquals((double) flagged, atMost, 0.0); // flagged are the p-values up to 0.05
        assertEquals(150, registry.get("morse.energy").summary().count());
        assertTrue(registry.get("morse.drift.distance").gauge().value() > 0.5);
        assertTrue(registry.get("morse.drift.p.value").gauge().value() < 1e-6);
        assertTrue(registry.get("morse.drift.features").gauge().value() < 1e-6);
        assertEquals(1, finding(registry, "preprocessing_differs"), 0.0);
        assertEquals(0, finding(registry, "no_drift"), 0.0);

        monitor.set(new DriftMonitor(detector, 150, 1e-4, 1)); // as after a reload
        assertEquals(1, finding(registry, "too_few"), 0.0);
    }

    private static double finding(SimpleMeterRegistry registry, String name) {
        return registry.get("morse.drift.finding").tag("finding", name).gauge().value();
    }
}
