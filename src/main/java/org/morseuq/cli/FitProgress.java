package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.Locale;
import java.util.function.DoubleConsumer;

/**
 * Follows the fit of a head: stops it on request, and says every ten seconds how far it is. The number of epochs is the
 * recipe's business, so there is no bar.
 */
final class FitProgress implements DoubleConsumer {

    private static final double SECONDS = 10;

    private final Interruption interruption;
    private final PrintWriter err;
    private int epochs;
    private long shown = System.nanoTime();

    FitProgress(Interruption interruption, PrintWriter err) {
        this.interruption = interruption;
        this.err = err;
    }

    @Override
    public void accept(double loss) {
        interruption.check();
        epochs++;
        if ((System.nanoTime() - shown) * 1e-9 >= SECONDS) {
            shown = System.nanoTime();
            err.printf(Locale.ROOT, "fitting the head: %d epochs, loss %.4f%n", epochs, loss);
            err.flush();
        }
    }
}
