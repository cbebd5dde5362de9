package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Bad input gets one sentence and exit code 2: never a stack trace. */
final class BadInputTest {

    @TempDir
    private static Path folder;

    private static Path data;

    @BeforeAll
    static void writeData() throws IOException {
        data = TinyData.write(folder.resolve("data"));
    }

    private static void assertRefused(Cli run, String... fragments) {
        assertEquals(2, run.code(), run.err());
        assertEquals("", run.out());
        assertFalse(run.err().contains("\tat "), run.err());
        for (String fragment : fragments) {
            assertTrue(run.err().contains(fragment), "no '" + fragment + "' in: " + run.err());
        }
    }

    @Test
    void anUnknownCommandIsUsageError() {
        assertRefused(Cli.run("evalute"), "evalute", "Try 'morse --help'");
    }

    @Test
    void anUnknownOptionIsUsageError() {
        assertRefused(Cli.run("info", "--colour"), "--colour", "Try 'morse info --help'");
    }

    @Test
    void anUnknownNetworkListsTheKnownOnes() {
        assertRefused(
                Cli.run(
                        "train",
                        "--network",
                        "resnet21",
                        "--in",
                        "cifar10",
                        "--data",
                        data,
                        "--to",
                        folder.resolve("x")),
                "unknown network 'resnet21'",
                "resnet20");
    }

    @Test
    void anUnknownOptimizerListsTheKnownOnes() {
        assertRefused(
                Cli.run(
                        "train",
                        "--network",
                        "resnet8",
                        "--optimizer",
                        "sdg",
                        "--in",
                        "cifar10",
                        "--data",
                        data,
                        "--to",
                        folder.resolve("x")),
                "unknown optimizer 'sdg', known are ",
                "rk4-momentum",
                "sgd");
    }

    @Test
    void anUnknownMethodListsTheKnownOnes() {
        assertRefused(Cli.run("evaluate", "--methods", "morse,mps"), "unknown method 'mps'", "mahalanobis");
    }

    @Test
    void anUnknownRecipeListsTheKnownOnes() {
        assertRefused(Cli.run("evaluate", "--recipe", "best"), "unknown recipe 'best'", "product");
    }

    @Test
    void anUnknownDeviceListsTheKnownOnes() {
        assertRefused(
                Cli.run("evaluate", "--device", "tpu", "--data", data, "--backbone", folder.resolve("x")), "cpu, gpu");
    }

    @Test
    void aPremiumBelowZeroIsRefused() {
        assertRefused(
                Cli.run("fit", "--premium", -1, "--backbone", "x", "--in", "cifar10", "--data", data, "--to", "x"),
                "--premium must be at least 0 and finite, got -1.0");
    }

    /** A kernel, a loss and a start that there are not, and two that do not go together. */
    @Test
    void ingredientsOfATrainingThatAreNoneAreRefused() {
        assertRefused(train("--classifier", "cosine"), "unknown classifier 'cosine', known are linear, gaussian");
        assertRefused(train("--classifier", "laplace:-1"), "above 0 and finite, got -1.0");
        assertRefused(train("--loss", "hinge"), "unknown loss 'hinge'");
        assertRefused(train("--loss", "morse:1"), "which a linear classifier does not have");
        assertRefused(train("--average", "ema:2"), "must be from 0 to below 1, got 2.0");
        assertRefused(train("--from", folder), "is no folder of a trained network");
    }

    private Cli train(Object option, Object value) {
        return Cli.run(
                "train",
                "--network",
                "resnet8",
                "--in",
                "cifar10",
                "--data",
                data,
                "--to",
                folder.resolve("x"),
                option,
                value);
    }

    @Test
    void aMissingSetSaysWhatIsThere() {
        assertRefused(
                Cli.run(
                        "train",
                        "--network",
                        "resnet8",
                        "--in",
                        "cifar100",
                        "--data",
                        data,
                        "--to",
                        folder.resolve("x")),
                "cifar100",
                "sets found there: cifar10, svhn, textures");
    }

    @Test
    void aTruncatedFileIsNamedWithItsRecord() throws IOException {
        Path broken = folder.resolve("broken.bin");
        byte[] whole = Files.readAllBytes(data.resolve("textures.bin"));
        Files.write(broken, Arrays.copyOf(whole, 3073 * 3 + 100));
        Cli run = Cli.run("evaluate", "--data", data, "--in", broken, "--backbone", folder.resolve("none.pt"));
        assertRefused(run, "none.pt: no such file or folder");
        Path trainData = folder.resolve("truncated");
        Files.createDirectories(trainData.resolve("cifar10"));
        for (int b = 1; b <= 5; b++) {
            Files.copy(
                    data.resolve("cifar10/data_batch_" + b + ".bin"),
                    trainData.resolve("cifar10/data_batch_" + b + ".bin"));
        }
        byte[] test = Files.readAllBytes(data.resolve("cifar10/test_batch.bin"));
        Files.write(trainData.resolve("cifar10/test_batch.bin"), Arrays.copyOf(test, 3073 * 7 + 10));
        assertRefused(
                Cli.run(
                        "train",
                        "--network",
                        "resnet8",
                        "--in",
                        "cifar10",
                        "--data",
                        trainData,
                        "--to",
                        folder.resolve("y")),
                "test_batch.bin",
                "record 7");
        assertFalse(Files.exists(folder.resolve("y")), "a refused run leaves no folder");
    }

    @Test
    void aLabelOutOfRangeIsNamedWithItsRecord() throws IOException {
        Path bad = folder.resolve("labels");
        TinyData.write(bad);
        Path batch = bad.resolve("cifar10/data_batch_3.bin");
        byte[] bytes = Files.readAllBytes(batch);
        bytes[3073 * 5] = 17;
        Files.write(batch, bytes);
        assertRefused(
                Cli.run("train", "--network", "resnet8", "--in", "cifar10", "--data", bad, "--to", folder.resolve("z")),
                "data_batch_3.bin",
                "record 5",
                "17");
    }

    @Test
    void aTorchScriptFileWithoutDescriptionSaysWhatToWrite() throws IOException {
        Path file = folder.resolve("net.pt");
        Files.writeString(file, "not a network");
        assertRefused(Cli.run("evaluate", "--backbone", file, "--data", data), "net.pt.json", "\"mean\"");
        Files.writeString(folder.resolve("net.pt.json"), "{\"size\": 32, \"mean\": [0,0,0], \"std\": [1,1,0]}");
        assertRefused(Cli.run("evaluate", "--backbone", file, "--data", data), "net.pt.json", "std");
        Files.writeString(folder.resolve("net.pt.json"), "{\"size\": 32, \"mean\": [0,0,0], \"std\": [1,1,1]}");
        assertRefused(Cli.run("evaluate", "--backbone", file, "--data", data), "net.pt", "TorchScript");
    }

    @Test
    void aFolderThatIsNoDetectorIsRefused() {
        assertRefused(Cli.run("score", "--detector", data, "--features", "x.csv"), data.toString(), "manifest.json");
    }

    @Test
    void aPathWithoutCalibrationImagesIsRefused() {
        assertRefused(
                Cli.run("fit", "--backbone", "x.pt", "--in", data.resolve("textures.bin"), "--to", folder.resolve("w")),
                "--calibration");
    }

    @Test
    void aReportThatIsAFileIsRefusedBeforeAnythingIsComputed() throws IOException {
        Path file = folder.resolve("report.txt");
        Files.writeString(file, "mine");
        assertRefused(Cli.run("evaluate", "--report", file), "--report takes a folder", "report.txt is a file");
        assertEquals("mine", Files.readString(file));
    }
}
