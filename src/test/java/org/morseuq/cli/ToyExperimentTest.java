package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Json;
import org.morseuq.study.ToyModes;
import org.morseuq.study.ToySamples;
import org.morseuq.study.ToySummary;

/** Densities of tiny toys, and the choice of an experiment by its kind, through the command line alone. */
final class ToyExperimentTest {

    private static final String DEFINITION =
            """
            {"title": "tiny", "kind": "morse-toys", "toys": ["circles"], "noise": 0.07, "points": 600, "fresh": 300,
             "reference": 600, "box": 3, "kernels": {"gaussian": 1, "von-mises-fisher": 6}, "weight": 1, "hidden": 16,
             "epochs": 12, "batch_size": 100, "learning_rate": 0.03, "grid": 20,
             "sampling": {"starts": 20, "flow_steps": 20, "burn_in": 20, "draws": 20, "tolerance": 0.1}, "seed": 1,
             "auroc_tolerance": 0.01, "density_tolerance": 0.05}
            """;

    @TempDir
    private Path folder;

    @BeforeEach
    void define() throws IOException {
        define("tiny", DEFINITION);
    }

    private void define(String name, String text) throws IOException {
        Files.createDirectories(folder.resolve("eval").resolve(name));
        Files.writeString(folder.resolve("eval").resolve(name).resolve("experiment.json"), text);
    }

    private Cli reproduce(String name) {
        return Cli.run("reproduce", name, "--from", folder.resolve("eval"), "--to", folder.resolve("out"));
    }

    @Test
    void everyDensityIsFittedMeasuredDrawnAndRemembered() throws IOException {
        Cli first = reproduce("tiny");
        assertEquals(0, first.code(), first.err());
        Path out = folder.resolve("out/tiny");
        ToySummary summary = Json.read(out.resolve("summary.json"), ToySummary.class);
        assertEquals(4, summary.lines().size());
        double ceiling = summary.ceilings().get("circles");
        assertTrue(ceiling > 0.95 && ceiling < 1, "of the true density: " + ceiling);
        for (ToySummary.Line line : summary.lines()) {
            assertTrue(line.auroc() > 0.6, line.toString()); // a half by chance, after 72 steps
            assertTrue(line.onData() > line.onBox(), line.toString());
            assertEquals(line.supervised(), line.accuracy() != null);
            ToySamples samples = line.samples();
            // Five deviations of a part of 20 starts.
            assertEquals(samples.massAboveHalf(), samples.aboveHalf(), 5 * 0.5 / Math.sqrt(20), line.toString());
            assertTrue(samples.acceptance() > 0 && samples.worth() > 1, line.toString());
            // From an even spread the flows go down, at least the middle one.
            assertTrue(line.modes().medianEnergy() < -Math.log(line.onBox()), line.toString());
            assertEquals(line.supervised() ? 2 : 1, samples.byClass().size());
        }
        assertTrue(first.out().contains("20 gradient flows of at most 20 steps"), first.out());
        assertTrue(first.out().contains("circles  von-mises-fisher     yes"), first.out());
        BufferedImage picture = ImageIO.read(out.resolve("circles.png").toFile());
        assertTrue(picture.getWidth() > picture.getHeight() / 2);

        Path kept = out.resolve("cells/circles-gaussian.safetensors");
        FileTime written = Files.getLastModifiedTime(kept);
        byte[] sheet = Files.readAllBytes(out.resolve("circles.png"));
        // As if the run had been stopped before the last cell and the sheet.
        Files.delete(out.resolve("cells/circles-von-mises-fisher-supervised.safetensors"));
        Files.delete(out.resolve("circles.png"));
        Files.copy(out.resolve("summary.json"), folder.resolve("eval/tiny/expected.json"));
        Cli second = reproduce("tiny");
        assertEquals(written, Files.getLastModifiedTime(kept), "was computed again");
        assertTrue(second.out().endsWith("Nothing moved.\n"), second.out());
        assertEquals(
                summary.lines(),
                Json.read(out.resolve("summary.json"), ToySummary.class).lines(),
                "bit by bit");
        assertEquals(0, java.util.Arrays.compare(sheet, Files.readAllBytes(out.resolve("circles.png"))));

        ToySummary.Line line = summary.lines().get(0);
        ToySummary other = new ToySummary(
                summary.ceilings(),
                List.of(new ToySummary.Line(
                        "circles",
                        "gaussian",
                        false,
                        line.auroc() - 0.02,
                        line.onData(),
                        2,
                        null,
                        0,
                        new ToyModes(0, line.modes().reached() - 0.2, 9, 9),
                        new ToySamples(line.samples().acceptance(), 1, 9, -1, 9, List.of(0.8), List.of(0.1)))));
        Json.write(folder.resolve("eval/tiny/expected.json"), other);
        Cli third = reproduce("tiny");
        assertTrue(third.out().contains("Moved:\ncircles-gaussian: AUROC is "), third.out());
        assertTrue(third.out().contains("circles-gaussian: density on the square is "), third.out());
        assertTrue(third.out().contains("circles-gaussian: part of the flows on modes is "), third.out());
        assertTrue(third.out().contains("circles-gaussian: samples above half is "), third.out());
        assertTrue(third.out().contains("circles-gaussian: samples of class 0 is 1.000, was 0.800"), third.out());
        assertFalse(third.out().contains("acceptance is"), third.out());
        assertTrue(third.out().contains("circles-gaussian-supervised: new"), third.out());
        assertFalse(third.out().contains("density on the data is"), third.out());
    }

    @Test
    void anUnknownKindIsRefusedWithTheList() throws IOException {
        define("odd", "{\"kind\": \"séance\"}");
        Cli odd = reproduce("odd");
        assertEquals(2, odd.code());
        assertTrue(odd.lastMessage().contains("unknown kind 'séance', known are "), odd.err());
        assertTrue(odd.lastMessage().contains(", morse-toys, "), odd.err());
        define("odd", "{}");
        assertEquals(2, reproduce("odd").code());
        Cli unknown = reproduce("other");
        assertEquals(2, unknown.code());
        assertTrue(unknown.lastMessage().contains("unknown experiment 'other', known are odd, tiny"), unknown.err());
    }

    @Test
    void aDefinitionThatCannotBeRunIsRefused() throws IOException {
        define("tiny", DEFINITION.replace("[\"circles\"]", "[\"cubes\"]"));
        Cli toy = reproduce("tiny");
        assertEquals(2, toy.code());
        assertTrue(toy.lastMessage().contains("unknown toy 'cubes', known are [moons, circles, spiral]"), toy.err());
        define("tiny", DEFINITION.replace("\"grid\": 20", "\"grid\": 1"));
        assertEquals(2, reproduce("tiny").code());
        define("tiny", DEFINITION.replace("\"burn_in\": 20, \"draws\": 20", "\"burn_in\": 20, \"draws\": 3"));
        Cli draws = reproduce("tiny");
        assertEquals(2, draws.code());
        assertTrue(draws.lastMessage().contains("'draws' >= 4"), draws.err());
        define("tiny", DEFINITION.replaceAll("\"sampling\": \\{[^}]*},", ""));
        Cli sampling = reproduce("tiny");
        assertEquals(2, sampling.code());
        assertTrue(sampling.lastMessage().contains("needs 'sampling'"), sampling.err());
        assertFalse(Files.exists(folder.resolve("out")));
    }

    @Test
    void allRunsWhatCanRunWithWhatIsGiven() throws IOException {
        define(
                "networks",
                """
                {"title": "t", "kind": "benchmark", "in": "cifar10", "groups": {"near": ["textures"]}, "limit": 4,
                 "networks": {"net": "net.pt"}, "views": {"all": []}, "recipe": "product", "seeds": 1,
                 "rivals": {"logits": ["msp"]}, "tolerance": 0.003}
                """);
        define("tiny", DEFINITION.replace(", \"von-mises-fisher\": 6", "").replace("\"epochs\": 12", "\"epochs\": 4"));
        Cli all = reproduce("all");
        assertEquals(0, all.code(), all.err());
        assertTrue(
                all.err().contains("left out: networks (the network 'net' does not come with the program"), all.err());
        assertTrue(Files.exists(folder.resolve("out/tiny/summary.json")));
        Files.delete(folder.resolve("eval/tiny/experiment.json"));
        assertEquals(2, reproduce("all").code(), "nothing could run");
    }
}
