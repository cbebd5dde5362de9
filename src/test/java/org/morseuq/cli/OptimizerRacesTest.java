package org.morseuq.cli;

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

/** Small races of optimizers, through the command line alone. */
final class OptimizerRacesTest {

    private static final String HEADS =
            """
            {"title": "tiny heads", "kind": "head-optimizers", "kernel": "gaussian", "rows": 60, "held": 20, "fresh": 40,
             "foreign": 20, "optimizers": {"sgd": [0.01], "adam": [0.001, 0.003]},
             "batches": [{"batch": 20, "gradients": 12}], "against": ["adam"], "seeds": 2, "points": 2, "tolerance": 0.1}
            """;

    private static final String IMAGES =
            """
            {"title": "tiny images", "kind": "optimizers", "network": "mlp-64-64", "images": 40, "held": 20, "test": 40,
             "optimizers": {"sgd": [0.01], "rk4": [0.01]}, "batches": [{"batch": 10, "gradients": 12}],
             "against": ["sgd"], "seeds": 2, "points": 3, "tolerance": 0.1}
            """;

    @TempDir
    private Path folder;

    private Cli reproduce(String name, String definition) throws IOException {
        Path eval = Files.createDirectories(folder.resolve("eval").resolve(name));
        Files.writeString(eval.resolve("experiment.json"), definition);
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

    @Test
    void headsAreFittedOnWhatShipsAndCellsAreRemembered() throws IOException {
        Cli first = reproduce("heads", HEADS);
        assertEquals(0, first.code(), first.err());
        Path out = folder.resolve("out/heads");
        assertTrue(Files.exists(out.resolve("batches-of-20.png")));
        List<StepResult.Table> tables =
                Json.read(out.resolve("summary.json"), StepResult.class).tables();
        assertEquals(4, tables.size());
        // Against itself nothing differs.
        assertEquals(List.of(0.0, 0.0), tables.get(1).rows().get(1).numbers());
        // What was stopped between two optimizers goes on with the second, and says the same.
        Path kept = out.resolve("runs/sgd-20.json");
        FileTime written = Files.getLastModifiedTime(kept);
        Files.delete(out.resolve("runs/adam-20.json"));
        Files.copy(out.resolve("summary.json"), folder.resolve("eval/heads/expected.json"));
        Cli second = reproduce("heads", HEADS);
        assertTrue(second.out().endsWith("Nothing moved." + System.lineSeparator()), second.out());
        assertEquals(written, Files.getLastModifiedTime(kept), "was computed again");
    }

    @Test
    void optimizersOnImagesAreSetAgainstOneAnother() throws IOException {
        TinyData.write(folder.resolve("data"));
        Cli run = reproduce("images", IMAGES);
        assertEquals(0, run.code(), run.err());
        StepResult result = Json.read(folder.resolve("out/images/summary.json"), StepResult.class);
        StepResult.Table steps = result.tables().get(1);
        assertEquals("Batches of 10, for the same steps", steps.title());
        assertEquals(List.of("optimizer", "less sgd", "\u00b1 sgd"), steps.columns());
        assertEquals(List.of(0.0, 0.0), steps.rows().get(0).numbers());
    }

    @Test
    void whatCannotRunIsRefused() throws IOException {
        Cli set = reproduce("images", IMAGES.replace("\"network\"", "\"set\": \"svhn\", \"network\""));
        assertEquals(2, set.code());
        assertTrue(set.lastMessage().contains("set of images 'svhn'"), set.err());
        Cli against = reproduce("heads", HEADS.replace("[\"adam\"]", "[\"rk4\"]"));
        assertEquals(2, against.code());
        assertTrue(against.lastMessage().contains("'against' names 'rk4'"), against.err());
    }
}
