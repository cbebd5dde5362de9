package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A few hundred of the thousands that {@link Fuzz} sends. */
final class FuzzTest {

    @TempDir
    private Path folder;

    @Test
    void noRequestMakesTheServiceFail() throws IOException {
        try (Service service = Service.start(Settings.of(Samples.DETECTOR).withBackbone(Samples.NETWORK))) {
            Map<Integer, Integer> statuses = new Fuzz(1).requests(service.port(), 400);
            assertTrue(
                    statuses.keySet().stream().allMatch(status -> status == 200 || status / 100 == 4),
                    statuses::toString);
            assertTrue(statuses.get(400) > 50, statuses::toString);
        }
    }

    @Test
    void noDetectorWithAFlippedBitIsTaken() throws IOException {
        assertEquals(0, new Fuzz(2).artefacts(folder, 60));
    }
}
