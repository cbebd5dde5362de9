package org.morseuq.training;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.FutureTask;
import java.util.concurrent.LinkedBlockingQueue;
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

    private final BlockingQueue<FutureTask<T>> asked = new LinkedBlockingQueue<>();
    private final Deque<FutureTask<T>> coming = new ArrayDeque<>();
    private final Thread thread = new Thread(this::make, "batches");
    private final LongFunction<T> made;
    private final long end;
    private long next;
    private volatile boolean closed;

    /**
     * Begins to make them, in order, one at a time.
     *
     * @param made by number, on the other thread only
     * @param begin the first number
     * @param end one after the last
     */
    Ahead(LongFunction<T> made, long begin, long end) {
        this.made = made;
        this.end = end;
        next = begin;
        thread.setDaemon(true); // a program that fails elsewhere must not wait for it
        thread.start();
        fill();
    }

    private void make() {
        try {
            while (!closed) {
                asked.take().run(); // keeps what is thrown for the one who asks
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt(); // closed while there was nothing to do
        }
    }

    private void fill() {
        while (coming.size() < AHEAD && next < end) {
            long number = next++;
            FutureTask<T> task = new FutureTask<>(() -> made.apply(number));
            coming.add(task);
            asked.add(task);
        }
    }

    /**
     * The next one, which is waited for. Whatever making it threw is thrown here.
     *
     * @throws java.util.NoSuchElementException after the last one
     */
    T next() {
        FutureTask<T> first = coming.remove();
        fill();
        try {
            return first.get();
        } catch (ExecutionException e) {
            if (e.getCause() instanceof Error failure) {
                throw failure;
            }
            throw e.getCause() instanceof RuntimeException failure ? failure : new IllegalStateException(e.getCause());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted while a batch was waited for", e);
        }
    }

    /** Ends the thread; what it is at is finished first. */
    @Override
    public void close() {
        closed = true;
        thread.interrupt();
        boolean interrupted = false;
        while (thread.isAlive()) {
            try {
                thread.join();
            } catch (InterruptedException e) {
                interrupted = true; // it ends in a moment
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
