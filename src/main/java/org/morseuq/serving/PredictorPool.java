package org.morseuq.serving;

import ai.djl.inference.Predictor;
import ai.djl.repository.zoo.ZooModel;
import ai.djl.translate.TranslateException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;

/**
 * A fixed number of predictors, lent to one thread at a time each: DJL's predictors are not thread-safe, and every one that
 * is made and not closed keeps native memory.
 *
 * <p>Thread-safe. All predictors are made at once, so the memory of the pool is known when it stands. Threads that wait are
 * served in the order in which they came. Close the pool before the model.
 *
 * @param <I> what a predictor takes
 * @param <O> what it gives
 */
public final class PredictorPool<I, O> implements AutoCloseable {

    private final int size;
    private final Duration patience;
    private final BlockingQueue<Predictor<I, O>> idle;
    private final CountDownLatch open;
    private volatile boolean closed;

    private PredictorPool(Supplier<Predictor<I, O>> source, int size, Duration patience) {
        if (size < 1) {
            throw new IllegalArgumentException("a pool has at least 1 predictor, got " + size);
        }
        if (patience.isNegative()) {
            throw new IllegalArgumentException("the time to wait must be at least 0, got " + patience);
        }
        this.size = size;
        this.patience = patience;
        this.idle = new ArrayBlockingQueue<>(size, true);
        this.open = new CountDownLatch(size);
        try {
            for (int i = 0; i < size; i++) {
                idle.add(source.get());
            }
        } catch (RuntimeException e) {
            closeIdle();
            throw e;
        }
    }

    /**
     * A pool of a model's predictors.
     *
     * @param model stays the caller's to close, after the pool
     * @param size how many, at least 1; more than there are processors gain nothing
     * @param patience how long a call waits for one, at least 0
     * @param <I> what a predictor takes
     * @param <O> what it gives
     */
    public static <I, O> PredictorPool<I, O> of(ZooModel<I, O> model, int size, Duration patience) {
        return of(model::newPredictor, size, patience);
    }

    /**
     * A pool of predictors from anywhere.
     *
     * @param source makes one, the pool's to close
     * @param size how many, at least 1; more than there are processors gain nothing
     * @param patience how long a call waits for one, at least 0
     * @param <I> what a predictor takes
     * @param <O> what it gives
     */
    public static <I, O> PredictorPool<I, O> of(Supplier<Predictor<I, O>> source, int size, Duration patience) {
        return new PredictorPool<>(source, size, patience);
    }

    /** How many predictors there are. */
    public int size() {
        return size;
    }

    /** How many of them are free at this moment. */
    public int idle() {
        return idle.size();
    }

    /**
     * Predicts for one input.
     *
     * @param input the input
     * @return the result
     * @throws PoolExhaustedException if no predictor came free in time
     * @throws IllegalStateException if the pool is closed
     * @throws TranslateException if the predictor fails; it stays in the pool
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public O predict(I input) throws TranslateException, InterruptedException {
        Predictor<I, O> predictor = borrow();
        try {
            return predictor.predict(input);
        } finally {
            giveBack(predictor);
        }
    }

    /**
     * Predicts for many inputs in one pass.
     *
     * @param inputs at least one
     * @return one result an input
     * @throws PoolExhaustedException if no predictor came free in time
     * @throws IllegalStateException if the pool is closed
     * @throws TranslateException if the predictor fails; it stays in the pool
     * @throws InterruptedException if the thread was interrupted while it waited
     */
    public List<O> batchPredict(List<I> inputs) throws TranslateException, InterruptedException {
        Predictor<I, O> predictor = borrow();
        try {
            return predictor.batchPredict(inputs);
        } finally {
            giveBack(predictor);
        }
    }

    private Predictor<I, O> borrow() throws InterruptedException {
        requireOpen();
        Predictor<I, O> predictor = idle.poll(patience.toNanos(), TimeUnit.NANOSECONDS);
        if (predictor == null) {
            requireOpen();
            throw new PoolExhaustedException(size, patience);
        }
        if (closed) {
            giveBack(predictor);
            requireOpen();
        }
        return predictor;
    }

    private void giveBack(Predictor<I, O> predictor) {
        idle.add(predictor);
        if (closed) { // read after the predictor can be seen: either this thread closes it, or the one in close() does
            closeIdle();
        }
    }

    private void requireOpen() {
        if (closed) {
            throw new IllegalStateException("the pool is closed");
        }
    }

    private void closeIdle() {
        for (Predictor<I, O> one = idle.poll(); one != null; one = idle.poll()) {
            one.close();
            open.countDown();
        }
    }

    /**
     * Refuses new calls, waits for those that are under way, and frees all predictors. If the thread is interrupted while it
     * waits, it returns at once, and the predictors still in use are freed by their last users.
     */
    @Override
    public void close() {
        closed = true;
        closeIdle();
        try {
            open.await();
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
