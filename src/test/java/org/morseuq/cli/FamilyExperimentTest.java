package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.store.Json;
import org.morseuq.study.StepResult;

/** Families of a few networks on coloured squares, through the command line alone. */
final class FamilyExperimentTest {

    private static final String FAMILY =
            """
            "family": {"network": "cnn", "steps": 50, "learning_rate": 0.1, "batch": 8,
             "variations": {"complexity penalty": [0.5], "batch size": [4]}}, "seeds": 2, "tolerance": 0.01, "slack": 0.01}
            """;

    private static final String TRANSFER =
            """
            {"title": "tiny transfer", "kind": "neural-collapse", "set": "cifar10", "size": 8, "learned": [0, 1, 2],
             "unseen": [3, 4], "images": 10, "measured": 5, "transferred": 8, "shots": 2, "episodes": 3, "probes": 2,
             "points": [0, 10, 50], "fitted": 1.05,
            """
                    + FAMILY;

    private static final String DETECTION =
            """
            {"title": "tiny detection", "kind": "complexity-and-ood", "in": "cifar10", "size": 8, "classes": 10,
             "images": 8, "measured": 4, "held": 5, "fresh": 5, "spoilt": 10, "outs": {"far": ["textures", "svhn"]},
             "limit": 20, "probes": 2, "recipe": "product",
            """
                    + FAMILY;

    @TempDir
    private Path folder;

    private Cli reproduce(String name, String to) {
        return Cli.run(
                "reproduce",
                name,
                "--from",
                folder.resolve("eval"),
                "--to",
                folder.resolve(to),
                "--data",
                folder.resolve("data"));
    }

    private List<StepResult.Table> tables(String name, String definition, List<String> pictures) throws IOException {
        TinyData.write(Files.createDirectories(folder.resolve("data")));
        Path eval = Files.createDirectories(folder.resolve("eval").resolve(name));
        Files.writeString(eval.resolve("experiment.json"), definition);
        Cli first = reproduce(name, "one");
        assertEquals(0, first.code(), first.err());
        Path out = folder.resolve("one").resolve(name);
        byte[] kept = Files.readAllBytes(out.resolve("summary.json"));
        for (String picture : pictures) {
            assertTrue(Files.exists(out.resolve(picture)), picture);
        }
        // A network that is missing is trained again, to the same numbers; the others stay.
        Path missing = out.resolve("runs/batch-size-4-1.json");
        Path other = out.resolve("runs/first-0.json");
        byte[] network = Files.readAllBytes(missing);
        Files.delete(missing);
        Files.setLastModifiedTime(other, FileTime.fromMillis(0));
        Files.copy(out.resolve("summary.json"), eval.resolve("expected.json"));
        Cli second = reproduce(name, "one");
        assertTrue(second.out().endsWith("Nothing moved." + System.lineSeparator()), second.out());
        assertArrayEquals(network, Files.readAllBytes(missing));
        assertEquals(FileTime.fromMillis(0), Files.getLastModifiedTime(other));
        assertArrayEquals(kept, Files.readAllBytes(out.resolve("summary.json")));
        return Json.read(out.resolve("summary.json"), StepResult.class).tables();
    }

    private static double number(StepResult.Table table, String row, String column) {
        StepResult.Row found = table.rows().stream()
                .filter(one -> one.name().equals(row))
                .findFirst()
                .orElseThrow();
        return found.numbers().get(table.columns().indexOf(column) - 1);
    }

    @Test
    void transferIsMeasuredAlongTraining() throws IOException {
        List<StepResult.Table> tables =
                tables("transfer", TRANSFER, List.of("training.png", "networks.png", "networks-fitted.png"));
        StepResult.Table networks = tables.get(0);
        assertTrue(number(networks, "complexity penalty 0.5", "complexity") < number(networks, "first", "complexity"));
        StepResult.Table inequalities = tables.get(tables.size() - 1);
        // Six networks at three points, and at most once more where the loss falls below 1.05.
        double checked = number(inequalities, "nearest mean by cdnv", "checked");
        assertTrue(checked >= 18 && checked <= 24, checked + " checks");
        assertEquals(0, number(inequalities, "nearest mean by cdnv", "violated"));
        assertEquals(0, number(inequalities, "few-shot by unseen cdnv", "violated"));
    }

    @Test
    void detectionIsMeasuredBesideComplexity() throws IOException {
        List<StepResult.Table> tables = tables("detection", DETECTION, List.of("networks.png"));
        StepResult.Table heads = tables.get(1);
        for (String member : List.of("first", "complexity penalty 0.5", "batch size 4")) {
            double lead = number(heads, member, "morse far") - number(heads, member, "msp far");
            assertEquals(lead, number(heads, member, "lead far"), 1e-12);
        }
        assertTrue(number(tables.get(0), "complexity penalty 0.5", "complexity")
                < number(tables.get(0), "first", "complexity"));
    }

    @Test
    void whatCannotBeRunIsRefused() throws IOException {
        Path eval = Files.createDirectories(folder.resolve("eval/transfer"));
        Files.writeString(eval.resolve("experiment.json"), TRANSFER.replace("[0, 10, 50]", "[0, 10]"));
        Cli refused = reproduce("transfer", "one");
        assertEquals(2, refused.code());
        assertTrue(refused.lastMessage().contains("ascend from 0 to the steps of the family"), refused.err());
        Files.writeString(eval.resolve("experiment.json"), TRANSFER.replace("[3, 4]", "[2, 4]"));
        assertTrue(reproduce("transfer", "one").lastMessage().contains("others that are unseen"));
        TinyData.write(Files.createDirectories(folder.resolve("data")));
        Files.writeString(eval.resolve("experiment.json"), TRANSFER.replace("\"images\": 10", "\"images\": 21"));
        Cli few = reproduce("transfer", "one");
        assertEquals(2, few.code());
        assertTrue(few.lastMessage().contains("expected at least 21"), few.err());
    }
}
