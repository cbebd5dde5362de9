package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.eval.BenchmarkSummary;
import org.morseuq.eval.ShiftSummary;
import org.morseuq.store.Json;

/** A benchmark on a network that is trained here, through the command line alone. */
final class ReproduceCommandTest {

    private static final String DEFINITION =
            """
            {"title": "tiny", "kind": "benchmark", "in": "cifar10",
             "groups": {"near": ["textures"], "far": ["svhn", "textures"]}, "limit": 40,
             "networks": {"net": "run"}, "views": {"all": [], "embedding": ["logits", "embedding"]},
             "recipe": "product", "seeds": 2,
             "rivals": {"logits": ["msp", "energy"], "same": ["knn@inner"]}, "tolerance": 0.003}
            """;

    private static final String SHIFT =
            """
            {"title": "tiny shift", "kind": "shift", "in": "cifar10", "networks": {"net": "run"},
             "recipe": "product", "seeds": 1, "premiums": [0.01], "tolerance": 0.003}
            """;

    @TempDir
    private static Path folder;

    @BeforeAll
    static void train() throws IOException {
        TinyData.write(folder.resolve("data"));
        Files.createDirectories(folder.resolve("eval/tiny"));
        Files.writeString(folder.resolve("eval/tiny/experiment.json"), DEFINITION);
        Files.createDirectories(folder.resolve("eval/tiny-shift"));
        Files.writeString(folder.resolve("eval/tiny-shift/experiment.json"), SHIFT);
        Cli train = Cli.run(
                "train",
                "--network",
                "resnet8",
                "--in",
                "cifar10",
                "--data",
                folder.resolve("data"),
                "--to",
                folder.resolve("networks/run"),
                "--epochs",
                1,
                "--batch-size",
                20);
        assertEquals(0, train.code(), train.err());
    }

    private static Cli reproduce(String name, Object... more) {
        List<Object> args = new ArrayList<>(List.of("reproduce", name, "--from", folder.resolve("eval")));
        args.addAll(List.of("--data", folder.resolve("data"), "--cache", folder.resolve("cache")));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    @Test
    void aRunIsSummedUpRememberedAndComparedWithWhatWasExpected() throws IOException {
        Path to = folder.resolve("out");
        Object[] rest = {"--to", to, "--networks", folder.resolve("networks")};
        Cli first = reproduce("tiny", rest);
        assertEquals(0, first.code(), first.err());
        BenchmarkSummary summary = Json.read(to.resolve("tiny/summary.json"), BenchmarkSummary.class);
        // two groups against two leagues for all layers, one league for the embedding: @inner has nothing to look at
        assertEquals(2 * 2 + 2, summary.lines().size());
        for (BenchmarkSummary.Line line : summary.lines()) {
            assertEquals(2, line.seeds());
            assertTrue(line.low() <= line.margin(), line.toString());
        }
        assertTrue(first.err().contains("left out: knn@inner"), first.err());

        Path run = to.resolve("tiny/runs/net-all-1.json");
        FileTime written = Files.getLastModifiedTime(run);
        Files.copy(to.resolve("tiny/summary.json"), folder.resolve("eval/tiny/expected.json"));
        Cli second = reproduce("tiny", rest);
        assertEquals(written, Files.getLastModifiedTime(run), "was computed again");
        assertTrue(second.out().endsWith("Nothing moved.\n"), second.out());

        BenchmarkSummary.Line line = summary.lines().get(0);
        BenchmarkSummary other = new BenchmarkSummary(List.of(new BenchmarkSummary.Line(
                line.network(),
                line.view(),
                line.group(),
                line.league(),
                2,
                line.morse() - 0.01,
                0,
                line.rivals(),
                line.margin(),
                0,
                line.low())));
        Json.write(folder.resolve("eval/tiny/expected.json"), other);
        Cli third = reproduce("tiny", rest);
        assertTrue(third.out().contains("Moved:\nnet, all, near, logits: morse is "), third.out());
        assertTrue(third.out().contains("net, embedding, far, logits: new"), third.out());
    }

    @Test
    void temperaturesAreComparedOnCorruptedImagesAndRemembered() throws IOException {
        Path to = folder.resolve("shifted");
        Object[] rest = {"--to", to, "--networks", folder.resolve("networks")};
        Cli first = reproduce("tiny-shift", rest);
        assertEquals(0, first.code(), first.err());
        ShiftSummary summary = Json.read(to.resolve("tiny-shift/summary.json"), ShiftSummary.class);
        assertEquals(
                List.of("none", "global", "vector", "isotonic", "morse 0.01"),
                summary.lines().stream().map(ShiftSummary.Line::temperature).toList());
        assertTrue(first.out().startsWith("tiny shift\n"), first.out());
        List<String> table = Files.readAllLines(to.resolve("tiny-shift/table.txt"));
        assertEquals(
                25,
                table.stream().filter(line -> line.matches("[a-z-]+ [1-5] .*")).count());

        Path run = to.resolve("tiny-shift/runs/net-0.json");
        FileTime written = Files.getLastModifiedTime(run);
        Files.copy(to.resolve("tiny-shift/summary.json"), folder.resolve("eval/tiny-shift/expected.json"));
        Cli second = reproduce("tiny-shift", rest);
        assertEquals(written, Files.getLastModifiedTime(run), "was computed again");
        assertTrue(second.out().endsWith("Nothing moved.\n"), second.out());
    }

    @Test
    void whatCannotBeRunIsNamed() {
        Path to = folder.resolve("none");
        Cli unknown = reproduce("nonsense", "--to", to);
        assertEquals(2, unknown.code());
        assertTrue(
                unknown.lastMessage().contains("unknown experiment 'nonsense', known are tiny, tiny-shift"),
                unknown.err());
        Cli noNetworks = reproduce("tiny", "--to", to);
        assertEquals(2, noNetworks.code());
        assertTrue(noNetworks.lastMessage().contains("give --networks DIR with run"), noNetworks.err());
        Cli noFile = reproduce("tiny", "--to", to, "--networks", folder.resolve("data"));
        assertEquals(2, noFile.code());
        assertTrue(noFile.lastMessage().contains("expected the network 'net'"), noFile.err());
        assertEquals(2, reproduce("tiny", "--to", to, "--seeds", 0).code());
        assertFalse(Files.exists(to));
    }

    /** Every network of the folder pretrained comes with the program; a folder that is given is looked at first. */
    @Test
    void aNetworkBesideTheShippedOneIsFound() throws IOException {
        Path found = Network.file(null, "aware", "cifar10-resnet20-distance-aware");
        assertTrue(Files.exists(found.resolve("network.json")), found.toString());
        assertThrows(IllegalArgumentException.class, () -> Network.file(null, "other", "resnet9"));
        assertEquals(found, Network.file(folder, "aware", "cifar10-resnet20-distance-aware"));
        Path own = Files.createDirectory(folder.resolve("cifar10-resnet20-distance-aware"));
        assertEquals(own, Network.file(folder, "aware", "cifar10-resnet20-distance-aware"));
        assertThrows(NoSuchFileException.class, () -> Network.file(folder, "other", "resnet9"));
    }
}
