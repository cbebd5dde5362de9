package org.morseuq.study;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class StepResultTest {

    private static final double TOLERANCE = 0.1;

    private static StepResult of(double accuracy, double error, double loss) {
        return new StepResult(
                List.of(new StepResult.Table(
                        "Race",
                        List.of("optimizer", "accuracy", "standard error", "loss"),
                        List.of(StepResult.Row.of("sgd", accuracy, error, loss)),
                        "")),
                List.of());
    }

    private static int moved(StepResult now) {
        return now.movedFrom(of(10, 2, 1), TOLERANCE).size();
    }

    @Test
    void aNumberMayDifferByAPartOfItself() {
        assertEquals(0, moved(of(10, 2, 1.09)));
        assertEquals(1, moved(of(10, 2, 1.11)));
        assertEquals(1, moved(of(10, 2, Double.NaN)));
    }

    @Test
    void oneWithAnErrorBesideItAlsoByTwoOfThose() {
        assertEquals(0, moved(of(14.9, 2, 1))); // a tenth of 10 and two errors are 5
        assertEquals(1, moved(of(15.1, 2, 1)));
        assertEquals(1, moved(of(4.9, 2, 1)));
    }

    @Test
    void anErrorByAFactorOfSixAndATenth() {
        assertEquals(0, moved(of(10, 12.1, 1)));
        assertEquals(1, moved(of(10, 12.3, 1)));
        assertEquals(0, moved(of(10, 0.35, 1)));
        assertEquals(1, moved(of(10, 0.29, 1))); // 2 - 0.2 - 5 x 0.29 is above 0.29
        assertEquals(1, moved(of(10, Double.NaN, 1)));
    }
}
