package org.morseuq.cli;

import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

final class ProgressTest {

    private static final Pattern LEFT = Pattern.compile("step 901/1000, (\\d+):(\\d\\d) left");

    /** One step in 0.2 s makes 99 of them in 20 s, however many an earlier run did; 900 in 0.2 s would leave none. */
    @Test
    void aResumedRunTellsTheTimeLeftByItsOwnSteps() throws InterruptedException {
        StringWriter written = new StringWriter();
        long begin = System.nanoTime();
        Progress progress = new Progress(new PrintWriter(written), "step");
        Thread.sleep(200);
        progress.at(901, 1000, "");
        double took = (System.nanoTime() - begin) * 1e-9;
        Matcher left = LEFT.matcher(written.toString());
        assertTrue(left.find(), written.toString());
        int seconds = 60 * Integer.parseInt(left.group(1)) + Integer.parseInt(left.group(2));
        // Between the sleep alone and all that was measured around it, rounded to a second.
        assertTrue(seconds >= 99 * 0.2 - 1 && seconds <= 99 * took + 1, seconds + " s left after " + took + " s");
    }
}
