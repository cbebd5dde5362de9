package org.morseuq.backbone;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDManager;

/** Counts the engine's arrays that some manager of this process keeps alive: a leak makes the count grow. */
public final class LiveArrays {

    private LiveArrays() {}

    /** How many there are now. */
    public static int count() {
        try (NDManager any = Engine.getEngine("PyTorch").newBaseManager()) {
            return any.getParentManager().getManagedArrays().size();
        }
    }
}
