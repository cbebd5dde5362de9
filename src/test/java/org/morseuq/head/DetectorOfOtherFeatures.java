package org.morseuq.head;

/** The small detector of this room's tests, for tests of other rooms. */
public final class DetectorOfOtherFeatures {

    private DetectorOfOtherFeatures() {}

    public static MorseDetector make() {
        return Fixtures.detector();
    }
}
