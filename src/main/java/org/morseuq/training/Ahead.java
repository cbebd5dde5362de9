package org.morseuq.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.function.LongFunction;

/**
 * Makes the next things of a sequence on a thread of its own, while the caller is busy with the one before. A thing depends on
 * its number only, so the caller gets the same as if it made each when asked.
 *
 * @param <T> what is made
 */
final class Ahead<T> implements AutoCloseable {

    /** One is ready when it is asked for and one is being made. */
    private static final int AHEAD = 2;

    private final ExecutorService maker = Executors.newSingleThreadExecutor(task -> {
        Thread thread = new Thread(task, "batches");
        thread.setDaemon(true); // a program that fails elsewhere must not wait for it
        return thread;
    });
    private final Deque<Future<T>> coming = new ArrayDeque<>();
    private final LongFunction<T> made;
    private final long end;
    private long next;

    /**
     * Begins to make them, in order, one at a time.
     *
     * @param made by number
     * @param begin the first number
     * @param end one after the last
     */
    Ahead(LongFunction<T> made, long begin, long end) {
        this.made = made;
        this.end = end;
        next = begin;
        fill();
    }

    private void fill() {
        while (coming.size() < AHEAD && next < end) {
            long number = next++;
            coming.add(maker.submit(() -> made.apply(number)));
        }
    }

    /**
     * The next one, which is waited for.
     *
     * @throws RuntimeException or an Error, what making it threw
     */
    T next() {
        Future<T> first = coming.remove();
        fill();
        try {
            return first.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof RuntimeException failure) {
                throw failure;
            }
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a batch was waited for", e);
        }
    }

    /** Ends the thread; what it is at is finished first. */
    @Override
    public void close() {
        maker.shutdownNow();
        boolean interrupted = false;
        boolean ended = false;
        while (!ended) {
            try {
                ended = maker.awaitTermination(1, TimeUnit.MINUTES);
            } catch (InterruptedException e) {
                interrupted = true; // it ends in a moment
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
