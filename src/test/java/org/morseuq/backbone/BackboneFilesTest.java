package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.morseuq.backbone.Fixture.assertRefused;
import static org.morseuq.backbone.Fixture.sidecar;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.store.MalformedFileException;

/** Files that are not what they should be are refused in one sentence. */
final class BackboneFilesTest {

    private static final String GOOD = "{\"size\": 8, \"mean\": [0.5, 0.45, 0.4], \"std\": [0.25, 0.2, 0.3]}";

    @TempDir
    private Path folder;

    private Path network;

    @BeforeEach
    void copyOfASoundNetwork() throws IOException {
        network = Fixture.copy("pair", folder);
    }

    private void assertMalformed(Path file, Object... parts) {
        assertRefused(
                MalformedFileException.class, () -> Backbone.load(file, "cpu").close(), parts);
    }

    @Test
    void aMissingFile() {
        Path missing = folder.resolve("missing.pt");
        assertRefused(NoSuchFileException.class, () -> Backbone.load(missing, "cpu"), missing);
    }

    @Test
    void aMissingDescriptionIsShownByExample() throws IOException {
        assertRefused(
                NoSuchFileException.class,
                () -> Backbone.load(network, "cpu"),
                folder.resolve("pair.pt.json"),
                "\"size\": 32",
                "mean",
                "std");
        sidecar(network, GOOD);
        Backbone.load(network, "cpu").close();
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "{\"size\": 8, \"mean\": [0.5, 0.5, 0.5], \"std\": [0.25, 0, 0.25]} | std",
                "{\"size\": 8, \"mean\": [0.5, 0.5], \"std\": [0.25, 0.25, 0.25]} | 3 numbers",
                "{\"size\": 8, \"mean\": [0.5, 0.5, 0.5]} | 3 numbers",
                "{\"size\": 0, \"mean\": [0.5, 0.5, 0.5], \"std\": [0.25, 0.25, 0.25]} | size",
                "{\"mean\": [0.5, 0.5, 0.5], \"std\": [0.25, 0.25, 0.25]} | int",
                "{\"size\": 8, \"mean\": [0.5, null, 0.5], \"std\": [0.25, 0.25, 0.25]} | Sidecar",
                "{\"size\": 8, \"mean\": [0.5, 0.5, 0.5], \"std\": [0.25, 0.25, 0.25], \"crop\": 1} | crop",
                "size = 8 | line 1",
            })
    void aBrokenDescription(String json, String reason) throws IOException {
        Path description = sidecar(network, json);
        assertMalformed(network, description, reason);
    }

    @Test
    void anEmptyDescription() throws IOException {
        Path description = sidecar(network, "");
        assertMalformed(network, description);
    }

    @Test
    void anotherNumberOfClasses() throws IOException {
        String classes = GOOD.replace("}", ", \"classes\": [\"a\", \"b\"]}");
        sidecar(network, classes);
        assertMalformed(network, network, "3 logits", "2 classes");
        sidecar(network, classes.replace("\"b\"", "\"b\", \"c\""));
        try (Backbone backbone = Backbone.load(network, "cpu")) {
            assertEquals(List.of("a", "b", "c"), backbone.classes());
        }
    }

    @Test
    void aFileThatIsNotTorchScript() throws IOException {
        sidecar(network, GOOD);
        Files.writeString(network, "these are not the weights you are looking for");
        assertMalformed(network, network, "TorchScript");
        Files.write(network, new byte[0]);
        assertMalformed(network, network, "TorchScript");
    }

    /** The same bytes are no network either: which sentence comes tells that the digest is looked at first. */
    @Test
    void anotherDigestIsRefusedBeforeTheEngineSeesTheFile() throws IOException {
        sidecar(network, GOOD);
        String vouched = Backbone.digestOf(network);
        Backbone.load(network, "cpu", vouched).close();
        Files.writeString(network, "these are not the weights you are looking for");
        String actual = Backbone.digestOf(network);
        assertRefused(
                MalformedFileException.class,
                () -> Backbone.load(network, "cpu", vouched).close(),
                network,
                actual,
                vouched);
        assertRefused(
                MalformedFileException.class,
                () -> Backbone.load(network, "cpu", actual).close(),
                network,
                "TorchScript");
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.1, 0.5, 0.9, 0.999})
    void aTruncatedFile(double part) throws IOException {
        sidecar(network, GOOD);
        byte[] bytes = Files.readAllBytes(network);
        Files.write(network, Arrays.copyOf(bytes, (int) (part * bytes.length)));
        assertMalformed(network, network, "TorchScript");
    }

    @ParameterizedTest
    @CsvSource({"flat, (2)", "scalar, ()"})
    void aNetworkThatDoesNotReturnLogits(String form, String shape) {
        Path file = Fixture.path(form + ".pt");
        assertMalformed(file, file, "output 0 has shape " + shape, "expected (n, classes)");
    }

    @Test
    void theDeviationOfASinglePositionIsLeftOut() throws IOException {
        Path multi = Fixture.copy("multi", folder);
        sidecar(multi, GOOD.replace("\"size\": 8", "\"size\": 1"));
        try (Backbone backbone = Backbone.load(multi, "cpu")) {
            assertEquals(
                    "logits[3] embedding[5] inner1.mean[4] inner2.mean[5]",
                    backbone.layout().toString());
        }
    }

    @Test
    void aFolderWithoutADescription() {
        assertMalformed(folder, folder, TrainedNetwork.FILE);
    }

    @Test
    void aDeviceThatIsNotThere() throws IOException {
        sidecar(network, GOOD);
        if (EngineInfo.detect().gpus() == 0) {
            assertRefused(IllegalArgumentException.class, () -> Backbone.load(network, "gpu"), "no GPU");
        }
        assertRefused(IllegalArgumentException.class, () -> Backbone.load(network, "gpo"), "gpo");
    }
}
