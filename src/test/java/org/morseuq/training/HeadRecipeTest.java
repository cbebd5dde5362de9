package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.Expert;
import org.morseuq.head.MorseNetwork;

final class HeadRecipeTest {

    private static final FeatureTable TRAIN = Heads.data(600, 1);
    private static final FeatureTable REFERENCE = Heads.reference(300, 2);
    private static final FeatureTable HELD = Heads.data(200, 3);
    private static final FeatureTable STRANGE = Heads.reference(200, 4);

    /** The recipes that are fitted against the reference measure; the others do not look at it. */
    private static final List<String> AGAINST = List.of(
            "product",
            "balanced-product",
            "relative-product",
            "gaussian",
            "laplace",
            "supervised-gaussian",
            "supervised-laplace");

    static Stream<Arguments> othersAndBlocks() {
        return HeadRecipe.names().stream()
                .filter(name -> !AGAINST.contains(name))
                .flatMap(name -> Stream.of(List.of(Layout.LOGITS), List.of(Layout.LOGITS, Layout.EMBEDDING))
                        .map(blocks -> Arguments.of(name, blocks)));
    }

    static Stream<Arguments> recipesAndBlocks() {
        return AGAINST.stream().flatMap(name -> Stream.of(
                        List.of(Layout.LOGITS), List.of(Layout.LOGITS, Layout.EMBEDDING), Heads.LAYOUT.names())
                .map(blocks -> Arguments.of(name, blocks)));
    }

    private static double auroc(MorseNetwork network, List<String> blocks) {
        return Heads.auroc(network.energies(HELD.select(blocks)), network.energies(STRANGE.select(blocks)));
    }

    @ParameterizedTest
    @MethodSource("recipesAndBlocks")
    void everyRecipeTellsHeldOutDataFromTheReference(String name, List<String> blocks) {
        MorseNetwork network =
                HeadRecipe.named(name).fit(TRAIN.select(blocks), REFERENCE.select(blocks), 1, loss -> {});
        // One half would be chance. With 200 rows on either side the measure has a deviation of 0.03 at most.
        assertTrue(auroc(network, blocks) > 0.8, name + " on " + blocks + ": " + auroc(network, blocks));
    }

    /** The reference lies between the classes, where a single Gaussian is densest; these rows lie where no class is. */
    @ParameterizedTest
    @MethodSource("othersAndBlocks")
    void everyOtherRecipeTellsDataFromTheirMirrorImage(String name, List<String> blocks) {
        FeatureTable reference = Heads.mirrored(REFERENCE.select(blocks));
        MorseNetwork network = HeadRecipe.named(name).fit(TRAIN.select(blocks), reference, 1, loss -> {});
        FeatureTable held = HELD.select(blocks);
        double auroc = Heads.auroc(network.energies(held), network.energies(Heads.mirrored(held)));
        // Chance is one half, with a deviation of 0.03; on the sphere every direction is near some target.
        double least = name.equals("contrastive") ? 0.6 : 0.8;
        assertTrue(auroc > least, name + " on " + blocks + ": " + auroc);
    }

    @ParameterizedTest
    @MethodSource({"recipesAndBlocks", "othersAndBlocks"})
    void aRowWithoutALabelCountsForThePredictedClass(String name, List<String> blocks) {
        FeatureTable train = Heads.data(AGAINST.contains(name) ? 120 : 600, 5).select(blocks);
        int[] predicted = new int[train.size()];
        float[][] logits = train.block(Layout.LOGITS);
        for (int i = 0; i < predicted.length; i++) {
            for (int c = 1; c < 3; c++) {
                predicted[i] = logits[i][c] > logits[i][predicted[i]] ? c : predicted[i];
            }
        }
        int[] none = new int[train.size()];
        Arrays.fill(none, -1);
        FeatureTable ten = REFERENCE.select(blocks).rows(new int[] {0, 1, 2, 3, 4, 5, 6, 7, 8, 9});
        FeatureTable reference = AGAINST.contains(name) ? ten : Heads.mirrored(ten);
        HeadRecipe recipe = HeadRecipe.named(name);
        FeatureTable unlabelled = new FeatureTable(train.layout(), train.rows(), none);
        FeatureTable labelled = new FeatureTable(train.layout(), train.rows(), predicted);
        assertArrayEquals(
                recipe.fit(labelled, reference, 1, loss -> {}).energies(train),
                recipe.fit(unlabelled, reference, 1, loss -> {}).energies(train),
                0);
        assertTrue(Arrays.stream(unlabelled.labels()).allMatch(label -> label == -1), "the table stays as it is");
    }

    @Test
    void theProductLooksAtTheInnerLayersWhereThereAreSome() {
        HeadRecipe product = HeadRecipe.named("product");
        MorseNetwork inner = product.fit(TRAIN, REFERENCE, 1, loss -> {});
        assertEquals(
                List.of("logits", "inner1.mean", "inner1.std"), inner.layout().names());
        assertEquals(
                List.of("inner1.mean", "inner1.std"), inner.experts().get(1).blocks());
        List<String> two = List.of(Layout.LOGITS, Layout.EMBEDDING);
        MorseNetwork embedding = product.fit(TRAIN.select(two), REFERENCE.select(two), 1, loss -> {});
        assertEquals(List.of(Layout.EMBEDDING), embedding.experts().get(1).blocks());
    }

    /**
     * Logits of kernels are at most 0. Their common shift must not be seen, and of the other classes' logits little: with S two
     * hundred times the largest L of the centred ones, \( \sqrt{(S - l_y)^2 + \sum_{j \neq y} l_j^2} \) is beyond
     * \( S - l_y \) by no more than half their squares over S - L.
     */
    @Test
    void ofLogitsOfKernelsTheProductSeesHowFarTheClassIsAboveTheMean() {
        FeatureTable train = lowered(TRAIN);
        MorseNetwork network = HeadRecipe.named("product").fit(train, lowered(REFERENCE), 1, loss -> {});
        Expert far = network.experts().get(0);
        double s = far.targets()[0][0];
        double largest = 0;
        for (float[] row : train.block(Layout.LOGITS)) {
            double[] squares = far.divergences(row);
            double mean = (row[0] + row[1] + row[2]) / 3.0;
            for (int y = 0; y < squares.length; y++) {
                double beyond = Math.sqrt(squares[y]) - (s - (row[y] - mean));
                double others = 0;
                for (int j = 0; j < squares.length; j++) {
                    others += j == y ? 0 : (row[j] - mean) * (row[j] - mean);
                }
                double rounding = 1e-5 * 60; // single precision of a logit near -60, twice over
                assertTrue(beyond >= -rounding, "class " + y + ": " + beyond);
                assertTrue(beyond <= others / (2 * 0.99 * s) + rounding, "class " + y + ": " + beyond);
                largest = Math.max(largest, row[y] - mean);
            }
        }
        assertEquals(200 * Math.max(1, largest), s, 1e-4 * s);
        float[] row = train.block(Layout.LOGITS)[0];
        float[] shifted = {row[0] - 8, row[1] - 8, row[2] - 8};
        assertEquals(Math.sqrt(far.divergences(row)[0]), Math.sqrt(far.divergences(shifted)[0]), 1e-3);
    }

    private static FeatureTable lowered(FeatureTable table) {
        float[][] rows = new float[table.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = table.rows()[i].clone();
            for (int j = 0; j < Heads.CLASSES; j++) {
                rows[i][j] -= 60;
            }
        }
        return new FeatureTable(table.layout(), rows, table.labels());
    }

    @Test
    void theProductLearnsItsRatesAlone() {
        List<String> blocks = Heads.LAYOUT.names();
        double[] losses = new double[200];
        int[] epochs = {0};
        MorseNetwork network = HeadRecipe.named("product")
                .fit(TRAIN.select(blocks), REFERENCE.select(blocks), 1, loss -> {
                    losses[epochs[0]++] = loss;
                });
        assertEquals(200, epochs[0]);
        assertTrue(losses[199] < losses[0], losses[0] + " to " + losses[199]);
        Expert far = network.experts().get(0);
        float[] logits = HELD.block(Layout.LOGITS)[0];
        assertSame(logits, far.map().apply(logits), "the identity");
        assertEquals("laplace", far.kernel().kind());
        float[][] targets = far.targets();
        float largest = 0;
        for (float[] row : TRAIN.block(Layout.LOGITS)) {
            for (float logit : row) {
                largest = Math.max(largest, logit);
            }
        }
        assertEquals(2 * largest, targets[1][1]);
        assertEquals(0, targets[1][0]);
    }

    @Test
    void aClassWithoutRowsAttractsNothing() {
        // Rows of classes 0 and 1 alone; the logits still have three columns.
        int[] two = java.util.stream.IntStream.range(0, TRAIN.size())
                .filter(i -> TRAIN.labels()[i] < 2)
                .toArray();
        for (String name : AGAINST) {
            MorseNetwork network = HeadRecipe.named(name).fit(TRAIN.rows(two), REFERENCE, 1, loss -> {});
            FeatureTable known = HELD.rows(new int[] {0, 1, 3, 4, 6, 7, 9, 10, 12, 13, 15, 16});
            double auroc = Heads.auroc(network.energies(known), network.energies(STRANGE));
            assertTrue(auroc > 0.75, name + ": " + auroc); // 12 rows only: a deviation of up to 0.1
        }
    }

    @Test
    void anUnknownRecipeIsRefusedWithTheList() {
        assertEquals(HeadRecipe.DEFAULT, HeadRecipe.names().iterator().next());
        assertEquals(
                List.of(
                        "balanced-product",
                        "product",
                        "relative-product",
                        "gaussian",
                        "laplace",
                        "supervised-gaussian",
                        "supervised-laplace",
                        "deep-svdd",
                        "isomax",
                        "contrastive",
                        "gaussian-density",
                        "gaussian-mixture",
                        "parzen-window"),
                List.copyOf(HeadRecipe.names()));
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> HeadRecipe.named("magic"),
                "unknown recipe 'magic'",
                HeadRecipe.names());
        for (HeadRecipe recipe : HeadRecipe.all().values()) {
            assertEquals(1, recipe.description().lines().count());
        }
    }

    @Test
    void aMixtureWithoutRowsOfAClassIsThatOfTheOthers() {
        int[] two = java.util.stream.IntStream.range(0, TRAIN.size())
                .filter(i -> TRAIN.labels()[i] < 2)
                .toArray();
        MorseNetwork mixture = HeadRecipe.named("gaussian-mixture").fit(TRAIN.rows(two), REFERENCE, 1, loss -> {});
        assertEquals(3, mixture.classes());
        for (float[] row : HELD.select(mixture.layout().names()).rows()) {
            assertEquals(0, mixture.classProbabilities(row)[2], 0);
        }
    }
}
