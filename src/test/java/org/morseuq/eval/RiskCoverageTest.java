package org.morseuq.eval;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

final class RiskCoverageTest {

    private static boolean[] flags(JsonNode node) {
        boolean[] flags = new boolean[node.size()];
        for (int i = 0; i < flags.length; i++) {
            flags[i] = node.get(i).asBoolean();
        }
        return flags;
    }

    /** Where doubts tie, the reference is the mean over all orders of the tied inputs. */
    @Test
    void theAreasAgreeWithNumpy() {
        for (JsonNode each : Reference.file("metric_reference.json").get("selective")) {
            String name = each.get("name").asText();
            RiskCoverage curve = RiskCoverage.of(Reference.doubles(each.get("doubt")), flags(each.get("right")));
            assertEquals(each.get("aurc").asDouble(), curve.area(), 1e-12, name);
            assertEquals(each.get("eaurc").asDouble(), curve.excessArea(), 1e-12, name);
            assertEquals(each.get("augrc").asDouble(), curve.generalisedArea(), 1e-12, name);
        }
    }

    /** The closed form of the paper, with A from the count of pairs. */
    @Test
    void theGeneralisedAreaIsThatOfTheWrongAgainstTheRight() {
        Random random = new Random(1);
        double[] doubt = random.ints(200, 0, 25).asDoubleStream().toArray();
        boolean[] right = new boolean[doubt.length];
        for (int i = 0; i < right.length; i++) {
            right[i] = random.nextInt(30) > doubt[i];
        }
        double[] ofRight = part(doubt, right, true);
        double[] ofWrong = part(doubt, right, false);
        double error = (double) ofWrong.length / doubt.length;
        double expected = (1 - Auroc.of(ofRight, ofWrong)) * error * (1 - error) + error * error / 2;
        assertEquals(expected, RiskCoverage.of(doubt, right).generalisedArea(), 1e-12);
    }

    private static double[] part(double[] doubt, boolean[] right, boolean wanted) {
        return IntStream.range(0, doubt.length)
                .filter(i -> right[i] == wanted)
                .mapToDouble(i -> doubt[i])
                .toArray();
    }

    @Test
    void thePointsCountTheAnswers() {
        RiskCoverage curve = RiskCoverage.of(new double[] {3, 1, 1, 2}, new boolean[] {false, true, false, true});
        assertEquals(
                List.of(
                        new RiskCoverage.Point(0.5, 0.5),
                        new RiskCoverage.Point(0.75, 1 / 3.0),
                        new RiskCoverage.Point(1, 0.5)),
                curve.points());
    }

    @Test
    void onlyTheOrderOfTheDoubtsCounts() {
        Random random = new Random(2);
        double[] doubt =
                random.doubles(100, -3, 3).map(d -> Math.rint(8 * d) / 8).toArray();
        boolean[] right = new boolean[100];
        for (int i = 0; i < right.length; i++) {
            right[i] = random.nextBoolean();
        }
        double[] mapped = Arrays.stream(doubt).map(d -> Math.exp(d / 9) - 5).toArray();
        assertEquals(
                RiskCoverage.of(doubt, right).points(),
                RiskCoverage.of(mapped, right).points());
        assertEquals(
                RiskCoverage.of(doubt, right).area(),
                RiskCoverage.of(mapped, right).area());
    }

    @Test
    void badInputIsRefusedWithItsPlace() {
        assertThrows(IllegalArgumentException.class, () -> RiskCoverage.of(new double[0], new boolean[0]));
        assertThrows(IllegalArgumentException.class, () -> RiskCoverage.of(new double[2], new boolean[1]));
        assertEquals(
                "doubt[1] must be a number, got NaN",
                assertThrows(
                                IllegalArgumentException.class,
                                () -> RiskCoverage.of(new double[] {1, Double.NaN}, new boolean[2]))
                        .getMessage());
    }
}
