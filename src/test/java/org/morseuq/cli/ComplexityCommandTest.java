package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
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
                2,
                "--density-starts",
                1,
                "--density-products",
                2,
                "--tasks",
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

    /** As little of everything as there can be. */
    private Cli little(Path report, Object... more) {
        List<Object> args = new ArrayList<>(List.of("complexity", "--data", folder, "--report", report));
        args.addAll(List.of("--limit", 10, "--probes", 1, "--trace-probes", 2, "--products", 3, "--eigenvalues", 1));
        args.addAll(List.of("--density-starts", 1, "--density-products", 2, "--tasks", 2, "--device", "cpu"));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    /** A run that ended after some measures, and one whose measures are lost in part, end like one that went through. */
    @Test
    void aRunGoesOnAndEndsWithTheSameBytes() throws IOException {
        Path whole = folder.resolve("whole");
        Path parts = folder.resolve("parts");
        Cli first = little(whole);
        assertEquals(0, first.code(), first.err());
        assertTrue(first.err().contains("[8/8] task geometry: 4/4"), first.err());
        assertEquals(0, little(parts, "--measures", "geometric,spectrum").code());
        FileTime taken = Files.getLastModifiedTime(parts.resolve("measures/spectrum.json"));
        Cli second = little(parts);
        assertEquals(0, second.code(), second.err());
        assertTrue(second.err().contains("[7/8] spectral density: remembered"), second.err());
        assertTrue(second.err().contains("[6/8] trace: 2/2"), second.err());
        assertEquals(taken, Files.getLastModifiedTime(parts.resolve("measures/spectrum.json")));
        assertEquals(first.out(), second.out());
        for (String name : List.of("complexity.json", "complexity.csv", "report.html")) {
            assertEquals(
                    Files.readString(whole.resolve(name)),
                    Files.readString(parts.resolve(name)).replace(parts.toString(), whole.toString()),
                    name);
        }
        // Other options, another measure: nothing old is taken for it.
        Cli third = little(parts, "--measures", "spectrum", "--seed", 1);
        assertTrue(third.err().contains("[1/1] spectral density: 2/2"), third.err());
    }

    @Test
    void anEvaluationOfTheSameNetworkStandsBesideAndAnotherIsRefused() throws IOException {
        Path report = folder.resolve("beside");
        String margin = "--measures=margin";
        Path own = Path.of("eval/cifar10/shipped-resnet20/evaluation.json");
        Cli beside = little(report, margin, "--evaluation", own);
        assertEquals(0, beside.code(), beside.err());
        assertTrue(beside.out().contains("one network is one point"), beside.out());
        assertTrue(Files.readString(report.resolve("report.html")).contains("This network is one point."));
        assertTrue(Files.readString(report.resolve("complexity.json")).contains("out_of_distribution"));
        Path other = folder.resolve("other.json");
        Files.writeString(other, Files.readString(own).replaceFirst("\"sha256\" : \"...", "\"sha256\" : \"000"));
        Cli refused = little(folder.resolve("refused"), margin, "--evaluation", other);
        assertEquals(2, refused.code());
        assertTrue(refused.lastMessage().contains("is an evaluation of the network"), refused.err());
        assertFalse(Files.exists(folder.resolve("refused")));
    }

    /** The last batch has 3 images of 10: weighted as a whole one it would move a mean by a percent and more. */
    @Test
    void batchesDoNotChangeTheCard() throws IOException {
        List<Map<?, ?>> cards = new ArrayList<>();
        for (int batch : new int[] {10, 7}) {
            Path report = folder.resolve("batches-of-" + batch);
            Cli run = Cli.run(
                    "complexity",
                    "--data",
                    folder,
                    "--report",
                    report,
                    "--limit",
                    10,
                    "--batch-size",
                    batch,
                    "--measures",
                    "margin,curvature",
                    "--trace-probes",
                    2,
                    "--products",
                    2,
                    "--eigenvalues",
                    1);
            assertEquals(0, run.code(), run.err());
            cards.add(Json.read(report.resolve("complexity.json"), Map.class));
        }
        same(cards, "margin", "mean");
        for (String name : List.of("loss", "gradient_norm", "along_gradient", "trace")) {
            same(cards, "curvature", name);
        }
    }

    private static void same(List<Map<?, ?>> cards, String part, String name) {
        double one = (Double) ((Map<?, ?>) cards.get(0).get(part)).get(name);
        double two = (Double) ((Map<?, ?>) cards.get(1).get(part)).get(name);
        assertEquals(one, two, 1e-4 * Math.abs(one), name); // single precision, summed in another order
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
        Cli tasks = Cli.run("complexity", "--data", folder, "--tasks", "three", "--to", file);
        assertEquals(2, tasks.code());
        assertTrue(tasks.lastMessage().contains("'classes' or a number of batches"), tasks.err());
        assertFalse(Files.exists(file));
    }
}
