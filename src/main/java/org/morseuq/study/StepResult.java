package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import java.util.Set;

/**
 * What came out of a {@link StepStudy}.
 *
 * @param tables of numbers
 * @param plots of curves
 */
public record StepResult(List<Table> tables, List<Plot> plots) {

    /** Below this, a number is rounding: it may be any other such number. */
    private static final double ROUNDING = 1e-9;

    /** The names of columns that say how sure the number before them is, as the spread over a few seeds has it. */
    private static final Set<String> ERRORS = Set.of("standard error", "its error");

    /** Of its standard errors a number may move: another processor rounds otherwise, so training there is another draw. */
    private static final double ERRORS_APART = 2;

    /** Two standard errors of three seeds each lie further apart than by this factor in 5 of 100 cases, by the law of F. */
    private static final double ERROR_FACTOR = 6;

    /** Copies the lists. */
    public StepResult {
        tables = List.copyOf(tables);
        plots = List.copyOf(plots);
    }

    /**
     * A table of numbers.
     *
     * @param title what it shows
     * @param columns the names of the numbers; the first is that of the rows
     * @param rows the numbers
     * @param note what the columns mean
     */
    public record Table(String title, List<String> columns, List<Row> rows, String note) {

        /** Copies the lists. */
        public Table {
            columns = List.copyOf(columns);
            rows = List.copyOf(rows);
        }
    }

    /**
     * A row of a table.
     *
     * @param name of the row
     * @param numbers finite, one a column
     */
    public record Row(String name, List<Double> numbers) {

        /** Copies the list. */
        public Row {
            numbers = List.copyOf(numbers);
        }

        /** A row of these numbers. */
        public static Row of(String name, double... numbers) {
            List<Double> list = new ArrayList<>();
            for (double number : numbers) {
                list.add(number);
            }
            return new Row(name, list);
        }
    }

    /**
     * Curves on common axes.
     *
     * @param title what they show
     * @param xLabel what the horizontal axis is
     * @param yLabel what the vertical axis is
     * @param logarithmic {@code ""}, {@code "x"}, {@code "y"} or {@code "xy"}: which axes are logarithmic
     * @param curves from the bottom up
     */
    public record Plot(String title, String xLabel, String yLabel, String logarithmic, List<Curve> curves) {

        /** Copies the list. */
        public Plot {
            curves = List.copyOf(curves);
        }
    }

    /**
     * Points of the plane in their order.
     *
     * @param name what they are
     * @param points pairs of coordinates. Not copied
     * @param marks whether only the points are drawn, and not the line through them
     */
    public record Curve(String name, double[][] points, boolean marks) {}

    /**
     * What differs from an earlier result.
     *
     * @param expected the earlier one
     * @param tolerance by which part of itself a number may differ
     * @return sentences; empty if nothing moved
     */
    public List<String> movedFrom(StepResult expected, double tolerance) {
        return movedFrom(expected, tolerance, ROUNDING);
    }

    /**
     * What differs from an earlier result. A number with its standard error beside it may also differ by two of those, and the
     * errors themselves by a factor of 6.
     *
     * @param expected the earlier one
     * @param tolerance by which part of itself a number may differ
     * @param slack by how much it may differ on top, whatever it is: what numbers near 0 need, as correlations
     * @return sentences; empty if nothing moved
     */
    public List<String> movedFrom(StepResult expected, double tolerance, double slack) {
        List<String> moved = new ArrayList<>();
        if (tables.size() != expected.tables.size()) {
            moved.add("there are " + tables.size() + " tables, were " + expected.tables.size());
            return moved;
        }
        for (int t = 0; t < tables.size(); t++) {
            Table now = tables.get(t);
            Table before = expected.tables.get(t);
            if (!Objects.equals(now.columns(), before.columns())
                    || now.rows().size() != before.rows().size()) {
                moved.add(now.title() + ": other rows or columns");
                continue;
            }
            for (int r = 0; r < now.rows().size(); r++) {
                compare(now, now.rows().get(r), before.rows().get(r), tolerance, slack, moved);
            }
        }
        return moved;
    }

    /** What a number may differ by for being known no better. */
    private static double spread(Table table, Row before, int c, double now) {
        double known = before.numbers().get(c);
        if (isError(table, c)) {
            return (ERROR_FACTOR - 1) * Math.min(known, now);
        }
        return isError(table, c + 1) ? ERRORS_APART * before.numbers().get(c + 1) : 0;
    }

    private static boolean isError(Table table, int c) {
        return c + 1 < table.columns().size() && ERRORS.contains(table.columns().get(c + 1));
    }

    private static void compare(Table table, Row now, Row before, double tolerance, double slack, List<String> moved) {
        for (int c = 0; c < now.numbers().size(); c++) {
            double a = now.numbers().get(c);
            double b = before.numbers().get(c);
            if (!(Math.abs(a - b) <= tolerance * Math.abs(b) + slack + spread(table, before, c, a))) {
                moved.add(String.format(
                        Locale.ROOT,
                        "%s, %s: %s is %.4g, was %.4g",
                        table.title(),
                        now.name(),
                        table.columns().get(c + 1),
                        a,
                        b));
            }
        }
    }
}
