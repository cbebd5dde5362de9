package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Json;
import org.morseuq.study.StepResult;

/** Tiny studies of networks, through the command line alone. */
final class NetworkExperimentTest {

    private static final String RECIPE =
            """
            {"network": "mlp-12", "optimizer": "sgd", "rate": 0.2, "batch": 20, "regularizers": [], "images": 100, "noise": 0.0,
             "until": 1.2, "gradients": 300, "looks": 12, "seed": 0}
            """;

    private static final String COMPLEXITY =
            """
            {"title": "tiny complexity", "kind": "geometric-complexity",
             "data": {"set": "cifar10", "size": 4, "train": 100, "test": 60},
             "initial": {"width": 6, "depths": [1, 2], "scales": [0.5, 1.0], "seeds": 2},
             "base": RECIPE, "sweeps": {"learning-rate": ["0.2", "0.4"], "squared-weights": ["0", "1e-3"]}, "losses": [1.8, 1.2],
             "widths": {"recipe": RECIPE, "widths": [2, 6]},
             "solvers": {"recipe": RECIPE, "losses": [1.8, 1.2], "first": "sgd", "second": "heun", "pairs": [{"rate": 0.3, "batch": 20}], "seeds": 3},
             "seeds": 2, "tolerance": 0.01}
            """
                    .replace("RECIPE", RECIPE);

    private static final String MARGINS =
            """
            {"title": "tiny margins", "kind": "margin-bound", "data": {"set": "cifar10", "size": 4, "train": 100, "test": 60},
             "base": RECIPE, "networks": ["mlp-12"], "rates": [0.2, 0.3], "noises": [0.0, 0.2],
             "mixture": {"ridge": 0.01, "fresh": 200, "noises": [0.0]}, "seeds": 2, "tolerance": 0.01}
            """
                    .replace("RECIPE", RECIPE);

    @TempDir
    private Path folder;

    private Cli reproduce(String name) {
        return Cli.run(
                "reproduce",
                name,
                "--from",
                folder.resolve("eval"),
                "--to",
                folder.resolve("out"),
                "--data",
                folder.resolve("data"));
    }

    private static double number(StepResult.Table table, String row, String column) {
        StepResult.Row found = table.rows().stream()
                .filter(one -> one.name().equals(row))
                .findFirst()
                .orElseThrow();
        return found.numbers().get(table.columns().indexOf(column) - 1);
    }

    /** Runs it, and again without two of its cells, which must come out the same while the others are left alone. */
    private List<StepResult.Table> tables(String name, String definition, List<String> pictures) throws IOException {
        TinyData.write(folder.resolve("data"));
        Path eval = Files.createDirectories(folder.resolve("eval").resolve(name));
        Files.writeString(eval.resolve("experiment.json"), definition);
        Cli first = reproduce(name);
        assertEquals(0, first.code(), first.err());
        Path out = folder.resolve("out").resolve(name);
        for (String picture : pictures) {
            assertTrue(Files.exists(out.resolve(picture)), picture);
        }
        Files.copy(out.resolve("summary.json"), eval.resolve("expected.json"));
        byte[] before = Files.readAllBytes(out.resolve("summary.json"));
        List<Path> cells;
        try (Stream<Path> files = Files.list(out.resolve("cells"))) {
            cells = files.sorted().toList();
        }
        FileTime old = FileTime.fromMillis(1_000_000);
        for (Path cell : cells) {
            Files.setLastModifiedTime(cell, old);
        }
        Files.delete(cells.get(0));
        Files.delete(cells.get(cells.size() - 1));
        Cli second = reproduce(name);
        assertTrue(second.out().endsWith("Nothing moved." + System.lineSeparator()), second.out());
        assertArrayEquals(before, Files.readAllBytes(out.resolve("summary.json"))); // to the last bit
        assertNotEquals(old, Files.getLastModifiedTime(cells.get(0)));
        assertEquals(old, Files.getLastModifiedTime(cells.get(1)));
        return Json.read(out.resolve("summary.json"), StepResult.class).tables();
    }

    @Test
    void complexityIsStudied() throws IOException {
        List<StepResult.Table> tables = tables("gc", COMPLEXITY, List.of("sweeps.png", "training.png", "widths.png"));
        // Two layers above the images, three linear ones: half the weights, an eighth of the outputs, 1/64 of the
        // complexity.
        double one = number(tables.get(0), "HE times 1.0, depth 2", "mean GC");
        assertEquals(one / 64, number(tables.get(0), "HE times 0.5, depth 2", "mean GC"), 1e-5 * one);
        assertEquals(one, number(tables.get(0), "HE, depth 2", "mean GC"), 1e-12 * one);
        // What changes nothing is the base itself.
        for (String column : List.of("reached", "steps", "GC", "test error %")) {
            assertEquals(
                    number(tables.get(1), "learning-rate 0.2", column),
                    number(tables.get(1), "squared-weights 0", column));
        }
        assertTrue(number(tables.get(1), "learning-rate 0.4", "steps")
                < number(tables.get(1), "learning-rate 0.2", "steps"));
        assertEquals(4, number(tables.get(2), "learning-rate, loss 1.2", "runs"));
        assertEquals(3, number(tables.get(4), "rate 0.3, batches of 20, loss 1.2", "pairs"));
    }

    @Test
    void marginsAreStudied() throws IOException {
        List<StepResult.Table> tables = tables("margins", MARGINS, List.of("margins.png", "training.png"));
        assertEquals(4, number(tables.get(0), "0 % random", "networks"));
        assertEquals(
                number(tables.get(0), "0 % random", "networks") + number(tables.get(0), "20 % random", "networks"),
                number(tables.get(1), "all networks", "how many"));
        assertEquals(0, number(tables.get(2), "mixture, 0 % random", "violated"));
        assertTrue(number(tables.get(2), "mixture, 0 % random", "bound / error") >= 1);
    }

    @Test
    void whatCannotBeStudiedIsRefused() throws IOException {
        Path eval = Files.createDirectories(folder.resolve("eval/gc"));
        Files.writeString(
                eval.resolve("experiment.json"),
                COMPLEXITY.replace("\"optimizer\": \"sgd\"", "\"optimizer\": \"magic\""));
        Cli refused = reproduce("gc");
        assertEquals(2, refused.code());
        assertTrue(refused.lastMessage().contains("magic"), refused.err());
        Files.writeString(eval.resolve("experiment.json"), COMPLEXITY);
        Cli bare = Cli.run("reproduce", "gc", "--from", folder.resolve("eval"), "--to", folder.resolve("out"));
        assertEquals(2, bare.code());
        assertTrue(bare.lastMessage().contains("--data"), bare.err());
    }
}
