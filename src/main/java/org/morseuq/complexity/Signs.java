package org.morseuq.complexity;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.morseuq.function.Vector;

/** Vectors of independent random signs, the probes of traces and spectra: their entries have square 1. */
final class Signs {

    private Signs() {}

    /** Overwrites a vector with signs, and gives it back. */
    static Vector into(Vector vector, SplittableRandom random) {
        return vector.setArray(IntStream.range(0, Math.toIntExact(vector.size()))
                .mapToDouble(i -> random.nextBoolean() ? 1 : -1)
                .toArray());
    }
}
