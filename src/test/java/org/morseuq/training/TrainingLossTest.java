package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.backbone.Autograd;
import org.morseuq.backbone.EngineInfo;
import org.morseuq.optimizer.Optimizers;

final class TrainingLossTest {

    private static final int CLASSES = 3;
    private static final double[] LOGITS = {-0.3, -1.7, -0.9, -2.2, -0.1, -4.0};
    private static final float[] SOFT = {0.75f, 0.25f, 0, 0, 0.5f, 0.5f};

    private NDManager manager;

    @BeforeEach
    void start() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private double value(String loss, double[] logits, float[] targets) {
        NDArray array = manager.create(logits, new Shape(logits.length / CLASSES, CLASSES));
        return TrainingLoss.parse(loss)
                .of(targets, CLASSES)
                .of(new NDList(array), manager)
                .getDouble();
    }

    private static double logSum(double[] logits, int row) {
        double sum = 0;
        for (int y = 0; y < CLASSES; y++) {
            sum += Math.exp(logits[row * CLASSES + y]);
        }
        return Math.log(sum);
    }

    private static double entropy(double[] logits, double[] targets) {
        double sum = 0;
        for (int i = 0; i < logits.length; i++) {
            sum += targets[i] * (logSum(logits, i / CLASSES) - logits[i]);
        }
        return sum / ((double) logits.length / CLASSES);
    }

    private static double[] soft() {
        double[] soft = new double[SOFT.length];
        for (int i = 0; i < soft.length; i++) {
            soft[i] = SOFT[i];
        }
        return soft;
    }

    /** Double precision. */
    @Test
    void theCrossEntropyTakesSoftTargets() {
        assertEquals(entropy(LOGITS, soft()), value("cross-entropy", LOGITS, SOFT), 1e-12);
    }

    /** Smooth targets are kept in single precision. */
    @Test
    void labelSmoothingMixesTheTargetsWithAllClassesAlike() {
        double[] smooth = soft();
        for (int i = 0; i < smooth.length; i++) {
            smooth[i] = 0.8 * smooth[i] + 0.2 / 3;
        }
        assertEquals(entropy(LOGITS, smooth), value("label-smoothing:0.2", LOGITS, SOFT), 1e-6);
        assertEquals(value("cross-entropy", LOGITS, SOFT), value("label-smoothing:0", LOGITS, SOFT), 0);
    }

    @Test
    void logitNormHasLogitsOfOneNorm() {
        double[] divided = LOGITS.clone();
        for (int i = 0; i < divided.length; i++) {
            int row = i / CLASSES * CLASSES;
            divided[i] /= 0.04 * Math.hypot(Math.hypot(LOGITS[row], LOGITS[row + 1]), LOGITS[row + 2]);
        }
        assertEquals(entropy(divided, soft()), value("logit-norm:0.04", LOGITS, SOFT), 1e-9);
        double[] longer = LOGITS.clone();
        for (int i = 0; i < longer.length; i++) {
            longer[i] *= 7;
        }
        assertEquals(value("logit-norm:0.04", LOGITS, SOFT), value("logit-norm:0.04", longer, SOFT), 1e-9);
    }

    /** The divergence itself, written as the sum that it is: the logarithms of the measure of the classes, and its mass. */
    @Test
    void theMorseLossIsADivergenceOfUnnormalisedMeasures() {
        double expected = 0;
        for (int i = 0; i < LOGITS.length; i++) {
            expected += (-SOFT[i] * LOGITS[i] + Math.exp(LOGITS[i])) / 2;
        }
        assertEquals(expected - 1, value("morse:1", LOGITS, SOFT), 1e-12);
        assertEquals(value("cross-entropy", LOGITS, SOFT), value("morse:0", LOGITS, SOFT), 1e-12);
    }

    @Test
    void theMorseLossIsLeastWhereTheMeasureIsThatOfTheTargets() {
        double[] best = {Math.log(0.5), Math.log(0.3), Math.log(0.2)};
        float[] targets = {0.5f, 0.3f, 0.2f};
        for (double part : gradient("morse:2.5", best, targets)) {
            assertEquals(0, part, 1e-7); // targets in single precision
        }
        double[] lower = {best[0] - 3, best[1] - 3, best[2] - 3};
        assertEquals(value("cross-entropy", best, targets), value("cross-entropy", lower, targets), 1e-12);
        assertTrue(value("morse:2.5", lower, targets) > value("morse:2.5", best, targets) + 1);
    }

    /** Central differences with steps of 1e-6 of functions with third derivatives up to 1 / 0.04^3, in double precision. */
    @ParameterizedTest
    @ValueSource(strings = {"cross-entropy", "label-smoothing:0.1", "logit-norm:0.04", "morse:0.7"})
    void theGradientIsThatOfDifferences(String loss) {
        double[] gradient = gradient(loss, LOGITS, SOFT);
        for (int k = 0; k < LOGITS.length; k++) {
            double[] up = LOGITS.clone();
            double[] down = LOGITS.clone();
            up[k] += 1e-6;
            down[k] -= 1e-6;
            assertEquals((value(loss, up, SOFT) - value(loss, down, SOFT)) / 2e-6, gradient[k], 1e-7);
        }
    }

    @Test
    void logitsOfZeroHaveAFiniteGradient() {
        for (double part : gradient("logit-norm:0.04", new double[CLASSES], new float[] {1, 0, 0})) {
            assertTrue(Double.isFinite(part));
        }
    }

    private double[] gradient(String loss, double[] logits, float[] targets) {
        NDArray array = manager.create(logits, new Shape(logits.length / CLASSES, CLASSES));
        JniUtils.attachGradient((PtNDArray) array, true);
        JniUtils.setGradMode(true);
        try {
            NDArray value = TrainingLoss.parse(loss).of(targets, CLASSES).of(new NDList(array), manager);
            return Autograd.in(manager).gradient(value, new NDList(array)).toDoubleArray();
        } finally {
            JniUtils.setGradMode(false);
        }
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "hinge | known are [cross-entropy, label-smoothing, logit-norm, morse]",
                "cross-entropy:2 | takes no number",
                "morse | takes a number, as in morse:0.1",
                "morse:-1 | at least 0",
                "label-smoothing:1 | from 0 to below 1",
                "logit-norm:0 | above 0",
                "logit-norm:x | takes a number, got 'x'"
            })
    void refusesWhatIsNoLoss(String text, String sentence) {
        String message = assertThrows(IllegalArgumentException.class, () -> TrainingLoss.parse(text))
                .getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @Test
    void refusesALossThatTheClassifierHasNoUseFor() {
        assertSays("which a linear classifier does not have", () -> Ingredients.standard()
                .withLoss("morse:1"));
        assertSays(
                "those of gaussian are distances",
                () -> Ingredients.standard().withClassifier("gaussian").withLoss("logit-norm:0.04"));
        TrainingConfig corridor =
                new TrainingConfig("cnn", 1, 16, Schedule.CONSTANT, Optimizers.defaults("polyak"), List.of(), 1);
        assertSays(
                "keeps out of reach", () -> corridor.with(Ingredients.standard().withLoss("label-smoothing:0.1")));
    }

    private static void assertSays(String sentence, Executable refused) {
        String message = assertThrows(IllegalArgumentException.class, refused).getMessage();
        assertTrue(message.contains(sentence), message);
    }

    @Test
    void writesWhatItReads() {
        String[] texts = {"cross-entropy", "label-smoothing:0.1", "logit-norm:0.04", "morse:1.0"};
        for (String text : texts) {
            assertEquals(text, TrainingLoss.parse(text).toString());
        }
        assertArrayEquals(
                new Object[] {"loss"},
                Ingredients.standard()
                        .withLoss("label-smoothing:0.1")
                        .unusual()
                        .keySet()
                        .toArray());
        assertTrue(Ingredients.standard().unusual().isEmpty());
    }
}
