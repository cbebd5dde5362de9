package org.morseuq.serving;

import java.time.Duration;

/** No predictor came free in time: the caller should ask again later, or the pool should be larger. */
public final class PoolExhaustedException extends RuntimeException {

    private static final long serialVersionUID = 1;

    PoolExhaustedException(int size, Duration patience) {
        super("all " + size + " predictors are in use, and none came free within " + patience.toMillis() + " ms");
    }
}
