package org.morseuq.complexity;

/**
 * A mean of independent samples and how well it is known.
 *
 * @param value the mean
 * @param standardError \( s / \sqrt n \) with s the samples' standard deviation (divisor n - 1); NaN for one sample, since
 *     nothing is known then
 * @param samples n, at least 1
 */
public record Estimate(double value, double standardError, long samples) {

    /** Checks the number of samples. */
    public Estimate {
        if (samples < 1) {
            throw new IllegalArgumentException("an estimate needs at least 1 sample, got " + samples);
        }
    }

    /**
     * The mean of samples.
     *
     * @param samples at least one number
     */
    public static Estimate of(double... samples) {
        Running running = new Running();
        for (double sample : samples) {
            running.add(sample);
        }
        return running.estimate();
    }

    /**
     * Half the width of the interval that holds the mean with a probability of 95 %, as far as the mean of so many samples is
     * normally distributed: 1.96 standard errors.
     */
    public double halfWidth() {
        return 1.96 * standardError;
    }

    /** Whether the standard error is known and at most a share of the value. */
    public boolean within(double relative) {
        return standardError <= relative * Math.abs(value);
    }

    /** A mean and a variance taken one sample at a time: B. P. Welford 1962, in a form that does not cancel. */
    public static final class Running {

        private long count;
        private double mean;
        private double squares;

        /** Takes one more sample. */
        public void add(double sample) {
            count++;
            double before = sample - mean;
            mean += before / count;
            squares += before * (sample - mean);
        }

        /** The samples so far. */
        public long count() {
            return count;
        }

        /** What the samples so far say; at least one is needed. */
        public Estimate estimate() {
            return new Estimate(mean, Math.sqrt(squares / (count - 1) / count), count);
        }
    }
}
