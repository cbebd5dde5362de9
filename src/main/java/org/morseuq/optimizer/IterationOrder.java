package org.morseuq.optimizer;

import java.util.List;
import java.util.stream.IntStream;

/**
 * In which order the updates \( T_1, T_2, \dots \) of the batches are composed into iterates
 * \( \theta_{n_1}, \theta_{n_2}, \dots \): B. Dherin, B. Avelin, A. Karlsson, H. Mazzawi, J. Gonzalvo and M. Munn 2025, arXiv
 * 2502.01557.
 *
 * <p><em>Forward</em>, as everybody does: \( \theta_n = T_n \cdots T_1 \theta_0 \). <em>Backward</em>: \( \theta_n = T_1 \cdots
 * T_n \theta_0 \), the newest batch first and batch 1 last. Where all updates contract by a factor of at most k below 1,
 * backward iterates move by \( \|\theta_{n+1} - \theta_n\| \le k^n \|T_{n+1} \theta_0 - \theta_0\| \) and so converge to a
 * point, which depends on the batches but not on the start, while forward iterates wander for ever. If the batches are
 * exchangeable, as independent or shuffled ones are, both have the same law at each n: backward iterates are steadier
 * within a run, not better on average.
 *
 * <p>A backward iterate starts again from \( \theta_0 \), so the iterates \( n_1, \dots, n_k \) cost \( \sum_j n_j \) updates;
 * all up to n cost n (n + 1) / 2. <em>Windowed</em>: \( \theta_{n_k} = T_{n_{k-1}+1} \cdots T_{n_k} \theta_{n_{k-1}} \),
 * backward within windows and forward from window to window, costs \( n_k \) updates; within a window it is as steady as
 * backward iterates, and wanders from window to window. Windows of one batch are forward iterates.
 *
 * @param iterates \( n_1 \lt n_2 \lt \dots \), at least one, from 1 on
 * @param fromStart whether every iterate starts from \( \theta_0 \), and not from the iterate before
 */
public record IterationOrder(List<Integer> iterates, boolean fromStart) {

    /** Copies the list and checks the order. */
    public IterationOrder {
        iterates = List.copyOf(iterates);
        if (iterates.isEmpty()) {
            throw new IllegalArgumentException("an order needs at least one iterate");
        }
        int before = 0;
        for (int n : iterates) {
            if (n <= before) {
                throw new IllegalArgumentException("iterates must go up from 1, got " + n + " after " + before);
            }
            before = n;
        }
    }

    /** Forward iterates 1 to n. */
    public static IterationOrder forward(int n) {
        return windowed(1, n);
    }

    /** Backward iterates, at these n alone. */
    public static IterationOrder backward(int... iterates) {
        return new IterationOrder(IntStream.of(iterates).boxed().toList(), true);
    }

    /**
     * Windows of one length.
     *
     * @param window batches in each, at least 1
     * @param count of windows, at least 1
     * @return iterates at the end of each window
     */
    public static IterationOrder windowed(int window, int count) {
        if (window < 1 || count < 1) {
            throw new IllegalArgumentException(
                    "windows need at least 1 batch each, and 1 window, got " + window + " and " + count);
        }
        return new IterationOrder(
                IntStream.rangeClosed(1, count)
                        .map(k -> Math.multiplyExact(k, window))
                        .boxed()
                        .toList(),
                false);
    }

    /** How many updates all iterates cost. */
    public long updates() {
        return fromStart ? iterates.stream().mapToLong(Integer::longValue).sum() : iterates.get(iterates.size() - 1);
    }

    /** The batch of the last update before an iterate. */
    int oldest(int k) {
        return fromStart || k == 0 ? 1 : iterates.get(k - 1) + 1;
    }
}
