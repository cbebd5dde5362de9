package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.augmentation.Augmentations;

final class MixupTest {

    @ParameterizedTest
    @ValueSource(doubles = {0.001, 0.2, 1, 4})
    void sharesHaveTheMomentsOfABeta(double alpha) {
        SplittableRandom random = new SplittableRandom(8);
        Mixup mixup = new Mixup(alpha);
        int n = 20_000;
        double sum = 0;
        double squares = 0;
        for (int i = 0; i < n; i++) {
            double share = mixup.share(random);
            assertTrue(share >= 0 && share <= 1, "share " + share);
            sum += share;
            squares += (share - 0.5) * (share - 0.5);
        }
        double variance = 1 / (4 * (2 * alpha + 1));
        // Five standard errors of the mean; a squared distance from 1/2 is at most 1/4 and varies by less than that.
        assertEquals(0.5, sum / n, 5 * Math.sqrt(variance / n));
        assertEquals(variance, squares / n, 5 * 0.25 * Math.sqrt(variance / n));
    }

    @Test
    void imagesAndTargetsAreMixedAlikeAndTheOwnClassHasTheLargerShare() {
        float[] pixels = {1, 10, 2, 20, 3, 30, 4, 40};
        int[] labels = {0, 1, 2, 3};
        AugmentedBatches.Batch plain = new AugmentedBatches.Batch(pixels, labels);
        boolean moved = false;
        for (int seed = 0; seed < 20; seed++) {
            AugmentedBatches.Batch mixed = new Mixup(1).of(plain, new SplittableRandom(seed));
            assertSame(labels, mixed.labels());
            assertTrue(mixed.share() >= 0.5f && mixed.share() <= 1);
            float[] rows = mixed.targets(4);
            for (int b = 0; b < 4; b++) {
                // The first number of an image is its class and one, so the mixed one is the mean of the target.
                double expected = 0;
                double whole = 0;
                for (int c = 0; c < 4; c++) {
                    expected += rows[b * 4 + c] * (c + 1);
                    whole += rows[b * 4 + c];
                }
                assertEquals(1, whole, 1e-6); // two floats
                assertEquals(expected, mixed.pixels()[2 * b], 1e-5);
                assertEquals(10 * expected, mixed.pixels()[2 * b + 1], 1e-4);
                moved |= mixed.others()[b] != labels[b];
            }
        }
        assertTrue(moved);
        assertArrayEquals(new float[] {1, 10, 2, 20, 3, 30, 4, 40}, pixels);
    }

    /** A perceptron, whose logits in a step are those it has in evaluation. */
    @Test
    void aStepMakesTheCrossEntropyWithMixedTargetsSmallAndCountsTheLargerShare() {
        TrainingConfig config = new TrainingConfig("mlp-8", 1, 6, 0.1, Schedule.CONSTANT, 0, 0, 3);
        SplittableRandom random = new SplittableRandom(4);
        float[] pixels = new float[6 * 3 * 16];
        for (int i = 0; i < pixels.length; i++) {
            pixels[i] = (float) random.nextGaussian();
        }
        int[] labels = {0, 1, 2, 0, 1, 2};
        AugmentedBatches.Batch batch =
                new Mixup(4).of(new AugmentedBatches.Batch(pixels, labels), new SplittableRandom(2));
        assertTrue(batch.share() < 0.95, "nothing to see at " + batch.share());
        try (TrainableNetwork network = new TrainableNetwork(config, 3, 4, "cpu", 10)) {
            float[] logits = network.logits(batch);
            float[] targets = batch.targets(3);
            double expected = 0;
            int correct = 0;
            for (int b = 0; b < 6; b++) {
                double sum = 0;
                int best = 0;
                for (int c = 0; c < 3; c++) {
                    sum += Math.exp(logits[b * 3 + c]);
                    best = logits[b * 3 + c] > logits[b * 3 + best] ? c : best;
                }
                for (int c = 0; c < 3; c++) {
                    expected -= targets[b * 3 + c] * (logits[b * 3 + c] - Math.log(sum)) / 6;
                }
                correct += best == labels[b] ? 1 : 0;
            }
            TrainableNetwork.Step first = network.step(batch, 1, false);
            assertEquals(expected, first.entropy(), 1e-5); // float against double
            assertEquals(correct, first.correct());
            for (int i = 0; i < 30; i++) {
                network.step(batch, 1, false);
            }
            double later = network.step(batch, 1, false).entropy();
            assertTrue(later < expected, later + " is not below " + expected);
        }
    }

    @Test
    void ofARunEveryBatchIsMixedInItsOwnWay() {
        TrainingImages images = new TrainingImages(
                1, new byte[][] {{0, 0, 0}, {10, 10, 10}, {20, 20, 20}, {30, 30, 30}}, new int[] {0, 1, 2, 3});
        Augmentations mixing = Augmentations.of(List.of("mixup:1"), 1, List.of(0.5, 0.5, 0.5), 0);
        AugmentedBatches batches = new AugmentedBatches(images, new float[3][256], mixing, 2, 1);
        int[] order = batches.order(0);
        float first = batches.at(0, order, 0).share();
        assertEquals(first, batches.at(0, order, 0).share());
        assertTrue(first != batches.at(0, order, 1).share());
        assertTrue(first != batches.at(1, order, 0).share());
    }
}
