package org.morseuq.head;

/**
 * The capital of a gambler who starts with 1 and bets against p-values being independent and uniform.
 *
 * <p>A bet on small p-values multiplies what was staked by \( \varepsilon p^{\varepsilon - 1} \), whose mean is 1 for a
 * uniform p (the power martingale of Vovk, Nouretdinov and Gammerman 2003, "Testing exchangeability on-line"). Before the
 * t-th p-value the gambler takes the part \( w_t = \frac{1}{t (t + 1)} \) of the original capital out of a reserve and
 * spreads it over K bets \( \varepsilon_1, \dots, \varepsilon_K \):
 *
 * <p>\( A_{k,t} = \bigl(A_{k,t-1} + \tfrac{w_t}{K}\bigr) \, \varepsilon_k \, p_t^{\varepsilon_k - 1}, \qquad
 * M_t = \frac{1}{t + 1} + \sum_{k=1}^K A_{k,t} \).
 *
 * <p>So \( M_t \) mixes over the size of a change and over the time at which it begins. The mixture over times is ours, of
 * the kind in Shin, Ramdas and Rinaldo 2022, "E-detectors": one that bets from the start on has lost its capital when the
 * change comes late, this one has \( 1/(t (t + 1)) \) left to bet with, so a late change takes only \( 2 \log t \) more
 * nats. While p-values are independent and uniform, M is a nonnegative martingale, and by Ville's inequality
 *
 * <p>\( P(\text{ever } M_t \ge 1/\alpha) \le \alpha \).
 *
 * <p>Immutable, in the log domain; a step costs K exponentials. One-sided: p-values that are too large lose capital.
 */
public final class TestMartingale {

    /** Before any p-value: \( M_0 = 1 \). */
    public static final TestMartingale START =
            new TestMartingale(0, new double[] {-1 / 0.0, -1 / 0.0, -1 / 0.0, -1 / 0.0, -1 / 0.0});

    private static final double[] EXPONENTS = {0.1, 0.3, 0.5, 0.7, 0.9};

    private final long inputs;
    private final double[] logs;

    private TestMartingale(long inputs, double[] logs) {
        this.inputs = inputs;
        this.logs = logs;
    }

    /**
     * The capital after one more p-value.
     *
     * @param p above 0 and at most 1
     * @return the next state; this one stays as it is
     */
    public TestMartingale next(double p) {
        if (!(p > 0 && p <= 1)) {
            throw new IllegalArgumentException("a p-value must be above 0 and at most 1, got " + p);
        }
        double t = inputs + 1.0;
        double stake = -Math.log(t) - Math.log(t + 1) - Math.log(EXPONENTS.length);
        double[] after = new double[logs.length];
        for (int k = 0; k < logs.length; k++) {
            after[k] = logOfSum(logs[k], stake) + Math.log(EXPONENTS[k]) + (EXPONENTS[k] - 1) * Math.log(p);
        }
        return new TestMartingale(inputs + 1, after);
    }

    /** \( \log M_t \). */
    public double log() {
        double log = -Math.log(inputs + 1.0);
        for (double bet : logs) {
            log = logOfSum(log, bet);
        }
        return log;
    }

    /** How many p-values there were. */
    public long inputs() {
        return inputs;
    }

    /** \( \log(e^a + e^b) \) for finite b. */
    private static double logOfSum(double a, double b) {
        return Math.max(a, b) + Math.log1p(Math.exp(-Math.abs(a - b)));
    }
}
