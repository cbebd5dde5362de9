package org.morseuq.cli;

import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;

/**
 * Ends the program between two pieces of native work when it is asked to stop.
 *
 * <p>A process that exits while native code runs can crash. So the signal only sets a flag, the work looks at it where it
 * can stop, and the virtual machine ends once it has.
 */
final class Interruption {

    /** How long a piece of work may take before the process is ended anyway. */
    private static final long PATIENCE_SECONDS = 30;

    private final AtomicBoolean requested = new AtomicBoolean();
    private final CountDownLatch ended = new CountDownLatch(1);

    /** Listens to the signals that end a process. */
    void listen() {
        Runtime.getRuntime().addShutdownHook(new Thread(this::stop, "interruption"));
    }

    private void stop() {
        if (ended.getCount() == 0) {
            return;
        }
        requested.set(true);
        try {
            ended.await(PATIENCE_SECONDS, TimeUnit.SECONDS);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        Runtime.getRuntime().halt(Morse.INTERRUPTED);
    }

    /** Whether the program was asked to stop. */
    boolean requested() {
        return requested.get();
    }

    /** Stops the work here if the program was asked to. */
    void check() {
        if (requested()) {
            throw new Requested();
        }
    }

    /** The work is done; the process may end. */
    void end() {
        ended.countDown();
    }

    /** Carries the wish to stop up to the launcher. */
    static final class Requested extends RuntimeException {
        private static final long serialVersionUID = 1L;

        Requested() {
            super("interrupted");
        }
    }
}
