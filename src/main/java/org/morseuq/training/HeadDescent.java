package org.morseuq.training;

import ai.djl.ndarray.NDArray;
import java.util.Map;
import java.util.function.Supplier;

/** What moves the parameters of a head in a fit. */
interface HeadDescent {

    /**
     * A step on one batch.
     *
     * @param loss computes a scalar from the parameters; what it leaves is the caller's to free after the step
     * @param fraction what the length of the step is multiplied by
     * @return the loss before the step
     */
    double step(Supplier<NDArray> loss, double fraction);

    /** The number of steps taken. */
    int steps();

    /** Goes on as if so many steps had been taken, from the parameters and {@link #remembered} as they are now. */
    void continueAfter(int taken);

    /** What it remembers, live, by name. */
    Map<String, NDArray> remembered();
}
