package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.DataFolder;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.store.Json;

/** Two tiny networks that are trained and compared, through the command line alone. */
final class TrainingExperimentTest {

    @TempDir
    private Path folder;

    private String definition(int epochs) throws IOException {
        DataFolder data = new DataFolder(TinyData.write(folder.resolve("data")));
        return """
            {"title": "tiny", "kind": "training", "in": "cifar10", "images": 100, "size": 32,
             "groups": {"far": ["textures"]},
             "sets": {"cifar10": {"sha256": "%s", "train_sha256": "%s"}, "textures": {"sha256": "%s"}},
             "trained": {
               "linear": {"network": "cnn", "epochs": 1, "batch_size": 20, "learning_rate": 0.05},
               "aware": {"network": "cnn", "epochs": %d, "batch_size": 20, "learning_rate": 0.05,
                         "classifier": "von-mises-fisher", "augment": ["flip"]}},
             "recipe": "product", "seeds": 1, "methods": ["morse", "msp"], "tolerance": 0.0}
            """
                .formatted(
                        data.find("cifar10", Split.TEST).digest(),
                        data.find("cifar10", Split.TRAIN).digest(),
                        data.find("textures", Split.TEST).digest(),
                        epochs);
    }

    private Cli reproduce(String definition) throws IOException {
        Path eval = Files.createDirectories(folder.resolve("eval/tiny"));
        Files.writeString(eval.resolve("experiment.json"), definition);
        return Cli.run(
                "reproduce",
                "tiny",
                "--from",
                folder.resolve("eval"),
                "--to",
                folder.resolve("out"),
                "--data",
                folder.resolve("data"),
                "--cache",
                folder.resolve("cache"));
    }

    private Set<Path> networks() throws IOException {
        try (Stream<Path> networks = Files.list(folder.resolve("out/tiny/networks"))) {
            return networks.collect(Collectors.toSet());
        }
    }

    @Test
    void networksAreTrainedOnceAndCompared() throws IOException {
        Cli first = reproduce(definition(2));
        assertEquals(0, first.code(), first.err());
        assertTrue(first.out().contains("Accuracy of aware: "), first.out());
        Path out = folder.resolve("out/tiny");
        TrainingExperiment.Summary summary = Json.read(out.resolve("summary.json"), TrainingExperiment.Summary.class);
        assertEquals(
                List.of("linear", "aware"), List.copyOf(summary.accuracies().keySet()));
        assertEquals(6, summary.detection().lines().size()); // two methods on each network and on both
        assertTrue(Files.exists(out.resolve("summary.png")));
        Set<Path> trained = networks();
        assertEquals(2, trained.size());

        byte[] kept = Files.readAllBytes(out.resolve("summary.json"));
        Path aware = trained.stream()
                .filter(path -> path.getFileName().toString().startsWith("aware-"))
                .findFirst()
                .orElseThrow();
        Files.delete(aware.resolve("accuracy.json")); // as if it had been killed just before
        Files.copy(out.resolve("summary.json"), folder.resolve("eval/tiny/expected.json"));
        Cli second = reproduce(definition(2));
        assertEquals(0, second.code(), second.err());
        assertTrue(second.out().endsWith("Nothing moved." + System.lineSeparator()), second.out());
        assertTrue(!second.err().contains("epoch"), "was trained again: " + second.err());
        assertArrayEquals(kept, Files.readAllBytes(out.resolve("summary.json")));

        Cli longer = reproduce(definition(3));
        assertTrue(longer.err().contains("epoch 3/3") && !longer.err().contains("epoch 1/1"), longer.err());
        assertEquals(3, networks().size(), "a changed definition trains a network of its own beside the old one");
    }

    @Test
    void whatCannotBeTrainedIsRefusedBeforeAnythingIsDone() throws IOException {
        Cli run = reproduce(definition(2).replace("von-mises-fisher", "flat"));
        assertEquals(2, run.code());
        assertTrue(run.lastMessage().contains("unknown classifier 'flat'"), run.err());
        run = reproduce(definition(2).replace("\"textures\"]", "\"textures\", \"gone\"]"));
        assertEquals(2, run.code(), run.err());
        run = reproduce(definition(2).replace("\"size\"", "\"device\": \"gpu\", \"size\""));
        assertEquals(2, run.code(), run.err());
        assertTrue(run.lastMessage().endsWith("take days without a gpu; give --device gpu"), run.err());
        assertTrue(Files.notExists(folder.resolve("out/tiny/networks")), "something was trained");
    }
}
