package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

final class ScheduleTest {

    /** A cosine and a few sums in double. */
    private static final double ROUNDING = 1e-15;

    @ParameterizedTest
    @CsvSource({
        "ONE_CYCLE, 0, 0.04",
        "ONE_CYCLE, 0.125, 0.52", // half way from 1/25 to 1
        "ONE_CYCLE, 0.25, 1",
        "ONE_CYCLE, 0.625, 0.5", // half way down
        "ONE_CYCLE, 1, 0",
        "COSINE, 0, 1",
        "COSINE, 0.25, 0.85355339059327376", // (1 + cos 45 degrees) / 2
        "COSINE, 0.5, 0.5",
        "COSINE, 1, 0",
        "WARM_UP, 0, 0.04",
        "WARM_UP, 0.025, 0.52", // half way from 1/25 to 1
        "WARM_UP, 0.05, 1",
        "WARM_UP, 1, 1",
        "WARM_UP_COSINE, 0, 0.04",
        "WARM_UP_COSINE, 0.025, 0.52",
        "WARM_UP_COSINE, 0.05, 1",
        "WARM_UP_COSINE, 0.525, 0.5", // half way down
        "WARM_UP_COSINE, 1, 0",
        "CONSTANT, 0, 1",
        "CONSTANT, 0.25, 1",
        "CONSTANT, 1, 1"
    })
    void hasTheseValues(Schedule schedule, double progress, double expected) {
        assertEquals(expected, schedule.fraction(progress), ROUNDING);
    }

    @ParameterizedTest
    @EnumSource(Schedule.class)
    void isContinuousAndWithinZeroAndOne(Schedule schedule) {
        double before = schedule.fraction(0);
        for (int i = 1; i <= 10_000; i++) {
            double now = schedule.fraction(i / 10_000.0);
            // The steepest part is the shortest warm-up, with slope 0.96 / 0.05.
            assertTrue(Math.abs(now - before) <= 2e-3, schedule + " jumps at " + i);
            assertTrue(now >= 0 && now <= 1, schedule + " is " + now + " at " + i);
            before = now;
        }
    }

    @Test
    void isNamedAsOnTheCommandLine() {
        assertEquals("one-cycle", Schedule.ONE_CYCLE.toString());
        assertEquals("warm-up-cosine", Schedule.WARM_UP_COSINE.toString());
    }
}
