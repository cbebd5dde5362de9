package org.morseuq.training;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Which networks of a run the final one is the mean of.
 *
 * @param kind which
 * @param number its one number; 0 for none
 */
record Averaging(Kind kind, double number) {

    /** The averages. */
    enum Kind {
        /** None: the network of the last step. */
        NONE,
        /**
         * The exponential moving average over the steps, parameters and batch statistics: after t steps the mean of the networks
         * \( \theta_1 .. \theta_t \) with weights proportional to \( \beta^{t - k} \), so that the start needs no correction.
         * The number is \( \beta \). Polyak and Juditsky 1992 average steps alike; this forgets the early ones.
         */
        EMA,
        /**
         * The equal mean of the networks at the ends of the epochs after this part of the run, its batch statistics the means over
         * the batches of the last epoch: Izmailov et al. 2018, "Averaging weights leads to wider optima and better
         * generalization", arXiv 1803.05407. They hold the learning rate up, or let it cycle, for the average to be wide; here the
         * schedule is left alone. The number is the part.
         */
        SWA;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    Averaging {
        if (!(number >= 0 && number < 1)) {
            throw new IllegalArgumentException(
                    (kind == Kind.SWA ? "the part of the run before swa" : "the decay of " + kind)
                            + " must be from 0 to below 1, got " + number);
        }
    }

    /**
     * Reads an average.
     *
     * @param text {@code none}, {@code ema:0.999} or {@code swa:0.75}
     * @throws IllegalArgumentException if there is none of that name or the number is none
     */
    static Averaging parse(String text) {
        String[] parts = text.split(":", 2);
        Kind kind = Arrays.stream(Kind.values())
                .filter(each -> each.toString().equals(parts[0]))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException(
                        "unknown average '" + parts[0] + "', known are " + List.of(Kind.values())));
        if ((kind == Kind.NONE) != (parts.length == 1)) {
            throw new IllegalArgumentException("an average is none, ema:0.999 or swa:0.75, got '" + text + "'");
        }
        try {
            return new Averaging(kind, kind == Kind.NONE ? 0 : Double.parseDouble(parts[1]));
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException("the average " + kind + " takes a number, got '" + parts[1] + "'", e);
        }
    }

    /**
     * The weight of the network after a step in the mean of all until then.
     *
     * @param step counted from 1
     * @return 1 for the first; 0 if steps do not count
     */
    double ofStep(long step) {
        return kind == Kind.EMA ? (1 - number) / (1 - Math.pow(number, (double) step)) : 0;
    }

    /**
     * The weight of the network after an epoch in the mean of all until then.
     *
     * @param epoch counted from 1
     * @param epochs of the run
     * @return 1 for the first that counts; 0 if this one does not
     */
    double ofEpoch(int epoch, int epochs) {
        int before = (int) Math.floor(number * epochs);
        return kind == Kind.SWA && epoch > before ? 1.0 / (epoch - before) : 0;
    }

    @Override
    public String toString() {
        return kind == Kind.NONE ? kind.toString() : kind + ":" + number;
    }
}
