package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.stream.Stream;
import javax.imageio.ImageIO;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.data.FeatureCsv;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Npy;
import org.morseuq.head.Box;
import org.morseuq.head.MorseDetector;

/** Samples from the detector that comes with the program. */
final class SampleCommandTest {

    private static final Path SHIPPED = Path.of("pretrained", "cifar10-resnet20");
    private static final Path DETECTOR = SHIPPED.resolve("balanced-product.morse");

    @TempDir
    private Path folder;

    private Cli sample(String file, Object... more) {
        Object[] args = {"sample", "--detector", DETECTOR, "--to", folder.resolve(file)};
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(all);
    }

    private void assertRefused(Cli run, String... fragments) throws IOException {
        assertEquals(2, run.code(), run.err());
        assertEquals("", run.out());
        assertEquals(1, run.err().lines().count(), run.err());
        for (String fragment : fragments) {
            assertTrue(run.err().contains(fragment), "no '" + fragment + "' in: " + run.err());
        }
        try (Stream<Path> left = Files.list(folder)) {
            assertEquals(0, left.count(), "a refused run leaves no file");
        }
    }

    /** Downhill from anywhere in the box of the training features: none is strange, and none leaves the box. */
    @ParameterizedTest
    @ValueSource(strings = {"flow", "corridor"})
    void samplesAreInDistributionAndInTheBox(String method) throws IOException {
        Cli run = sample("out.csv", "--count", 5, "--method", method, "--steps", 400);
        assertEquals(0, run.code(), run.err());
        assertEquals(folder.resolve("out.csv").toString(), run.out().strip());
        assertTrue(run.err().contains(method + ": 5 max steps"), run.err());
        assertTrue(run.err().contains("0 of 5 are flagged"), run.err());
        MorseDetector detector = MorseDetector.load(DETECTOR);
        FeatureTable table = FeatureCsv.read(folder.resolve("out.csv")).table();
        assertEquals(detector.layout(), table.layout());
        assertEquals(5, table.size());
        Box box = Box.around(
                new Shipped(SHIPPED).train().select(detector.layout().names()).rows());
        for (float[] row : table.rows()) {
            assertTrue(detector.network().energy(row) < detector.offset());
            for (int j = 0; j < row.length; j++) {
                // There and back through standardised coordinates costs two roundings.
                float slack = 3e-7f * Math.max(Math.abs(box.low()[j]), Math.abs(box.high()[j]));
                assertTrue(row[j] >= box.low()[j] - slack && row[j] <= box.high()[j] + slack);
            }
        }
    }

    @Test
    void theSeedDecidesEverythingAndEveryFormHasTheSameNumbers() throws IOException {
        assertEquals(0, sample("a.csv", "--count", 3, "--steps", 40).code());
        assertEquals(0, sample("a.npy", "--count", 3, "--steps", 40).code());
        assertEquals(0, sample("a.safetensors", "--count", 3, "--steps", 40).code());
        assertEquals(
                0, sample("b.npy", "--count", 3, "--steps", 40, "--seed", 1).code());
        float[][] rows = Npy.readFloats(folder.resolve("a.npy"));
        assertArrayEquals(rows, FeatureCsv.read(folder.resolve("a.csv")).table().rows());
        assertArrayEquals(
                rows, FeatureFile.read(folder.resolve("a.safetensors")).rows());
        assertFalse(Arrays.deepEquals(rows, Npy.readFloats(folder.resolve("b.npy"))));
    }

    /** A chain at a large beta stays near the modes; its report has what a chain is judged by. */
    @Test
    void langevinSaysWhatItsDrawsAreWorth() throws IOException {
        Cli run = sample(
                "out.npy", "--count", 4, "--method", "langevin", "--steps", 400, "--beta", 50, "--start", "rows");
        assertEquals(0, run.code(), run.err());
        assertTrue(
                run.err()
                        .matches(
                                "(?s).*4 chains of 200 steps after 200 of burn-in: acceptance 0\\.\\d+; the energies are"
                                        + " worth \\d+ independent ones, R-hat \\d.*"),
                run.err());
        assertTrue(run.err().contains("0 of 4 are flagged"), run.err());
        assertEquals(4, Npy.readFloats(folder.resolve("out.npy")).length);
    }

    @Test
    void samplesCanStartFromOtherRows() throws IOException {
        MorseDetector detector = MorseDetector.load(DETECTOR);
        FeatureTable train = new Shipped(SHIPPED).train();
        Path rows = folder.resolve("rows.csv");
        FeatureCsv.write(rows, train.rows(new int[] {3, 3}));
        Cli run = sample("out.npy", "--count", 1, "--from", rows);
        assertEquals(0, run.code(), run.err());
        // A box of one point.
        assertArrayEquals(
                train.rows(new int[] {3}).select(detector.layout().names()).rows(),
                Npy.readFloats(folder.resolve("out.npy")));
    }

    @Test
    void imagesAreSampledThroughTheNetwork() throws IOException {
        Cli run = sample("sheet.png", "--count", 2, "--steps", 12, "--backbone", SHIPPED);
        assertEquals(0, run.code(), run.err());
        BufferedImage sheet = ImageIO.read(folder.resolve("sheet.png").toFile());
        assertEquals(66, sheet.getWidth());
        assertEquals(32, sheet.getHeight());
        String[] way = run.err().replaceAll("(?s).*along the way: ", "").split("[,\\s]+", -1);
        assertTrue(Double.parseDouble(way[4]) < 0.5 * Double.parseDouble(way[0]), run.err());
    }

    @Test
    void badInputGetsOneSentence() throws IOException {
        assertRefused(sample("x.csv", "--count", 0), "--count must be from 1 to 100000, got 0");
        assertRefused(sample("x.txt", "--count", 1), "--to must end in .csv or .npy or .safetensors", "x.txt");
        assertRefused(sample("x.csv", "--count", 1, "--backbone", SHIPPED), "--to must end in .png");
        assertRefused(sample("x.csv", "--count", 1, "--steps", 0), "--steps must be from 1 to 1000000 for flow, got 0");
        assertRefused(
                sample("x.csv", "--count", 1, "--method", "langevin", "--steps", 7),
                "--steps must be from 8 to 1000000 for langevin, got 7");
        assertRefused(sample("x.csv", "--count", 1, "--method", "walk"), "unknown method 'walk'", "corridor, flow");
        assertRefused(sample("x.csv", "--count", 1, "--start", "mode"), "unknown start 'mode', known are box, rows");
        assertRefused(sample("x.csv", "--count", 1, "--beta", -1), "--beta must be above 0");
        assertRefused(sample("x.csv", "--count", 1, "--from", folder.resolve("no.csv")), "no.csv: no such file");
        assertRefused(sample("x.png", "--count", 1, "--backbone", folder.resolve("no.pt")), "no.pt: no such file");
        assertRefused(sample("x.png", "--count", 100_000, "--backbone", SHIPPED), "a sheet has from 1 image to");
        assertRefused(
                Cli.run(
                        "sample",
                        "--detector",
                        folder.resolve("no.morse"),
                        "--count",
                        1,
                        "--to",
                        folder.resolve("x.csv")),
                "no.morse");
    }
}
