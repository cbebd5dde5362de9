package org.morseuq.algebra;

/**
 * The step that dense algebra spends its time in: of a matrix T = C^T X, two rows advanced by four terms,
 * \( T_{c} \leftarrow T_{c} + \sum_{k=r}^{r+3} C_{k,c} X_k \) and the same for c + 1.
 *
 * <p>Along the rows all sums are independent, so the compiler turns the loop into vector instructions, and there are eight
 * products to six loads. A product and its sum are rounded once ({@link Math#fma}): an instruction on every processor of
 * the last ten years, and slow without it. The order of every sum is fixed; the length of the rows changes no bit.
 */
public final class RankFour {

    private RankFour() {}

    /**
     * Adds the four terms.
     *
     * @param c the matrix C, of which rows r to r + 3 and two columns are read
     * @param x the matrix X, of which rows r to r + 3 are read
     * @param r the first term
     * @param column the column c of C
     * @param p row c of T
     * @param q row c + 1 of T, as long as p
     * @param from the first place of the rows to advance; none before it is read
     */
    public static void add(double[][] c, double[][] x, int r, int column, double[] p, double[] q, int from) {
        double[] c0 = c[r];
        double[] c1 = c[r + 1];
        double[] c2 = c[r + 2];
        double[] c3 = c[r + 3];
        add(
                x[r],
                x[r + 1],
                x[r + 2],
                x[r + 3],
                c0[column],
                c1[column],
                c2[column],
                c3[column],
                c0[column + 1],
                c1[column + 1],
                c2[column + 1],
                c3[column + 1],
                p,
                q,
                from);
    }

    /** In this form, without names for what is loaded twice, the compiler finds the vectors. */
    private static void add(
            double[] x0,
            double[] x1,
            double[] x2,
            double[] x3,
            double p0,
            double p1,
            double p2,
            double p3,
            double q0,
            double q1,
            double q2,
            double q3,
            double[] p,
            double[] q,
            int from) {
        for (int i = from; i < p.length; i++) {
            p[i] = Math.fma(x3[i], p3, Math.fma(x2[i], p2, Math.fma(x1[i], p1, Math.fma(x0[i], p0, p[i]))));
            q[i] = Math.fma(x3[i], q3, Math.fma(x2[i], q2, Math.fma(x1[i], q1, Math.fma(x0[i], q0, q[i]))));
        }
    }
}
