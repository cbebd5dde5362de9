package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Json;

/** The card of the network that comes with the program, on a few coloured images. */
final class ComplexityCommandTest {

    @TempDir
    private Path folder;

    @BeforeEach
    void data() throws IOException {
        TinyData.write(folder);
    }

    @Test
    void theCardHasWhatTheContractNames() throws IOException {
        Path file = folder.resolve("card.json");
        Cli run = Cli.run(
                "complexity",
                "--data",
                folder,
                "--limit",
                20,
                "--format",
                "json",
                "--to",
                file,
                "--trace-probes",
                3,
                "--products",
                8,
                "--probes",
                1,
                "--eigenvalues",
                2);
        assertEquals(0, run.code(), run.err());
        Map<?, ?> card = Json.parse(Path.of("stdout"), run.out().getBytes(StandardCharsets.UTF_8), Map.class);
        assertEquals(Json.read(file, Map.class), card);
        assertEquals(20, card.get("images"));
        assertTrue(((Map<?, ?>) card.get("geometric_complexity"))
                .keySet()
                .containsAll(List.of("logits", "embedding", "standard_error")));
        assertTrue(((Map<?, ?>) card.get("neural_collapse"))
                .keySet()
                .containsAll(List.of("cdnv", "nc1", "nc2", "nc3", "nc4")));
        assertTrue(((Map<?, ?>) card.get("curvature"))
                .keySet()
                .containsAll(List.of("top_eigenvalues", "residuals", "trace", "trace_standard_error")));
        assertTrue(card.containsKey("margin"));
    }

    @Test
    void onlyWhatIsAskedForIsMeasured() {
        Cli run = Cli.run("complexity", "--data", folder, "--limit", 20, "--measures", "margin", "--probes", 1);
        assertEquals(0, run.code(), run.err());
        assertTrue(run.out().contains("Margins") && !run.out().contains("Curvature"), run.out());
    }

    @Test
    void aClassWithoutImagesLeavesCollapseOutAndSaysSo() {
        Cli run = Cli.run("complexity", "--data", folder, "--limit", 5, "--measures", "collapse");
        assertEquals(0, run.code(), run.err());
        assertTrue(run.err().contains("a class has no image"), run.err());
    }

    @Test
    void badRequestsAreOneSentence() {
        Path file = folder.resolve("card.json");
        Cli unknown = Cli.run("complexity", "--data", folder, "--measures", "beauty", "--to", file);
        assertEquals(2, unknown.code());
        assertTrue(unknown.err().contains("curvature"), unknown.err());
        Cli none = Cli.run("complexity", "--data", folder, "--limit", 0, "--to", file);
        assertEquals(2, none.code());
        assertEquals(1, none.err().lines().count());
        Cli unlabelled = Cli.run("complexity", "--data", folder, "--in", folder.resolve("nowhere"), "--to", file);
        assertEquals(2, unlabelled.code());
        assertFalse(Files.exists(file));
    }
}
