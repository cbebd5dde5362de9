package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Npy;
import org.morseuq.head.FalseDiscoveryRate;
import org.morseuq.head.MorseDetector;

/** What the options about thresholds flag, on 60 shipped feature rows of each kind. */
final class FlagsTest {

    private static final Path SHIPPED = Path.of("pretrained", "cifar10-resnet20");
    private static final Path DETECTOR = SHIPPED.resolve("balanced-product.morse");

    @TempDir
    private static Path folder;

    private static Path rows;

    @BeforeAll
    static void writeRows() throws IOException {
        List<String> names = MorseDetector.load(DETECTOR).layout().names();
        FeatureTable in = FeatureFile.read(SHIPPED.resolve("features/cifar10-test.safetensors"));
        FeatureTable out = FeatureFile.read(SHIPPED.resolve("features/textures.safetensors"));
        rows = folder.resolve("rows.npy");
        Npy.write(
                rows,
                Stream.of(in, out)
                        .flatMap(table ->
                                Arrays.stream(table.select(names).rows()).limit(60))
                        .toArray(float[][]::new));
    }

    private static Cli score(Object... more) {
        Object[] args = {"score", "--detector", DETECTOR, "--features", rows};
        Object[] all = Arrays.copyOf(args, args.length + more.length);
        System.arraycopy(more, 0, all, args.length, more.length);
        return Cli.run(all);
    }

    private record Row(double score, double pValue, boolean flagged) {}

    private static List<Row> verdicts(Object... more) {
        Cli run = score(more);
        assertEquals(0, run.code(), run.err());
        List<String> lines = run.out().lines().toList();
        assertEquals("id,score,p_value,flagged,label,probability,temperature", lines.get(0));
        assertEquals(121, lines.size());
        return lines.stream()
                .skip(1)
                .map(line -> line.split(",", -1))
                .map(cells -> new Row(
                        Double.parseDouble(cells[1]), Double.parseDouble(cells[2]), Boolean.parseBoolean(cells[3])))
                .toList();
    }

    @Test
    void thresholdsFlagWhatTheySay() throws IOException {
        double ninth = MorseDetector.load(DETECTOR).calibration().scores()[4500 - 1];
        verdicts().forEach(row -> assertEquals(row.pValue <= 0.05, row.flagged)); // the detector's own
        verdicts("--false-alarm", 0.01).forEach(row -> assertEquals(row.pValue <= 0.01, row.flagged));
        verdicts("--policy", "false-alarm:0.01").forEach(row -> assertEquals(row.pValue <= 0.01, row.flagged));
        verdicts("--policy", "by-class:0.01").forEach(row -> assertEquals(row.pValue <= 0.01, row.flagged));
        verdicts("--policy", "fixed:15.5").forEach(row -> assertEquals(row.score > 15.5, row.flagged));
        verdicts("--policy", "quantile:0.9").forEach(row -> assertEquals(row.score > ninth, row.flagged));
    }

    @Test
    void aFalseDiscoveryRateFlagsTheBatchAsAWhole() {
        List<Row> plain = verdicts("--fdr", "bh:0.1");
        double[] p = plain.stream().mapToDouble(Row::pValue).toArray();
        boolean[] bh = FalseDiscoveryRate.BENJAMINI_HOCHBERG.flagged(p, 0.1);
        boolean[] by = FalseDiscoveryRate.BENJAMINI_YEKUTIELI.flagged(p, 0.1);
        List<Row> strict = verdicts("--fdr", "by:0.1");
        for (int i = 0; i < p.length; i++) {
            assertEquals(bh[i], plain.get(i).flagged);
            assertEquals(by[i], strict.get(i).flagged);
        }
        assertTrue(plain.stream().filter(Row::flagged).count() > 30, "half of the textures at least");
    }

    /** A file that extract wrote has more columns, in another order than that of a bare matrix. */
    @Test
    void extractedFeaturesAreJudgedAsTheirColumnsAre() throws IOException {
        FeatureTable table = FeatureFile.read(SHIPPED.resolve("features/textures.safetensors"));
        Path bare = folder.resolve("textures.npy");
        Npy.write(
                bare,
                table.select(MorseDetector.load(DETECTOR).layout().names()).rows());
        Cli expected = Cli.run("score", "--detector", DETECTOR, "--features", bare);
        Cli actual = Cli.run(
                "score", "--detector", DETECTOR, "--features", SHIPPED.resolve("features/textures.safetensors"));
        assertEquals(0, actual.code(), actual.err());
        assertEquals(expected.out(), actual.out());
        assertEquals(1 + table.size(), actual.out().lines().count());
    }

    @Test
    void featuresOfAnotherNetworkAreRefused() throws IOException {
        Path other = SHIPPED.resolveSibling("cifar10-resnet20-distance-aware").resolve("features/textures.safetensors");
        assertRefused(
                Cli.run("score", "--detector", DETECTOR, "--features", other),
                other + " has features of the network "
                        + FeatureFile.origin(other).get("backbone") + ", but " + DETECTOR + " was fitted on those of "
                        + FeatureFile.origin(SHIPPED.resolve("features/textures.safetensors"))
                                .get("backbone"));
    }

    @Test
    void whatTheFlagsMeanIsSaidOnTheErrorStream() {
        String err = score("--false-alarm", 0.01).err();
        assertTrue(err.contains("with 5000 calibration scores the realised rate lies between 0.0074 and 0.0129"), err);
        err = score("--policy", "quantile:0.99").err();
        assertTrue(err.contains("quantile:0.99 guarantees nothing"), err);
        err = score("--fdr", "by:0.1").err();
        assertTrue(err.contains("Benjamini-Yekutieli guarantees"), err);
    }

    private static void assertRefused(Cli run, String sentence) {
        assertEquals(2, run.code(), run.err());
        assertEquals("", run.out());
        assertEquals("morse: " + sentence, run.err().strip());
    }

    @Test
    void nonsenseIsRefusedInOneSentence() throws IOException {
        assertRefused(
                score("--policy", "best:1"),
                "unknown threshold policy 'best', known are false-alarm, by-class, quantile, fixed");
        assertRefused(
                score("--policy", "quantile"),
                "a threshold policy is a name and a number such as quantile:0.05, got 'quantile'");
        assertRefused(score("--policy", "quantile:2"), "the quantile must be above 0 and at most 1, got 2.0");
        assertRefused(score("--false-alarm", 0), "the false-alarm rate must be above 0 and below 1, got 0.0");
        assertRefused(
                score("--false-alarm", 1e-4),
                "a false-alarm rate of 1.0E-4 cannot be guaranteed with 5000 calibration scores; it needs at least 9999");
        int[] classes = MorseDetector.load(DETECTOR).calibration().classes();
        String counts = IntStream.range(0, 10)
                .mapToObj(c -> "class " + c + " has "
                        + Arrays.stream(classes).filter(label -> label == c).count())
                .collect(Collectors.joining(", "));
        assertRefused(
                score("--policy", "by-class:0.001"),
                "a false-alarm rate of 0.001 in every class needs at least 999 calibration inputs predicted as that"
                        + " class; " + counts);
        assertRefused(score("--policy", "fixed:1", "--false-alarm", 0.05), "give --false-alarm or --policy, not both");
        assertRefused(
                score("--policy", "fixed:1", "--fdr", "bh:0.1"),
                "give --fdr or a threshold with --false-alarm or --policy, not both");
        assertRefused(score("--fdr", "holm:0.1"), "unknown false-discovery procedure 'holm', known are bh, by");
        assertRefused(score("--fdr", "bh"), "--fdr takes a procedure and a rate such as bh:0.1, got 'bh'");
        assertRefused(score("--fdr", "bh:1"), "the false-discovery rate must be above 0 and below 1, got 1.0");
        assertRefused(
                Cli.run("evaluate", "--policy", "best:1"),
                "unknown threshold policy 'best', known are false-alarm, by-class, quantile, fixed");
    }

    @Test
    void anEvaluationShowsThePolicy() {
        Cli fixed = Cli.run("evaluate", "--methods", "morse", "--out", "mnist", "--policy", "fixed:100");
        assertEquals(0, fixed.code(), fixed.err());
        assertTrue(fixed.out().contains("False alarms: 0.00 (fixed:100.0)."), fixed.out());
        Cli quantile = Cli.run("evaluate", "--methods", "morse", "--out", "mnist", "--policy", "quantile:0.9");
        assertTrue(quantile.out().matches("(?s).*False alarms: \\d+\\.\\d\\d for 10\\.00 requested \\(95 % band.*"));
    }
}
