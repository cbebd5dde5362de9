package org.morseuq.optimizer;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.function.Vector;

/** Vectors of one space for the length of a computation, closed together. */
final class Workspace implements AutoCloseable {

    private final Vector like;
    private final List<Vector> vectors = new ArrayList<>();

    Workspace(Vector like) {
        this.like = like;
    }

    Vector zeros() {
        Vector vector = like.zeros();
        vectors.add(vector);
        return vector;
    }

    @Override
    public void close() {
        vectors.forEach(Vector::close);
    }
}
