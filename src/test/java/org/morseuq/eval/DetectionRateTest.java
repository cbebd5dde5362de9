package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

final class DetectionRateTest {

    @Test
    void itAgreesWithScikitLearn() {
        for (JsonNode each : Reference.file("metric_reference.json").get("detection")) {
            double[] in = Reference.doubles(each.get("in"));
            double[] out = Reference.doubles(each.get("out"));
            double[] found = Arrays.stream(Reference.doubles(each.get("rates")))
                    .map(rate -> DetectionRate.of(in, out, rate))
                    .toArray();
            assertArrayEquals(Reference.doubles(each.get("detected")), found, 1e-15);
        }
    }

    /** 1 of 100 may be flagged: the highest, 99, and with it 99 and 120. At 0.9 % none may, so 120 alone is left. */
    @Test
    void theThresholdIsAnObservedScore() {
        double[] in = java.util.stream.IntStream.range(0, 100).asDoubleStream().toArray();
        double[] out = {97.5, 98, 99, 120};
        assertEquals(0.5, DetectionRate.of(in, out, 0.01));
        assertEquals(0.25, DetectionRate.of(in, out, 0.009));
        assertEquals(1, DetectionRate.of(in, out, 1));
    }

    @Test
    void aRateOutOfRangeAndNaNAreRefused() {
        double[] good = {1, 2};
        assertThrows(IllegalArgumentException.class, () -> DetectionRate.of(good, good, -0.1));
        assertThrows(IllegalArgumentException.class, () -> DetectionRate.of(good, good, Double.NaN));
        assertEquals(
                "in[0] must be a number, got NaN",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> DetectionRate.of(new double[] {Double.NaN}, good, 0.01))
                        .getMessage());
    }
}
