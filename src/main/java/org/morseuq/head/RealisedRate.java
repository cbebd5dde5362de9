package org.morseuq.head;

/**
 * The false-alarm rate that a conformal threshold realises: the guarantee holds on average over calibration samples, this
 * is how far one sample may be from the average.
 *
 * <p>Above the k-th largest of n calibration scores lies a part of the in-distribution inputs that is
 * \( \mathrm{Beta}(k, n + 1 - k) \) distributed over calibration samples, and the number of alarms among m further
 * exchangeable inputs is beta-binomial: a rate drawn from that Beta, then m coins with that rate (Angelopoulos and Bates
 * 2021, arXiv 2107.07511, appendix C). Both hold exactly where no scores tie; with ties the rate can only be lower.
 */
public final class RealisedRate {

    /** Masses below this are left out of sums over groups: together they cannot change a digit that is used. */
    private static final double NEGLIGIBLE = 1e-18;

    private RealisedRate() {}

    /**
     * The central band that holds the rate of the long run with a probability of {@code level}.
     *
     * <p>\( P(\mathrm{Beta}(k, n + 1 - k) \le x) = P(\mathrm{Binomial}(n, x) \ge k) \), which is solved for x by halving;
     * costs 60 n.
     *
     * @param alarms k, from 1 to {@code calibration}
     * @param calibration n, at least 1
     * @param level above 0 and below 1, for example 0.95
     * @return lower and upper end
     */
    public static double[] band(int alarms, int calibration, double level) {
        require(alarms, calibration, 1, level);
        double[] logChoose = new double[calibration + 1];
        for (int j = 0; j < calibration; j++) {
            logChoose[j + 1] = logChoose[j] + Math.log((calibration - j) / (j + 1.0));
        }
        double tail = (1 - level) / 2;
        return new double[] {quantile(alarms, logChoose, tail), quantile(alarms, logChoose, 1 - tail)};
    }

    /**
     * The central band that holds the rate among m inputs with a probability of at least {@code level}.
     *
     * @param alarms k, from 1 to {@code calibration}
     * @param calibration n, at least 1
     * @param inputs m, at least 1
     * @param level above 0 and below 1, for example 0.95
     * @return lower and upper end, multiples of 1/m
     */
    public static double[] band(int alarms, int calibration, int inputs, double level) {
        require(alarms, calibration, inputs, level);
        return band(masses(alarms, calibration, inputs), level);
    }

    /**
     * The same where inputs fall into groups, each with its own calibration scores and threshold: the alarms of the groups
     * are independent, so their numbers' distributions are folded.
     *
     * @param alarms k by group
     * @param calibration n by group
     * @param inputs m by group, at least 0 and at least one in all
     * @param level above 0 and below 1, for example 0.95
     * @return lower and upper end, multiples of 1 over all inputs
     */
    public static double[] band(int[] alarms, int[] calibration, int[] inputs, double level) {
        double[] masses = {1};
        for (int g = 0; g < inputs.length; g++) {
            if (inputs[g] > 0) {
                require(alarms[g], calibration[g], inputs[g], level);
                masses = folded(masses, masses(alarms[g], calibration[g], inputs[g]));
            }
        }
        if (masses.length == 1) {
            throw new IllegalArgumentException("a band needs at least one input");
        }
        return band(masses, level);
    }

    private static void require(int alarms, int calibration, int inputs, double level) {
        if (alarms < 1 || alarms > calibration || inputs < 1 || !(level > 0 && level < 1)) {
            throw new IllegalArgumentException(
                    "a band needs 1 <= alarms <= calibration, inputs >= 1 and a level in (0, 1), got " + alarms + ", "
                            + calibration + ", " + inputs + ", " + level);
        }
    }

    private static double quantile(int alarms, double[] logChoose, double probability) {
        double low = 0;
        double high = 1;
        for (int halving = 0; halving < 60; halving++) {
            double x = (low + high) / 2;
            if (binomialTail(alarms, logChoose, Math.log(x / (1 - x))) < probability) {
                low = x;
            } else {
                high = x;
            }
        }
        return (low + high) / 2;
    }

    /** \( P(\mathrm{Binomial}(n, x) \ge k) \) from log-binomial coefficients and the log-odds of x. */
    private static double binomialTail(int alarms, double[] logChoose, double logOdds) {
        double[] logs = new double[logChoose.length];
        for (int j = 0; j < logs.length; j++) {
            logs[j] = logChoose[j] + j * logOdds;
        }
        double[] masses = normalised(logs);
        double tail = 0;
        for (int j = masses.length - 1; j >= alarms; j--) {
            tail += masses[j];
        }
        return tail;
    }

    /** The beta-binomial probabilities of 0 to m alarms, from the ratios of neighbours. */
    private static double[] masses(int alarms, int calibration, int inputs) {
        double a = alarms;
        double b = calibration + 1.0 - alarms;
        double[] logs = new double[inputs + 1];
        for (int j = 0; j < inputs; j++) {
            logs[j + 1] = logs[j] + Math.log((inputs - j) / (j + 1.0)) + Math.log((j + a) / (inputs - j - 1 + b));
        }
        return normalised(logs);
    }

    private static double[] normalised(double[] logs) {
        double largest = Double.NEGATIVE_INFINITY;
        for (double log : logs) {
            largest = Math.max(largest, log);
        }
        double sum = 0;
        double[] masses = new double[logs.length];
        for (int j = 0; j < logs.length; j++) {
            masses[j] = Math.exp(logs[j] - largest);
            sum += masses[j];
        }
        for (int j = 0; j < masses.length; j++) {
            masses[j] /= sum;
        }
        return masses;
    }

    /** The distribution of the sum of two independent numbers. */
    private static double[] folded(double[] first, double[] second) {
        double[] sum = new double[first.length + second.length - 1];
        for (int i = 0; i < first.length; i++) {
            if (first[i] < NEGLIGIBLE) {
                continue;
            }
            for (int j = 0; j < second.length; j++) {
                sum[i + j] += first[i] * second[j];
            }
        }
        return sum;
    }

    private static double[] band(double[] masses, double level) {
        double inputs = masses.length - 1.0;
        double tail = (1 - level) / 2;
        double cumulative = 0;
        int low = -1;
        for (int j = 0; j < masses.length; j++) {
            cumulative += masses[j];
            if (low < 0 && cumulative > tail) {
                low = j;
            }
            if (cumulative >= 1 - tail) {
                return new double[] {low / inputs, j / inputs};
            }
        }
        return new double[] {Math.max(low, 0) / inputs, 1};
    }
}
