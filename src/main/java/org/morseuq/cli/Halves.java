package org.morseuq.cli;

import java.io.IOException;
import java.util.BitSet;
import java.util.stream.IntStream;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.head.Manifest;

/**
 * How a test split is divided: one part calibrates, the other is evaluated on.
 *
 * @param calibration places of the images that calibrate, ascending
 * @param evaluation places of the others, ascending
 */
record Halves(int[] calibration, int[] evaluation) {

    /** A seeded half each. */
    static Halves of(ImageSet whole, long seed) throws IOException {
        return of(whole.size(), seed);
    }

    /** A seeded half each of {@code size} places. */
    static Halves of(int size, long seed) {
        if (size < 2) {
            throw new IllegalArgumentException("a set of " + size + " images has no two halves");
        }
        int[] drawn = Subset.draw(size, size / 2, seed);
        BitSet calibrates = new BitSet(size);
        for (int place : drawn) {
            calibrates.set(place);
        }
        return new Halves(
                drawn,
                IntStream.range(0, size).filter(place -> !calibrates.get(place)).toArray());
    }

    /** Everything calibrates. */
    static Halves allCalibrate(ImageSet whole) throws IOException {
        return new Halves(IntStream.range(0, whole.size()).toArray(), new int[0]);
    }

    /** Everything is evaluated on. */
    static Halves allEvaluate(int size) {
        return new Halves(new int[0], IntStream.range(0, size).toArray());
    }

    /** What to record about the images that calibrate. */
    Manifest.DataEntry entry(ImageSet whole) throws IOException {
        ImageSet part = calibration.length == whole.size() ? whole : Subset.of(whole, calibration);
        return new Manifest.DataEntry("calibration", part.name(), part.size(), part.digest());
    }
}
