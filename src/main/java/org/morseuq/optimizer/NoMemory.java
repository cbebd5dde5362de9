package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/** Every step for itself. */
public record NoMemory() implements Memory {

    @Override
    public boolean remembers() {
        return false;
    }

    @Override
    public boolean beforeDirection() {
        return false;
    }

    @Override
    public double gain() {
        return 1;
    }

    @Override
    public void update(Vector memory, long step, Vector gradient) {}
}
