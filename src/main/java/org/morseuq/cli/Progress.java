package org.morseuq.cli;

import java.io.Console;
import java.io.PrintWriter;
import java.time.Duration;
import java.util.Locale;
import java.util.Optional;

/**
 * Shows how far a long piece of work is: one line that is redrawn on a terminal, a new line every ten seconds otherwise.
 *
 * <p>Writes to the error stream, so that results on the output stream stay clean. Not thread-safe.
 */
final class Progress {

    private static final int BAR = 24;
    private static final double TERMINAL_SECONDS = 0.1;
    private static final double LOG_SECONDS = 10;

    private final PrintWriter err;
    private final boolean terminal;
    private final String what;
    private final long begin = System.nanoTime();
    private long first = -1;
    private double lastShown = Double.NEGATIVE_INFINITY;
    private boolean open;

    Progress(PrintWriter err, String what) {
        this.err = err;
        this.what = what;
        this.terminal = !"dumb".equals(System.getenv("TERM")) && isTerminal();
    }

    /** From Java 22 on there may be a console that is no terminal, and a method that tells. */
    private static boolean isTerminal() {
        return Optional.ofNullable(System.console())
                .map(console -> {
                    try {
                        return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
                    } catch (ReflectiveOperationException e) {
                        return true;
                    }
                })
                .orElse(false);
    }

    /** Reports that {@code done} of {@code total} units are done; {@code note} is shown behind. */
    void at(long done, long total, String note) {
        if (first < 0) {
            first = done - 1; // a resumed run must not count what an earlier one did
        }
        double elapsed = (System.nanoTime() - begin) * 1e-9;
        if (elapsed - lastShown < (terminal ? TERMINAL_SECONDS : LOG_SECONDS) && done < total) {
            return;
        }
        lastShown = elapsed;
        double rate = (done - first) / Math.max(elapsed, 1e-9);
        String left = done < total ? ", " + clock((total - done) / rate) + " left" : ", " + clock(elapsed);
        String text =
                String.format(Locale.ROOT, "%s %d/%d%s%s", what, done, total, left, note.isEmpty() ? "" : ", " + note);
        if (terminal) {
            int filled = (int) (BAR * done / Math.max(total, 1));
            err.print("\r\u001b[K[" + "=".repeat(filled) + " ".repeat(BAR - filled) + "] " + text);
            open = true;
        } else {
            err.println(text);
        }
        err.flush();
        if (done >= total) {
            finish();
        }
    }

    /** Ends the line that is being redrawn, if any. */
    void finish() {
        if (open) {
            err.println();
            err.flush();
            open = false;
        }
    }

    private static String clock(double seconds) {
        Duration d = Duration.ofSeconds(Math.round(seconds));
        return d.toHours() > 0
                ? String.format(Locale.ROOT, "%d:%02d:%02d", d.toHours(), d.toMinutesPart(), d.toSecondsPart())
                : String.format(Locale.ROOT, "%d:%02d", d.toMinutes(), d.toSecondsPart());
    }
}
