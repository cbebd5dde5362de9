package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

final class LinearReadoutTest {

    private static final FeatureTable TRAIN = Reference.network("train");

    private static LinearReadout fit() {
        return LinearReadout.fit(TRAIN.block(Layout.EMBEDDING), TRAIN.block(Layout.LOGITS));
    }

    /** Both solve the same equations; the ridge of 1e-10, refined once, leaves the square of it times the condition. */
    @Test
    void weightsAgreeWithNumpy() {
        JsonNode network = Reference.part("network");
        LinearReadout readout = fit();
        double[][] weights = Reference.rows(network.get("weights"));
        for (int c = 0; c < weights.length; c++) {
            assertArrayEquals(weights[c], readout.weights()[c], 1e-9);
        }
        assertArrayEquals(Reference.doubles(network.get("bias")), readout.bias(), 1e-9);
    }

    @Test
    void aUnitThatNeverFiresHasNoWeight() {
        for (double[] row : fit().weights()) {
            assertEquals(0, row[row.length - 1]);
        }
    }

    /** W o + b = 0 can be met exactly, since there are more features than classes. */
    @Test
    void theLogitsOfTheOriginAreZero() {
        LinearReadout readout = fit();
        double[] origin = readout.origin();
        float[] rounded = new float[origin.length];
        for (int j = 0; j < origin.length; j++) {
            rounded[j] = (float) origin[j];
        }
        assertArrayEquals(new double[4], readout.logits(rounded), 1e-5); // the origin as floats
    }

    @Test
    void logitsThatAreNotLinearInTheEmbeddingAreRefusedWithTheMisfit() {
        float[][] bent = TRAIN.block(Layout.LOGITS);
        for (float[] row : bent) {
            row[0] = row[0] * row[0];
        }
        String message = assertThrows(
                        UnfittableException.class, () -> LinearReadout.fit(TRAIN.block(Layout.EMBEDDING), bent))
                .getMessage();
        assertTrue(message.startsWith("the logits are not an affine function of the embedding"), message);
    }

    /** With no more rows than unknowns any logits would pass. */
    @Test
    void tooFewRowsAreRefused() {
        float[][] embedding = Arrays.copyOf(TRAIN.block(Layout.EMBEDDING), 9);
        float[][] logits = Arrays.copyOf(TRAIN.block(Layout.LOGITS), 9);
        assertThrows(UnfittableException.class, () -> LinearReadout.fit(embedding, logits));
    }

    @Test
    void aConstantEmbeddingOrConstantLogitsAreRefused() {
        float[][] embedding = TRAIN.block(Layout.EMBEDDING);
        float[][] logits = TRAIN.block(Layout.LOGITS);
        float[][] constant = new float[logits.length][4];
        assertThrows(UnfittableException.class, () -> LinearReadout.fit(embedding, constant));
        assertThrows(UnfittableException.class, () -> LinearReadout.fit(new float[logits.length][8], logits));
    }

    @Test
    void theLogitsDoNotStandInForTheEmbeddingHere() {
        FeatureTable logits = TRAIN.select(List.of(Layout.LOGITS));
        for (String name : List.of("react", "vim", "fdbd")) {
            assertThrows(UnfittableException.class, () -> Baselines.fit(name, logits), name);
        }
    }
}
