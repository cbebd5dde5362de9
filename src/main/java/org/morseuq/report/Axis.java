package org.morseuq.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * What an axis shows, from one end to the other.
 *
 * @param label what it is, with its unit
 * @param low the value at its beginning
 * @param high the value at its end, above {@code low}
 * @param scale how values are laid out between
 */
record Axis(String label, double low, double high, Scale scale) {

    private static final int TICKS = 3;

    /** How values are laid out. */
    enum Scale {
        /** In proportion. */
        LINEAR,
        /** By their logarithm; all values are above 0. */
        LOGARITHMIC,
        /** In proportion, without numbers, which would mean nothing. */
        BARE
    }

    /** Checks the ends. */
    Axis {
        if (!(high > low) || high - low == Double.POSITIVE_INFINITY || (scale == Scale.LOGARITHMIC && low <= 0)) {
            throw new IllegalArgumentException(
                    "an axis goes from a lower to a higher number, got " + low + " to " + high);
        }
    }

    static Axis linear(String label, double low, double high) {
        return new Axis(label, low, high, Scale.LINEAR);
    }

    /** From 0 to 100 percent. */
    static Axis percent(String label) {
        return linear(label, 0, 100);
    }

    /** In proportion, around finite values with a little room. */
    static Axis around(String label, double... values) {
        double low = Arrays.stream(values).min().orElse(0);
        double high = Arrays.stream(values).max().orElse(1);
        double room = high > low ? 0.06 * (high - low) : Math.max(1e-9, 0.1 * Math.abs(high));
        return linear(label, low - room, high + room);
    }

    static Axis logarithmic(String label, double low, double high) {
        return new Axis(label, low, high, Scale.LOGARITHMIC);
    }

    static Axis bare(String label, double low, double high) {
        return new Axis(label, low, high, Scale.BARE);
    }

    /** Where a value lies, from 0 at the beginning to 1 at the end; what lies beyond is moved to the end. */
    double place(double value) {
        double part = scale == Scale.LOGARITHMIC
                ? Math.log(Math.max(value, low) / low) / Math.log(high / low)
                : (value - low) / (high - low);
        return Math.min(1, Math.max(0, part));
    }

    /** The values that get a number. */
    List<Double> ticks() {
        List<Double> ticks = new ArrayList<>();
        if (scale == Scale.LOGARITHMIC) {
            for (double tick = low; tick <= high * (1 + 1e-9); tick *= 10) {
                ticks.add(tick);
            }
        } else if (scale == Scale.LINEAR) {
            double step = step();
            for (long k = (long) Math.ceil(low / step - 1e-9); k * step <= high + 1e-9 * step; k++) {
                ticks.add(k * step);
            }
        }
        return ticks;
    }

    /** A tick in words. */
    String text(double tick) {
        if (scale == Scale.LOGARITHMIC) {
            if (tick < 0.0009) {
                return "1e" + Math.round(Math.log10(tick));
            }
            return tick >= 0.9 ? String.format(Locale.ROOT, "%.0f", tick) : shorter(Double.toString(rounded(tick)));
        }
        int digits = (int) Math.max(0, -Math.floor(Math.log10(step()) + 1e-9));
        return String.format(Locale.ROOT, "%." + digits + "f", tick == 0 ? 0.0 : tick);
    }

    private static double rounded(double tick) {
        return Double.parseDouble(String.format(Locale.ROOT, "%.1e", tick));
    }

    private static String shorter(String number) {
        return number.endsWith(".0") ? number.substring(0, number.length() - 2) : number;
    }

    /** The largest of 1, 2 and 5 times a power of ten that gives at least three steps. */
    private double step() {
        double power = Math.pow(10, Math.floor(Math.log10((high - low) / TICKS)));
        double multiple = (high - low) / TICKS / power;
        return power * (multiple >= 5 ? 5 : multiple >= 2 ? 2 : 1);
    }
}
