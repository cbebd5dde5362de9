package org.morseuq.algebra;

/**
 * The place of the least or the largest of some numbers, the first of several. What is no number is passed over, unless it
 * comes first.
 */
public final class Extremum {

    private Extremum() {}

    /**
     * The place of the least number.
     *
     * @param values at least one
     * @return its index
     */
    public static int least(double[] values) {
        int least = 0;
        for (int i = 1; i < values.length; i++) {
            least = values[i] < values[least] ? i : least;
        }
        return least;
    }

    /**
     * The place of the largest number.
     *
     * @param values at least one
     * @return its index
     */
    public static int largest(float[] values) {
        int largest = 0;
        for (int i = 1; i < values.length; i++) {
            largest = values[i] > values[largest] ? i : largest;
        }
        return largest;
    }
}
