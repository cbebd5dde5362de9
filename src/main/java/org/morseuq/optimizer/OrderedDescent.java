package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/**
 * A run through the iterates of an {@link IterationOrder}, one update at a time.
 *
 * <p>A run that was stopped goes on from two things: how many updates were done, and the point then. Together with the same
 * start, order and updates they give the same numbers as a run without a stop, to the last bit.
 *
 * <p>Holds two vectors. Not thread-safe.
 */
public final class OrderedDescent implements AutoCloseable {

    private final BatchUpdate update;
    private final IterationOrder order;
    private final Vector start;
    private final Vector point;
    private long updates;
    private int iterate; // the index of the one under way
    private int batch; // of the next update

    /**
     * A run that begins.
     *
     * @param update \( T_i \)
     * @param order the iterates
     * @param start \( \theta_0 \); copied
     */
    public OrderedDescent(BatchUpdate update, IterationOrder order, Vector start) {
        this.update = update;
        this.order = order;
        this.start = start.copy();
        point = start.copy();
        batch = order.iterates().get(0);
    }

    /**
     * Goes on with a run that was stopped.
     *
     * @param done how many updates it had taken, at least 0 and at most {@link IterationOrder#updates}
     * @param reached its point then; copied
     * @return this run
     */
    public OrderedDescent resume(long done, Vector reached) {
        if (updates != 0 || done < 0 || done > order.updates()) {
            throw new IllegalArgumentException("a run that begins can go on after 0 to " + order.updates()
                    + " updates, got " + done + " after " + updates);
        }
        while (updates < done) {
            count();
        }
        point.set(reached);
        return this;
    }

    /** Whether all iterates were reached. */
    public boolean finished() {
        return updates == order.updates();
    }

    /** How many updates were taken. */
    public long updates() {
        return updates;
    }

    /** The point after the last update, itself; do not change it. */
    public Vector point() {
        return point;
    }

    /**
     * Takes one update.
     *
     * @return n if the point is the iterate n now, else 0
     */
    public int advance() {
        if (finished()) {
            throw new IllegalStateException("all " + order.iterates().size() + " iterates were reached");
        }
        int newest = order.iterates().get(iterate);
        if (order.fromStart() && batch == newest) {
            point.set(start);
        }
        update.apply(batch, point);
        count();
        return finished() || batch > newest ? newest : 0;
    }

    /** Goes on with updates up to the next iterate and returns its n. */
    public int next() {
        int n = 0;
        while (n == 0) {
            n = advance();
        }
        return n;
    }

    private void count() {
        updates++;
        if (batch > order.oldest(iterate)) {
            batch--;
        } else if (!finished()) {
            iterate++;
            batch = order.iterates().get(iterate);
        }
    }

    @Override
    public void close() {
        start.close();
        point.close();
    }
}
