package org.morseuq.service;

import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ThreadPoolExecutor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;

/**
 * A fixed number of workers and a short queue before them. When the queue is full, work is refused at once: a client that
 * is told to come back is better served than one that waits for longer than it wants to.
 */
final class WorkQueue {

    private final ThreadPoolExecutor workers;
    private final AtomicLong accepted = new AtomicLong();

    WorkQueue(int threads, int waiting) {
        AtomicInteger number = new AtomicInteger();
        this.workers = new ThreadPoolExecutor(
                threads, threads, 0, TimeUnit.SECONDS, new ArrayBlockingQueue<>(waiting), task -> {
                    return new Thread(task, "worker-" + number.incrementAndGet());
                });
        workers.prestartAllCoreThreads();
    }

    /**
     * Accepts work, which is done even if the service is stopped meanwhile.
     *
     * @throws Refusal 429 if the queue is full
     */
    <T> CompletableFuture<T> submit(Supplier<T> work) {
        try {
            CompletableFuture<T> result = CompletableFuture.supplyAsync(work, workers);
            accepted.incrementAndGet();
            return result;
        } catch (RejectedExecutionException e) {
            throw new Refusal(429, "all workers are busy and the queue is full; try again later");
        }
    }

    /** How much work was accepted so far. */
    long accepted() {
        return accepted.get();
    }

    /** How much of it is done. */
    long done() {
        return workers.getCompletedTaskCount();
    }

    /** How many accepted requests wait. */
    int waiting() {
        return workers.getQueue().size();
    }

    /** Accepts nothing more and does what it has accepted. */
    void finish(long seconds) throws InterruptedException {
        workers.shutdown();
        if (!workers.awaitTermination(seconds, TimeUnit.SECONDS)) {
            workers.shutdownNow();
        }
    }
}
