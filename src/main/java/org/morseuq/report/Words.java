package org.morseuq.report;

import java.math.BigDecimal;
import java.math.MathContext;
import java.util.List;
import java.util.Locale;
import org.morseuq.eval.Interval;

/** Numbers and lists as the page writes them. */
final class Words {

    private static final double NARROW = 0.002;

    private Words() {}

    /** A fraction in percent with two digits after the point. */
    static String percent(double fraction) {
        return String.format(Locale.ROOT, "%.2f", 100 * fraction);
    }

    /** A fraction in percent with one digit after the point. */
    static String coarse(double fraction) {
        return String.format(Locale.ROOT, "%.1f", 100 * fraction);
    }

    /** A fraction, or anything of its size, with four digits after the point. */
    static String four(double value) {
        return String.format(Locale.ROOT, "%.4f", value);
    }

    /** The ends of an interval of fractions, in percent; more digits where fewer would show one number twice. */
    static String ends(Interval interval) {
        return interval.high() - interval.low() < NARROW
                ? percent(interval.low()) + " to " + percent(interval.high())
                : coarse(interval.low()) + " to " + coarse(interval.high());
    }

    /** A score or a loss, with as many digits as tell something. */
    static String number(double value) {
        if (!Double.isFinite(value)) {
            return Double.isNaN(value) ? "undefined" : "unbounded";
        }
        double size = Math.abs(value);
        String format = size == 0 ? "%.0f" : size < 1e-3 || size >= 1e6 ? "%.2e" : size < 10 ? "%.3f" : "%.1f";
        return String.format(Locale.ROOT, format, value);
    }

    /** A rate in percent, with no more digits than it needs. */
    static String rate(double fraction) {
        return BigDecimal.valueOf(100 * fraction)
                .round(new MathContext(6))
                .stripTrailingZeros()
                .toPlainString();
    }

    /** A count with its thousands apart. */
    static String count(long n) {
        return String.format(Locale.ROOT, "%,d", n);
    }

    /** A count with what is counted; its plural ends in s. */
    static String count(long n, String noun) {
        return count(n) + " " + noun + (n == 1 ? "" : "s");
    }

    /** Some names in a sentence. */
    static String list(List<String> names) {
        int last = names.size() - 1;
        return last < 1
                ? String.join("", names)
                : String.join(", ", names.subList(0, last)) + " and " + names.get(last);
    }

    /** A coordinate to a tenth, without a trailing zero or a negative one. */
    static String tenth(double value) {
        long tenths = Math.round(value * 10);
        String whole = (tenths < 0 ? "-" : "") + Math.abs(tenths) / 10;
        return tenths % 10 == 0 ? (tenths == 0 ? "0" : whole) : whole + "." + Math.abs(tenths) % 10;
    }

    /** A duration, to a second below two minutes, to a minute above. */
    static String duration(double seconds) {
        long whole = Math.round(seconds);
        return whole < 120 ? count(whole, "second") : count(Math.round(seconds / 60), "minute");
    }
}
