package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * What an {@link AlphaStudy} found.
 *
 * @param limits of transversal pairs
 * @param divergences of pairs that touch
 * @param line the pairing of the circle with a line at every height
 */
public record AlphaSummary(List<Limit> limits, List<Divergence> divergences, List<Height> line) {

    /** The name of the part that is the moving line. */
    public static final String LINE = "moving-line";

    /**
     * A transversal pair.
     *
     * @param name of the pair
     * @param what it is
     * @param exact the pairing in closed form; for heads by the sum over roots
     * @param sharp the pairing by roots or quadrature
     * @param sharpError its own estimate of its error
     * @param lambdas where it was mollified
     * @param errors of the mollified pairing, by \( \lambda \)
     * @param order minus the slope of their logarithms over the last four
     * @param orderError the standard error of the slope by its residuals
     * @param sampled the mean of the estimates by sampling, over seeds
     * @param sampledDeviation their standard deviation
     * @param sampledError the mean of their own estimates of their error
     * @param within the part of the seeds within two of these of the exact value
     */
    public record Limit(
            String name,
            String what,
            double exact,
            double sharp,
            double sharpError,
            List<Double> lambdas,
            List<Double> errors,
            double order,
            double orderError,
            double sampled,
            double sampledDeviation,
            double sampledError,
            double within) {}

    /**
     * A pair without product.
     *
     * @param name of the pair
     * @param what it is
     * @param lambdas where it was mollified
     * @param pairings mollified, by \( \lambda \)
     * @param exponent the slope of their logarithms over the last four
     * @param exponentError the standard error of the slope by its residuals
     * @param expected the predicted exponent
     * @param refusal why there is no product, in the program's words; empty if it was not refused
     */
    public record Divergence(
            String name,
            String what,
            List<Double> lambdas,
            List<Double> pairings,
            double exponent,
            double exponentError,
            double expected,
            String refusal) {}

    /**
     * The circle and a line.
     *
     * @param height of the line
     * @param margin of transversality; absent where they do not meet
     * @param pairing the sharp one; absent where there is none
     * @param mollified by \( \lambda \)
     */
    public record Height(double height, Double margin, Double pairing, List<Double> mollified) {}

    /** Copies the lists. */
    public AlphaSummary {
        limits = List.copyOf(limits);
        divergences = List.copyOf(divergences);
        line = List.copyOf(line);
    }

    /** This summary and another behind it. */
    public AlphaSummary and(AlphaSummary other) {
        return new AlphaSummary(
                Stream.concat(limits.stream(), other.limits.stream()).toList(),
                Stream.concat(divergences.stream(), other.divergences.stream()).toList(),
                Stream.concat(line.stream(), other.line.stream()).toList());
    }

    /**
     * What is not as the theory says, in sentences; empty if all is.
     *
     * @param study whose tolerances count
     */
    public List<String> against(AlphaStudy study) {
        List<String> wrong = new ArrayList<>();
        for (Limit limit : limits) {
            compare(limit.name() + ": order", 1, limit.order(), study.orderTolerance(), wrong);
            compare(limit.name() + ": sharp pairing", limit.exact(), limit.sharp(), 1e-8 * limit.exact(), wrong);
        }
        for (Divergence one : divergences) {
            compare(one.name() + ": exponent", one.expected(), one.exponent(), study.exponentTolerance(), wrong);
            if (one.refusal().isEmpty()) {
                wrong.add(one.name() + ": the product was not refused");
            }
        }
        for (Height one : line) {
            double c = one.height();
            String what = "line at " + c + ": ";
            if (c < 1) {
                double exact = 2 / Math.sqrt(1 - c * c);
                compare(what + "pairing", exact, or(one.pairing(), Double.NaN), 1e-8 * exact, wrong);
                compare(what + "margin", Math.sqrt(1 - c), or(one.margin(), Double.NaN), 1e-6, wrong);
            } else if (c > 1) {
                compare(what + "pairing", 0, or(one.pairing(), Double.NaN), 0, wrong);
            } else if (one.pairing() != null) {
                wrong.add(what + "the product was not refused");
            }
        }
        return wrong;
    }

    private static double or(Double value, double other) {
        return value == null ? other : value;
    }

    /**
     * What moved since an earlier summary, in sentences.
     *
     * @param expected the earlier one
     * @param tolerance by what part anything may differ, and by how much an order or exponent
     * @return empty if nothing moved
     */
    public List<String> movedFrom(AlphaSummary expected, double tolerance) {
        List<String> moved = new ArrayList<>();
        for (Limit limit : limits) {
            Optional<Limit> before = expected.limits.stream()
                    .filter(other -> other.name().equals(limit.name()))
                    .findFirst();
            if (before.isEmpty()) {
                moved.add(limit.name() + ": new");
                continue;
            }
            Limit old = before.get();
            compare(limit.name() + ": pairing", old.sharp(), limit.sharp(), tolerance * old.sharp(), moved);
            compare(limit.name() + ": order", old.order(), limit.order(), tolerance, moved);
            compare(limit.name() + ": sampled", old.sampled(), limit.sampled(), tolerance * old.sampled(), moved);
        }
        for (Divergence one : divergences) {
            Optional<Divergence> before = expected.divergences.stream()
                    .filter(other -> other.name().equals(one.name()))
                    .findFirst();
            if (before.isEmpty()) {
                moved.add(one.name() + ": new");
            } else {
                compare(one.name() + ": exponent", before.get().exponent(), one.exponent(), tolerance, moved);
            }
        }
        if (line.size() != expected.line.size()) {
            moved.add(LINE + ": " + line.size() + " heights, were " + expected.line.size());
        }
        for (int i = 0; i < Math.min(line.size(), expected.line.size()); i++) {
            double before = or(expected.line.get(i).pairing(), -1);
            String what = LINE + " at " + line.get(i).height();
            compare(what, before, or(line.get(i).pairing(), -1), tolerance * Math.abs(before), moved);
        }
        return moved;
    }

    private static void compare(String what, double before, double now, double tolerance, List<String> moved) {
        if (!(Math.abs(now - before) <= tolerance)) {
            moved.add(String.format(Locale.ROOT, "%s is %.4f, expected %.4f", what, now, before));
        }
    }
}
