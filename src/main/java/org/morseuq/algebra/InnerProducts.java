package org.morseuq.algebra;

/**
 * The inner products \( c_{ij} = a_i \cdot b_j \) of many rows with the rows of one matrix B, in single precision and
 * without ever holding all of them.
 *
 * <p>Each is a sum of d terms in some order, with or without fused steps, and so off by less than
 * \( (d + 4) 2^{-24} \|a_i\| \|b_j\| \). Which order that is depends on the implementation, the machine and perhaps the
 * number of rows: whoever needs the same bits everywhere looks at the close ones again.
 */
@FunctionalInterface
public interface InnerProducts {

    /** Takes a part of one row of C. */
    @FunctionalInterface
    interface Receiver {
        /**
         * The products of row i of A with consecutive rows of B.
         *
         * @param i the row of A
         * @param first the row of B that the first number belongs to
         * @param products the numbers; valid during the call only
         * @param count how many of them there are
         */
        void accept(int i, int first, float[] products, int count);
    }

    /**
     * Computes all products and hands them over: those of one row of A one part after the other from the first row of B to
     * the last, those of different rows perhaps at the same time on threads of the common pool.
     *
     * @param rows the matrix A, as wide as B
     * @param receiver takes the products
     */
    void of(float[][] rows, Receiver receiver);
}
