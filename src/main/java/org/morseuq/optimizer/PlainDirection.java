package org.morseuq.optimizer;

import org.morseuq.function.Vector;

/** The gradient as it is. */
public record PlainDirection() implements Direction {

    @Override
    public boolean preconditions() {
        return false;
    }

    @Override
    public boolean onlyShrinks() {
        return true;
    }

    @Override
    public void observe(Vector squares, Vector gradient) {}

    @Override
    public void apply(Vector squares, long step, Vector v) {}
}
