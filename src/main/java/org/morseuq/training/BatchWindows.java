package org.morseuq.training;

/**
 * Which batch of an epoch takes a step: in every window of w batches the newest first, windows one after the other. With
 * the step of batch i called \( T_i \), the parameters at the end of a window are \( T_{N+1} T_{N+2} \cdots T_{N+w}
 * \theta_N \): B. Dherin et al. 2025, arXiv 2502.01557, seen only at the ends of windows, from each of which the next one
 * starts. A window of 1 is the order that everybody takes; one of an epoch or more is the epoch backwards.
 *
 * <p>Within a window the iterates of the paper, \( T_{N+1} \cdots T_{N+n} \theta_N \) for n = 1, 2, ..., settle where steps
 * contract, while forward ones wander; the inner steps of a window are not those iterates, and only its last one is. All
 * inner iterates would cost w (w + 1) / 2 gradients. Taken once, as here, a window costs w gradients and no memory, since
 * batches are drawn by number; data that arrive as a stream would have to wait for w batches. Batches are shuffled, and
 * any order of them is as likely as its reverse: the parameters at the end of a window have the law that forward steps
 * give, so nothing is gained in expectation.
 *
 * @param window w, at least 1
 * @param steps batches an epoch, at least 1; its last window is shorter if w does not divide it
 */
record BatchWindows(int window, int steps) {

    /**
     * The batch of a step.
     *
     * @param step from 0 to steps - 1
     * @return from 0 to steps - 1
     */
    int batch(int step) {
        int begin = step - step % window;
        int last = begin + Math.min(window, steps - begin) - 1;
        return last - (step - begin);
    }
}
