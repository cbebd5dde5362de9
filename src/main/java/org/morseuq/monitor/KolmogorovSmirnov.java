package org.morseuq.monitor;

import java.util.Arrays;

/**
 * How far a sample is from being uniform on [0, 1]: the two-sided test of Kolmogorov and Smirnov.
 *
 * @param statistic \( D = \sup_x |F(x) - x| \) with the sample's distribution function F, above 0 and at most 1
 * @param size the number of values that count, see {@link #uniform(double[], int)}
 * @param pValue how often D is at least as large for that many independent uniform values
 */
public record KolmogorovSmirnov(double statistic, int size, double pValue) {

    private static final int EXACT = 100;

    /**
     * Tests whether values are independent draws from the uniform distribution. Costs sorting them.
     *
     * @param values n numbers from 0 to 1, in any order; at least one
     * @return the test
     */
    public static KolmogorovSmirnov uniform(double[] values) {
        double statistic = statistic(values);
        return new KolmogorovSmirnov(statistic, values.length, pValue(statistic, values.length));
    }

    /**
     * Tests whether smoothed conformal p-values are those of inputs like the m calibration inputs.
     *
     * <p>One such p-value is uniform, and many of them together are not independent: they are ranks among one calibration
     * sample, whose own distribution function is off by about \( 1/\sqrt m \). So D is, up to the smoothing, the statistic
     * of the test of two samples, and has the distribution that belongs to \( n m / (n + m) \) independent values: N.
     * Smirnov 1939. With n values and the plain test, m = 200 calibration inputs would be taken for drift in the long run.
     *
     * @param pValues n smoothed p-values, at least one
     * @param calibration m, at least 1
     * @return the test, with the size n m / (n + m) rounded down, at least 1
     */
    public static KolmogorovSmirnov uniform(double[] pValues, int calibration) {
        double n = pValues.length;
        int size = Math.max(1, (int) (n * calibration / (n + calibration)));
        double statistic = statistic(pValues);
        return new KolmogorovSmirnov(statistic, size, pValue(statistic, size));
    }

    /** \( D = \max_i \max(i/n - x_{(i)}, x_{(i)} - (i-1)/n) \), for values of which several may be equal. */
    private static double statistic(double[] values) {
        if (values.length == 0) {
            throw new IllegalArgumentException("a test of no values says nothing; at least one is needed");
        }
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        double n = sorted.length;
        if (!(sorted[0] >= 0 && sorted[sorted.length - 1] <= 1)) {
            throw new IllegalArgumentException(
                    "values must be from 0 to 1, got " + sorted[0] + " to " + sorted[sorted.length - 1]);
        }
        double largest = 0;
        for (int i = 0; i < sorted.length; i++) {
            largest = Math.max(largest, Math.max((i + 1) / n - sorted[i], sorted[i] - i / n));
        }
        return largest;
    }

    /**
     * \( P(D_n \ge d) \) for n independent uniform values.
     *
     * <p>Where \( n d^2 \ge 3 \) it is twice the one-sided probability of Z. Birnbaum and F. Tingey 1951, which is off by
     * less than one part in ten million there; else, up to n = 100, exact by the matrix power of J. Durbin 1973 as in G.
     * Marsaglia, W. Tsang and J. Wang 2003, "Evaluating Kolmogorov's distribution"; else the limit of A. Kolmogorov 1933 at
     * \( x + \frac{1}{6 \sqrt n} + \frac{x - 1}{4 n} \), \( x = \sqrt n\, d \), a correction for small n of J. Vrbik 2018,
     * which is off by less than 2e-4 there, and by 4e-5 at n = 500.
     *
     * @param d a statistic, from 0 to 1
     * @param n the number of values, at least 1
     * @return the p-value
     */
    static double pValue(double d, int n) {
        if (d <= 0.5 / n) {
            return 1; // no sample comes nearer
        }
        if (d >= 1) {
            return 0;
        }
        if (n * d * d >= 3) {
            return Math.min(1, 2 * oneSided(d, n));
        }
        if (n <= EXACT) {
            return Math.max(0, 1 - exact(d, n));
        }
        double root = Math.sqrt(n);
        double x = root * d;
        return limit(x + 1 / (6 * root) + (x - 1) / (4 * n));
    }

    /** \( 2 \sum_{k \ge 1} (-1)^{k-1} e^{-2 k^2 x^2} \), and its other form for small x, where that converges slowly. */
    private static double limit(double x) {
        double sum = 0;
        if (x < 1) {
            for (int k = 1; k <= 9; k += 2) {
                sum += Math.exp(-k * k * Math.PI * Math.PI / (8 * x * x));
            }
            return 1 - Math.sqrt(2 * Math.PI) / x * sum;
        }
        for (int k = 1; k <= 5; k++) {
            sum += (k % 2 == 1 ? 2 : -2) * Math.exp(-2.0 * k * k * x * x);
        }
        return sum;
    }

    /** \( d \sum_{j \le n (1 - d)} \binom{n}{j} (d + j/n)^{j-1} (1 - d - j/n)^{n-j} \), every term by its logarithm. */
    private static double oneSided(double d, int n) {
        double sum = 0;
        double logBinomial = 0;
        for (int j = 0; j <= n; j++) {
            double rest = 1 - d - (double) j / n;
            if (rest <= 0) {
                break;
            }
            sum += Math.exp(logBinomial + (j - 1) * Math.log(d + (double) j / n) + (n - j) * Math.log(rest));
            logBinomial += Math.log((double) (n - j) / (j + 1));
        }
        return d * sum;
    }

    /** \( P(D_n \lt d) = \frac{n!}{n^n} (H^n)_{kk} \) with \( k = \lceil n d \rceil \) and a matrix H of 2 k - 1 rows. */
    private static double exact(double d, int n) {
        int k = (int) Math.floor(n * d) + 1;
        int m = 2 * k - 1;
        double h = k - n * d;
        double[][] matrix = new double[m][m];
        for (int i = 0; i < m; i++) {
            for (int j = 0; j <= Math.min(i + 1, m - 1); j++) {
                matrix[i][j] = 1;
            }
        }
        for (int i = 0; i < m; i++) {
            matrix[i][0] -= Math.pow(h, i + 1.0);
            matrix[m - 1][i] -= Math.pow(h, m - i);
        }
        matrix[m - 1][0] += Math.max(0, Math.pow(2 * h - 1, m));
        for (int i = 0; i < m; i++) {
            double factorial = 1;
            for (int j = i; j >= 0; j--) { // the entry (i, j) over (i - j + 1)!
                factorial *= i - j + 1;
                matrix[i][j] /= factorial;
            }
        }
        // H^n n! / n^n as n factors H i / n on one row, so that nothing overflows: 1 <= i <= n <= 100.
        double[] row = new double[m];
        row[k - 1] = 1;
        for (int i = 1; i <= n; i++) {
            double[] next = new double[m];
            for (int a = 0; a < m; a++) {
                for (int b = 0; b <= Math.min(a + 1, m - 1); b++) {
                    next[b] += row[a] * matrix[a][b];
                }
            }
            for (int b = 0; b < m; b++) {
                row[b] = next[b] * i / n;
            }
        }
        return row[k - 1];
    }
}
