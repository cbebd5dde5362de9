package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.eval.Baselines;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.store.Safetensors;

/** From images to a report through the command line alone: train, fit, evaluate, score. */
final class EndToEndTest {

    private static final ObjectMapper JSON = new ObjectMapper();

    @TempDir
    private static Path folder;

    private static Path data;
    private static Path network;
    private static Path detector;

    @BeforeAll
    static void trainAndFit() throws IOException {
        data = TinyData.write(folder.resolve("data"));
        network = folder.resolve("run");
        detector = folder.resolve("tiny.morse");
        Cli train = Cli.run(
                "train",
                "--network",
                "resnet8",
                "--in",
                "cifar10",
                "--data",
                data,
                "--to",
                network,
                "--epochs",
                4,
                "--batch-size",
                20,
                "--learning-rate",
                0.05);
        assertEquals(0, train.code(), train.err());
        Cli fit = fit(detector);
        assertEquals(0, fit.code(), fit.err());
    }

    private static Cli run(Object[] args, Object... more) {
        Object[] all = java.util.Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(all);
    }

    private static Cli fit(Path to, Object... more) {
        Object[] args = {
            "fit",
            "--backbone",
            network,
            "--in",
            "cifar10",
            "--data",
            data,
            "--to",
            to,
            "--reference-images",
            20,
            "--no-cache"
        };
        return run(args, more);
    }

    private static Cli evaluate(Object... more) {
        Object[] args = {"evaluate", "--backbone", network, "--data", data, "--cache", folder.resolve("cache")};
        return run(args, more);
    }

    @Test
    void theReportHasOneResultForEveryMethodAndSet() throws IOException {
        Cli run = evaluate("--detector", detector, "--format", "json");
        assertEquals(0, run.code(), run.err());
        JsonNode report = JSON.readTree(run.out());
        assertEquals("cifar10", report.get("in").asText());
        assertEquals(7 * 2, report.get("results").size());
        for (JsonNode result : report.get("results")) {
            for (String metric : List.of("auroc", "aupr_in", "aupr_out", "fpr95_id_positive", "fpr95_ood_positive")) {
                double value = result.get(metric).asDouble(Double.NaN);
                assertTrue(value >= 0 && value <= 1, metric + " " + value);
            }
            assertEquals(TinyData.TEST / 2, result.get("n_in").asInt());
            assertEquals(TinyData.OTHER, result.get("n_out").asInt());
        }
        for (String metric : List.of("accuracy", "ece", "nll", "brier")) {
            assertTrue(report.get("classification").get(metric).isDouble(), metric);
        }
        JsonNode alarm = report.get("false_alarm");
        assertEquals(0.05, alarm.get("requested").asDouble());
        assertEquals(2, alarm.get("band").size());
        assertEquals("images", report.get("provenance").get("source").asText());
    }

    @Test
    void everyMethodIsInTheReportOrInItsNotes() throws IOException {
        Cli run = evaluate("--detector", detector, "--methods", "all", "--out", "svhn", "--format", "json");
        assertEquals(0, run.code(), run.err());
        List<String> shown = new ArrayList<>();
        JSON.readTree(run.out())
                .get("results")
                .forEach(result -> shown.add(result.get("method").asText()));
        List<String> expected = new ArrayList<>(List.of("morse"));
        expected.addAll(Baselines.ALL);
        assertEquals(expected, shown, run.out());
    }

    /** From 40 images the last layer of a network with 32 features or more cannot be told, so three are left out. */
    @Test
    void methodsThatCannotBeFittedAreLeftOutWithTheReason() throws IOException {
        Path few = folder.resolve("few.bin");
        Files.copy(data.resolve("cifar10/data_batch_1.bin"), few);
        Cli run = evaluate(
                "--detector",
                detector,
                "--methods",
                "energy,react,vim,fdbd,neco",
                "--train",
                few,
                "--out",
                "svhn",
                "--format",
                "json");
        assertEquals(0, run.code(), run.err());
        JsonNode report = JSON.readTree(run.out());
        assertEquals(2, report.get("results").size(), run.out());
        String notes = report.get("provenance").get("notes").toString();
        for (String name : List.of("react", "vim", "fdbd")) {
            assertTrue(notes.contains("Left out: " + name + " (the last layer cannot be told from 40 training"), notes);
        }
        Cli none = evaluate("--detector", detector, "--methods", "vim", "--train", few, "--out", "svhn");
        assertEquals(2, none.code());
        assertTrue(none.lastMessage().contains("none of the methods can be used"), none.err());
    }

    @Test
    void noiseIsToldFromColours() throws IOException {
        Cli run = evaluate("--detector", detector, "--methods", "morse", "--format", "json");
        for (JsonNode result : JSON.readTree(run.out()).get("results")) {
            assertTrue(result.get("auroc").asDouble() > 0.95, result.toString());
        }
    }

    @Test
    void aSecondRunPrintsTheSameBytesButForTimes() throws IOException {
        // The first run of this kind extracts, the second reads the cache: the numbers must not differ by a bit.
        Cli first = evaluate("--format", "json", "--seed", 3);
        Cli second = evaluate("--format", "json", "--seed", 3);
        assertEquals(0, first.code(), first.err());
        assertEquals(withoutTimes(first.out()), withoutTimes(second.out()));
    }

    private static String withoutTimes(String report) throws IOException {
        ObjectNode tree = (ObjectNode) JSON.readTree(report);
        ObjectNode provenance = (ObjectNode) tree.get("provenance");
        assertTrue(provenance.has("finished") && provenance.has("seconds"));
        provenance.remove(List.of("finished", "seconds"));
        return JSON.writerWithDefaultPrettyPrinter().writeValueAsString(tree);
    }

    @Test
    void theTableAndTheCsvShowTheSameSets() {
        Cli table = evaluate("--detector", detector, "--methods", "morse,energy", "--out", "svhn,textures");
        assertTrue(
                table.out().lines().anyMatch(line -> line.matches("AUROC / FPR95 +svhn +textures +mean")), table.out());
        assertTrue(table.out().contains("calibrated the detector is left out"), table.out());
        Cli csv = evaluate("--detector", detector, "--methods", "morse", "--out", "svhn", "--format", "csv");
        assertEquals(2, csv.out().lines().count(), csv.out());
        assertTrue(csv.out().startsWith("method,out,auroc,"), csv.out());
    }

    @Test
    void aReportIsWrittenBesideThePrintedOne() throws IOException {
        Path report = folder.resolve("report");
        assertEquals(
                0,
                evaluate("--detector", detector, "--methods", "msp", "--report", report)
                        .code());
        assertEquals(
                2,
                JSON.readTree(report.resolve("evaluation.json").toFile())
                        .get("results")
                        .size());
        assertEquals(3, Files.readAllLines(report.resolve("evaluation.csv")).size());
        String page = Files.readString(report.resolve("report.html"));
        assertTrue(page.contains("<img src=\"data:image/png;base64,"), "starting from images, the page shows some");
        assertTrue(page.contains("morse evaluate --backbone " + network), "the command is on the page");
    }

    @Test
    void everyImageGetsAVerdict() {
        Cli run = Cli.run(
                "score",
                "--detector",
                detector,
                "--backbone",
                network,
                "--images",
                data.resolve("textures.bin"),
                "--no-cache");
        assertEquals(0, run.code(), run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("id,score,p_value,flagged,label,probability,temperature", lines.get(0));
        assertEquals(TinyData.OTHER + 1, lines.size());
        long flagged = lines.stream().filter(line -> line.contains(",true,")).count();
        assertTrue(flagged > TinyData.OTHER / 2, flagged + " of " + TinyData.OTHER + " noise images are flagged");
    }

    /** Commands that are given a detector take from the maps what it looks at. */
    @Test
    void otherStatisticsOfMapsAreTakenWhereverTheirDetectorIsUsed() throws IOException {
        Path peaks = folder.resolve("peaks.morse");
        Cli fit = fit(peaks, "--statistics", "max,mean,active");
        assertEquals(0, fit.code(), fit.err());
        assertEquals(
                List.of(
                        "logits",
                        "inner1.mean",
                        "inner1.max",
                        "inner1.active",
                        "inner2.mean",
                        "inner2.max",
                        "inner2.active"),
                MorseDetector.load(peaks).layout().names());
        Path images = data.resolve("textures.bin");
        Cli score = Cli.run("score", "--detector", peaks, "--backbone", network, "--images", images, "--no-cache");
        assertEquals(0, score.code(), score.err());
        assertEquals(TinyData.OTHER + 1, score.out().lines().count());
        Cli evaluate = evaluate("--detector", peaks, "--out", "textures", "--format", "json");
        assertEquals(0, evaluate.code(), evaluate.err());
        Path sheet = folder.resolve("peaks.png");
        Cli sample = Cli.run(
                "sample", "--detector", peaks, "--backbone", network, "--from", images, "--count", 2, "--to", sheet);
        assertEquals(0, sample.code(), sample.err());
        assertTrue(Files.size(sheet) > 0);

        Cli both = evaluate("--detector", peaks, "--statistics", "mean");
        assertEquals(2, both.code());
        assertEquals("morse: --statistics cannot be given with --detector, which has its own", both.lastMessage());
        Cli unknown = evaluate("--statistics", "mean,median");
        assertEquals(2, unknown.code());
        assertEquals(
                "morse: unknown statistic 'median' of a map, known are [mean, std, max, active]",
                unknown.lastMessage());
    }

    @Test
    void aDetectorRefusesTheFeaturesOfAnotherNetwork() throws IOException {
        Path other = folder.resolve("other");
        Cli train = Cli.run(
                "train",
                "--network",
                "resnet8",
                "--in",
                "cifar10",
                "--data",
                data,
                "--to",
                other,
                "--epochs",
                1,
                "--batch-size",
                100,
                "--seed",
                9);
        assertEquals(0, train.code(), train.err());
        Cli run = Cli.run("evaluate", "--backbone", other, "--data", data, "--detector", detector, "--no-cache");
        assertEquals(2, run.code());
        assertTrue(run.lastMessage().contains("was fitted on the features of run"), run.err());
    }

    private static Cli train(String to, Object... more) {
        Object[] args = {"train", "--network", "resnet8", "--in", "cifar10", "--data", data, "--to", folder.resolve(to)
        };
        return run(args, more);
    }

    @Test
    void aNetworkIsTrainedByANamedOptimizerWhichLogsItsSteps() throws IOException {
        Cli run = train("dalr", "--optimizer", "dalr", "--epochs", 1, "--batch-size", 50, "--power", 0.5);
        assertEquals(0, run.code(), run.err());
        List<String> steps = Files.readAllLines(folder.resolve("dalr").resolve("steps.csv"));
        assertTrue(steps.get(1).endsWith(",1,1"), steps.get(1));
        Cli refused = train("none", "--optimizer", "rk4", "--momentum", 0.5);
        assertEquals(2, refused.code());
        assertTrue(refused.lastMessage().contains("no use for a momentum"), refused.err());
    }

    @Test
    void aNetworkIsKeptSimpleOnRandomLabels() throws IOException {
        Object[] brief = {"--epochs", 1, "--batch-size", 50, "--random-labels", 0.5};
        Cli run = train("simple", with(brief, "--regularizer", "geometric-complexity:0.001:signs=1,input-noise:0.05"));
        assertEquals(0, run.code(), run.err());
        String checkpoint = Safetensors.read(folder.resolve("simple/checkpoint.safetensors"))
                .metadata()
                .get("identity");
        assertTrue(checkpoint.contains("\"geometric-complexity:0.001:signs=1\""), checkpoint);
        assertRefused("normalises by the batch", with(brief, "--regularizer", "geometric-complexity:0.001"));
        assertRefused("known are geometric-complexity", with(brief, "--regularizer", "dropout:0.5"));
        assertRefused("aims at the least loss 0", "--regularizer", "squared-weights:1e-4", "--optimizer", "clr");
        assertRefused("from 0 to 1", "--random-labels", 1.5);
    }

    private static void assertRefused(String part, Object... more) {
        Cli refused = train("none", more);
        assertEquals(2, refused.code(), refused.err());
        assertTrue(refused.lastMessage().contains(part), refused.err());
        assertFalse(Files.exists(folder.resolve("none")), "nothing is left");
    }

    private static Object[] with(Object[] some, Object... more) {
        return Stream.concat(Stream.of(some), Stream.of(more)).toArray();
    }

    @Test
    void aNetworkIsTrainedWithItsBatchesReversedAndItsSharpnessWatched() throws IOException {
        Cli run = train(
                "backward",
                "--optimizer",
                "backward-sgd",
                "--window",
                2,
                "--epochs",
                1,
                "--batch-size",
                20,
                "--sharpness-every",
                3);
        assertEquals(0, run.code(), run.err());
        int steps = Files.readAllLines(folder.resolve("backward/steps.csv")).size() - 1;
        List<String> sharpness = Files.readAllLines(folder.resolve("backward/sharpness.csv"));
        assertEquals((steps + 2) / 3, sharpness.size() - 1);
        assertTrue(sharpness.get(1).matches("1,[^,]+,20\\.0,.*"), sharpness.get(1)); // 2 / 0.1
        Cli refused = train("none", "--optimizer", "adam", "--window", 2);
        assertEquals(2, refused.code());
        assertTrue(refused.lastMessage().contains("no use for a window"), refused.err());
        Cli negative = train("none", "--sharpness-every", -1);
        assertEquals(2, negative.code());
        assertTrue(negative.lastMessage().contains("-1"), negative.err());
        Cli head = Cli.run(
                "fit",
                "--backbone",
                network,
                "--in",
                "cifar10",
                "--data",
                data,
                "--to",
                folder.resolve("no.morse"),
                "--optimizer",
                "backward-sgd");
        assertEquals(2, head.code());
        assertTrue(head.lastMessage().contains("cannot fit a head"), head.err());
    }

    @Test
    void aRunThatDivergesSaysSoInOneSentence() {
        Cli run = train("wild", "--learning-rate", 1e30, "--epochs", 1, "--batch-size", 20);
        assertEquals(1, run.code(), run.err());
        assertTrue(run.lastMessage().contains("cannot be taken"), run.err());
        assertTrue(run.lastMessage().contains("--learning-rate"), run.err());
    }

    @Test
    void aHeadIsFittedByANamedOptimizerWhoseNameItKeeps() throws IOException {
        Path other = folder.resolve("rk4.morse");
        Cli run = fit(other, "--optimizer", "rk4");
        assertEquals(0, run.code(), run.err());
        assertEquals("rk4", origin(other).optimizer());
        assertNull(origin(detector).optimizer());
    }

    private static Manifest.Origin origin(Path detector) throws IOException {
        return MorseDetector.load(detector).manifest().origin();
    }

    private static Cli sample(Path to, int count, Object... more) {
        Object[] args = {"sample", "--detector", detector, "--to", to, "--count", count, "--steps", 5};
        return run(args, more);
    }

    @Test
    void samplingNeedsRowsOrTheNetworkOfItsDetector() throws IOException {
        Path csv = folder.resolve("samples.csv");
        Path sheet = folder.resolve("samples.png");
        Path from = data.resolve("svhn.bin");
        Cli alone = sample(csv, 2);
        assertTrue(alone.code() == 2 && alone.lastMessage().contains("give some with --from FILE"), alone.err());
        Cli other = sample(sheet, 2, "--backbone", Path.of("pretrained", "cifar10-resnet20"));
        assertTrue(
                other.code() == 2 && other.lastMessage().contains("was fitted on another network than"), other.err());
        Cli many = sample(sheet, TinyData.OTHER + 1, "--backbone", network, "--from", from);
        assertTrue(many.code() == 2 && many.lastMessage().contains("50 images, 51 samples need as many"), many.err());
        assertTrue(Files.notExists(csv) && Files.notExists(sheet));
        Cli images = sample(sheet, 2, "--backbone", network, "--from", from);
        assertEquals(0, images.code(), images.err());
        assertTrue(Files.size(sheet) > 0);
    }

    @Test
    void trainingDoesNotOverwriteARun() {
        Cli run = Cli.run(
                "train", "--network", "resnet8", "--in", "cifar10", "--data", data, "--to", network, "--epochs", 4);
        assertEquals(2, run.code());
        assertTrue(run.lastMessage().contains("--resume"), run.err());
    }
}
