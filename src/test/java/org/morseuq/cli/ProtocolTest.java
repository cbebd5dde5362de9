package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.DataFolder;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.eval.Protocol;
import org.morseuq.eval.ProtocolRun;
import org.morseuq.eval.ProtocolSummary;
import org.morseuq.store.Json;

/** A protocol on a network that is trained here, through the command line alone. */
final class ProtocolTest {

    @TempDir
    private static Path folder;

    @BeforeAll
    static void train() throws IOException {
        TinyData.write(folder.resolve("data"));
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

    private static String digest(String name, Split split) throws IOException {
        return new DataFolder(folder.resolve("data")).find(name, split).digest();
    }

    private static String protocol() throws IOException {
        return """
            {"title": "tiny", "kind": "protocol", "in": "cifar10",
             "groups": {"near": ["textures", "gone"], "far": ["svhn"]},
             "sets": {
               "cifar10": {"sha256": "%s", "train_sha256": "%s"},
               "textures": {"sha256": "%s", "exclude": ["0-9", "12", "textures/13"]},
               "svhn": {"sha256": "%s", "exclude": ["25-49"]},
               "other": {"data": "svhn", "sha256": "%4$s", "exclude": ["0-24"]},
               "gone": {"sha256": "%4$s", "optional": true}},
             "shifted": {"levels": [5], "images": 10}, "validation": ["other"],
             "networks": {"net": "run"}, "recipe": "product", "seeds": 2,
             "methods": ["msp", "energy", "knn", "knn@inner"], "tolerance": 0.003}
            """
                .formatted(
                        digest("cifar10", Split.TEST),
                        digest("cifar10", Split.TRAIN),
                        digest("textures", Split.TEST),
                        digest("svhn", Split.TEST));
    }

    private static Cli evaluate(String definition, Object... more) throws IOException {
        Path file = Files.writeString(folder.resolve("protocol.json"), definition);
        List<Object> args = new ArrayList<>(List.of("evaluate", "--protocol", file));
        args.addAll(List.of("--data", folder.resolve("data"), "--networks", folder.resolve("networks")));
        args.addAll(List.of("--cache", folder.resolve("cache")));
        args.addAll(List.of(more));
        return Cli.run(args.toArray());
    }

    @Test
    void everySetGroupAndSeedIsCountedAndRemembered() throws IOException {
        Path report = folder.resolve("report");
        Cli first = evaluate(protocol(), "--report", report, "--require", "msp.auroc.near>=0");
        assertEquals(0, first.code(), first.err());
        assertTrue(first.out().contains("Absent: gone."), first.out());
        assertTrue(first.err().contains("; knn: k = "), "the constant is chosen on the validation set: " + first.err());
        ProtocolSummary summary = Json.read(report.resolve("summary.json"), ProtocolSummary.class);
        assertEquals(List.of("gone"), summary.absent());
        assertEquals(4 * 4, summary.lines().size()); // methods by two groups and their full spectra
        assertTrue(summary.lines().stream().allMatch(line -> line.runs() == 2));
        // The run of a file: half of 120 images, 15 corruptions of 10 of them beside it, 12 of 50 and 25 of 50
        // excluded.
        String run = Files.readString(report.resolve("runs/net-1.json"));
        assertTrue(run.contains("\"n_in\" : 60") && run.contains("\"n_in\" : 110"), run);
        assertTrue(run.contains("\"n_out\" : 38") && run.contains("\"n_out\" : 25"), run);

        FileTime written = Files.getLastModifiedTime(report.resolve("runs/net-0.json"));
        Cli fewer = evaluate(protocol(), "--report", report, "--seeds", 1, "--format", "csv");
        assertEquals(written, Files.getLastModifiedTime(report.resolve("runs/net-0.json")), "was computed again");
        assertEquals(1 + 4 * 4, fewer.out().lines().count(), fewer.out());
        assertEquals(
                3,
                evaluate(protocol(), "--report", report, "--require", "msp.auroc.near>1")
                        .code());
    }

    @Test
    void otherImagesAreRefusedByName() throws IOException {
        String digest = digest("textures", Split.TEST);
        Cli run = evaluate(protocol().replace(digest, "0".repeat(64)));
        assertEquals(2, run.code());
        assertEquals(
                "morse: the images of 'textures' (textures) are not those of the protocol: their sha256 is " + digest
                        + ", expected " + "0".repeat(64),
                run.lastMessage());
        run = evaluate(protocol().replace(digest("cifar10", Split.TRAIN), "0".repeat(64)));
        assertTrue(run.lastMessage().contains("'cifar10' (cifar10/train)"), run.err());
    }

    @Test
    void aSetThatIsNotThereIsAnErrorUnlessOptional() throws IOException {
        Cli run = evaluate(protocol().replace(", \"optional\": true", ""));
        assertEquals(2, run.code());
        assertTrue(run.lastMessage().contains("the protocol needs the set 'gone'"), run.err());
        run = evaluate(protocol().replace("[\"textures\", \"gone\"]", "[\"gone\"], \"middle\": [\"textures\"]"));
        assertTrue(run.lastMessage().contains("no set of the group 'near' is there"), run.err());
    }

    @Test
    void imagesThatAreNotThereCannotBeExcluded() throws IOException {
        for (String wrong : List.of("\"50\"", "\"9-3\"", "\"textures/999\"")) {
            Cli run = evaluate(protocol().replace("\"12\"", wrong));
            assertEquals(2, run.code());
            assertTrue(run.lastMessage().contains(wrong.replace("\"", "")), run.err());
        }
    }

    @Test
    void aDefinitionThatContradictsItselfIsRefused() throws IOException {
        List<String> wrong = List.of(
                protocol().replace("\"validation\": [\"other\"]", "\"validation\": [\"svhn\"]"),
                protocol().replace("\"other\": {", "\"another\": {"),
                protocol().replace("\"seeds\": 2", "\"seeds\": 0"),
                protocol().replace("\"train_sha256\"", "\"data\""),
                protocol().replace("\"levels\": [5]", "\"levels\": []"),
                protocol().replace(digest("svhn", Split.TEST), "abc"));
        for (String definition : wrong) {
            Cli run = evaluate(definition);
            assertEquals(2, run.code(), definition);
            assertTrue(run.lastMessage().contains("protocol.json"), run.err());
        }
        assertEquals(2, evaluate(protocol(), "--out", "svhn").code());
    }

    /** Two seeds with areas of 0.8 and 0.9, and 0.7 and 0.7: by hand. */
    @Test
    void meansAreOverSetsAndDeviationsOverRuns() throws IOException {
        Protocol protocol =
                Json.parse(folder, protocol().getBytes(java.nio.charset.StandardCharsets.UTF_8), Protocol.class);
        ProtocolSummary summary = ProtocolSummary.of(
                protocol, List.of(run("net", 0, 0.8, 0.9), run("net", 1, 0.7, 0.7), run("two", 0, 1, 1)), List.of());
        ProtocolSummary.Line near = summary.lines().get(0);
        assertEquals(0.775, near.auroc(), 1e-15);
        assertEquals(Math.sqrt(0.01125), near.aurocDeviation(), 1e-15); // (0.85 - 0.7)^2 / 2
        ProtocolSummary.Line all = summary.lines().get(summary.lines().size() - 1);
        assertEquals(ProtocolSummary.ALL_NETWORKS, all.network());
        assertEquals(3, all.runs());
        assertEquals((0.85 + 0.7 + 1) / 3, summary.numbers().get("msp.auroc.near"), 1e-15);
        assertEquals(List.of(), summary.movedFrom(summary, 0));
        ProtocolSummary less = new ProtocolSummary(summary.lines().subList(1, 2), List.of("gone"), summary.leftOut());
        assertTrue(less.movedFrom(summary, 0).contains("net, msp, near: missing"));
        assertTrue(less.movedFrom(summary, 0).contains("absent sets are [gone], were []"));
    }

    private static ProtocolRun run(String network, long seed, double textures, double gone) {
        String result = "{\"method\": \"msp\", \"out\": \"%s\", \"auroc\": %s, \"aupr_in\": 0, \"aupr_out\": 0,"
                + " \"fpr95_id_positive\": 0.5, \"fpr95_ood_positive\": 0, \"n_in\": 1, \"n_out\": 1}";
        String json = ("{\"network\": \"%s\", \"seed\": %d, \"results\": [" + result + ", " + result
                        + "], \"full_spectrum\": [], \"left_out\": {}, \"chosen\": {}}")
                .formatted(network, seed, "textures", textures, "gone", gone);
        try {
            return Json.parse(folder, json.getBytes(java.nio.charset.StandardCharsets.UTF_8), ProtocolRun.class);
        } catch (IOException e) {
            throw new java.io.UncheckedIOException(e);
        }
    }
}
