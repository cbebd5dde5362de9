package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

final class RocCurveTest {

    @Test
    void goesThroughItsCornersByHand() {
        // From the top: 4 (out), 3 (in and out together), 1 (in).
        assertEquals(
                List.of(
                        new RocCurve.Point(0, 0),
                        new RocCurve.Point(0, 0.5),
                        new RocCurve.Point(0.5, 1),
                        new RocCurve.Point(1, 1)),
                RocCurve.of(new double[] {1, 3}, new double[] {3, 4}));
    }

    @Test
    void theAreaBelowIsTheAurocWithManyTies() {
        Random random = new Random(3);
        double[] in = random.ints(300, 0, 12).asDoubleStream().toArray();
        double[] out = random.ints(200, 3, 15).asDoubleStream().toArray();
        List<RocCurve.Point> points = RocCurve.of(in, out);
        double area = 0;
        for (int i = 1; i < points.size(); i++) {
            double width = points.get(i).falsePositiveRate() - points.get(i - 1).falsePositiveRate();
            assertTrue(width >= 0
                    && points.get(i).truePositiveRate() >= points.get(i - 1).truePositiveRate());
            area += width
                    * (points.get(i).truePositiveRate() + points.get(i - 1).truePositiveRate())
                    / 2;
        }
        assertEquals(Auroc.of(in, out), area, 1e-12); // 15 trapezoids
    }

    @Test
    void nanAndNothingAreRefused() {
        assertThrows(IllegalArgumentException.class, () -> RocCurve.of(new double[0], new double[] {1}));
        assertThrows(IllegalArgumentException.class, () -> RocCurve.of(new double[] {1}, new double[] {Double.NaN}));
    }
}
