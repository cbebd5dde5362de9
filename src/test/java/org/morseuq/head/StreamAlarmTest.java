package org.morseuq.head;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.function.ToDoubleFunction;
import org.junit.jupiter.api.Test;

final class StreamAlarmTest {

    private static Calibration calibration(int n, Random random, ToDoubleFunction<Random> score) {
        return Calibration.of(
                random.doubles(n).map(u -> score.applyAsDouble(random)).toArray());
    }

    /** Of 1,500 streams at most 150 on average; 4 deviations of 11.6 are exceeded once in 30,000 tries. */
    @Test
    void exchangeableStreamsRaiseAnAlarmAsSeldomAsPromised() {
        for (ToDoubleFunction<Random> score :
                List.<ToDoubleFunction<Random>>of(Random::nextGaussian, r -> r.nextInt(5))) {
            Random random = new Random(3);
            int raised = 0;
            for (int stream = 0; stream < 1500; stream++) {
                StreamAlarm alarm = new StreamAlarm(calibration(40, random, score), 0.1, stream);
                for (int t = 0; t < 400; t++) {
                    alarm.accept(score.applyAsDouble(random));
                }
                raised += alarm.raised() ? 1 : 0;
            }
            assertTrue(raised <= 150 + 4 * 11.6, raised + " of 1500");
            assertTrue(raised > 0, "none at all");
        }
    }

    /**
     * The same gambler against p-values among 40 calibration scores alone: why seen scores must join them. Were 10 of 100
     * alarms right, 25 would be seen once in 100,000 tries.
     */
    @Test
    void aCalibrationThatDoesNotGrowWouldRaiseFalseAlarms() {
        Random random = new Random(4);
        int raised = 0;
        for (int stream = 0; stream < 100; stream++) {
            Calibration fixed = calibration(40, random, Random::nextGaussian);
            TestMartingale martingale = TestMartingale.START;
            boolean alarm = false;
            for (int t = 0; t < 15_000 && !alarm; t++) {
                martingale = martingale.next(fixed.pValue(random.nextGaussian(), 1 - random.nextDouble()));
                alarm = martingale.log() >= Math.log(10);
            }
            raised += alarm ? 1 : 0;
        }
        assertTrue(raised > 25, raised + " of 100 where 10 are tolerated");
    }

    @Test
    void pValuesAreSmoothedRanksAmongAllScoresBefore() {
        Random random = new Random(5);
        Calibration calibration = calibration(3, random, r -> r.nextInt(4));
        StreamAlarm alarm = new StreamAlarm(calibration, 0.01, 17);
        Random ties = new Random(17);
        List<Double> seen = new ArrayList<>();
        for (double score : calibration.scores()) {
            seen.add(score);
        }
        TestMartingale expected = TestMartingale.START;
        for (int t = 0; t < 60; t++) {
            double score = random.nextInt(4);
            long above = seen.stream().filter(s -> s > score).count();
            seen.add(score);
            long equal = seen.stream().filter(s -> s == score).count();
            expected = expected.next((above + (1 - ties.nextDouble()) * equal) / seen.size());
            alarm.accept(score);
            assertEquals(expected.log(), alarm.martingale().log(), 1e-12, "after " + t);
        }
    }

    /** p-values of scores three deviations out are around 1e-3, so each step multiplies by about 50. */
    @Test
    void aShiftIsNoticedSoon() {
        for (int stream = 0; stream < 20; stream++) {
            Random random = new Random(100 + stream);
            StreamAlarm alarm = new StreamAlarm(calibration(1000, random, Random::nextGaussian), 0.001, stream);
            for (int t = 0; t < 1000; t++) {
                assertFalse(alarm.accept(random.nextGaussian()), "a false alarm at " + t); // 20 streams at 0.001 each
            }
            int t = 0;
            while (!alarm.accept(3 + random.nextGaussian())) {
                t++;
            }
            assertTrue(t < 20, t + " inputs");
            for (int calm = 0; calm < 100; calm++) {
                assertTrue(alarm.accept(random.nextGaussian()), "an alarm stays");
            }
        }
    }

    @Test
    void calmerScoresRaiseNoAlarm() {
        Random random = new Random(6);
        StreamAlarm alarm = new StreamAlarm(calibration(500, random, Random::nextGaussian), 0.05, 1);
        for (int t = 0; t < 300; t++) {
            alarm.accept(random.nextGaussian() - 3);
        }
        assertFalse(alarm.raised());
        assertTrue(alarm.martingale().log() < 0, "the capital shrinks");
    }

    @Test
    void whatIsNoScoreAndNoProbabilityIsRefused() {
        Calibration calibration = Calibration.of(new double[] {1, 2});
        for (double alpha : new double[] {0, 1, Double.NaN}) {
            assertThrows(IllegalArgumentException.class, () -> new StreamAlarm(calibration, alpha, 1));
        }
        StreamAlarm alarm = new StreamAlarm(calibration, 0.1, 1);
        assertThrows(IllegalArgumentException.class, () -> alarm.accept(Double.NaN));
        assertEquals(0, alarm.martingale().inputs());
    }
}
