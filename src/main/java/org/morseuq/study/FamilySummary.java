package org.morseuq.study;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.morseuq.eval.Interval;
import org.morseuq.eval.RankCorrelation;

/**
 * What the networks of a family say together, as tables: means over seeds, and correlations of ranks with intervals in which
 * the seeds of a member stay together.
 *
 * @param cells all networks, the seeds of a member next to each other
 * @param correlation how intervals are drawn
 */
public record FamilySummary(List<FamilyCell> cells, RankCorrelation correlation) {

    /** Copies the list. */
    public FamilySummary {
        cells = List.copyOf(cells);
        if (cells.size() < 2) {
            throw new IllegalArgumentException("a family has at least 2 networks, got " + cells.size());
        }
    }

    /**
     * Two quantities that may go together.
     *
     * @param x the name of one
     * @param y the name of the other
     */
    public record Pair(String x, String y) {}

    /**
     * The means over the seeds of every member, and how far seeds of one member differ.
     *
     * @param title of the table
     * @param names of what was measured, in the order of the columns
     * @param note below the table
     * @return a row for every member; in the last, the root of the mean variance (divisor n - 1) among seeds of one member, 0
     *     if no member has two
     */
    public StepResult.Table means(String title, List<String> names, String note) {
        Map<String, List<FamilyCell>> members = new LinkedHashMap<>();
        cells.forEach(cell ->
                members.computeIfAbsent(cell.member(), m -> new ArrayList<>()).add(cell));
        List<StepResult.Row> rows = new ArrayList<>();
        double[] squares = new double[names.size()];
        int freedom = 0;
        for (Map.Entry<String, List<FamilyCell>> member : members.entrySet()) {
            double[] means = new double[names.size()];
            List<FamilyCell> own = member.getValue();
            for (int j = 0; j < means.length; j++) {
                String name = names.get(j);
                double mean = own.stream()
                        .mapToDouble(cell -> cell.number(name))
                        .average()
                        .orElseThrow();
                means[j] = mean;
                squares[j] += own.stream()
                        .mapToDouble(cell -> (cell.number(name) - mean) * (cell.number(name) - mean))
                        .sum();
            }
            freedom += own.size() - 1;
            rows.add(StepResult.Row.of(member.getKey(), means));
        }
        double[] deviations = new double[squares.length];
        for (int j = 0; j < squares.length; j++) {
            deviations[j] = freedom == 0 ? 0 : Math.sqrt(squares[j] / freedom);
        }
        rows.add(StepResult.Row.of("between seeds", deviations));
        return new StepResult.Table(title, columns("network", names), rows, note);
    }

    /**
     * Correlations over all networks: alone, and with other quantities held fixed.
     *
     * @param title of the table
     * @param pairs what may go together
     * @param given what is held fixed in the second half of the columns; if nothing, there is no second half
     * @param note below the table
     * @return a row for every pair
     */
    public StepResult.Table correlations(String title, List<Pair> pairs, List<String> given, String note) {
        int[] groups = groups();
        double[][] fixed = given.stream().map(this::column).toArray(double[][]::new);
        List<StepResult.Row> rows = new ArrayList<>();
        for (Pair pair : pairs) {
            Interval alone = correlation.interval(groups, column(pair.x()), column(pair.y()));
            double[] numbers = {alone.estimate(), alone.low(), alone.high()};
            if (!given.isEmpty()) {
                Interval partial = correlation.interval(groups, column(pair.x()), column(pair.y()), fixed);
                numbers = new double[] {
                    alone.estimate(), alone.low(), alone.high(), partial.estimate(), partial.low(), partial.high()
                };
            }
            rows.add(StepResult.Row.of(pair.x() + ", " + pair.y(), numbers));
        }
        List<String> names = new ArrayList<>(List.of("correlation", "low", "high"));
        if (!given.isEmpty()) {
            names.addAll(List.of("partial", "low of it", "high of it"));
        }
        return new StepResult.Table(title, columns("pair", names), rows, note);
    }

    /**
     * Correlations of a setting with what was measured, within the sweep of that setting, the first member included. Here
     * every network is drawn for itself: seeds are the repetitions of an experiment whose settings are fixed.
     *
     * @param title of the table
     * @param names of what was measured
     * @param note below the table
     * @return a row for every setting that is swept, and three columns for every name
     */
    public StepResult.Table sweeps(String title, List<String> names, String note) {
        List<String> settings = cells.stream()
                .map(FamilyCell::sweep)
                .filter(sweep -> !sweep.equals(FamilyCell.FIRST))
                .distinct()
                .toList();
        List<StepResult.Row> rows = new ArrayList<>();
        for (String setting : settings) {
            FamilySummary sweep = new FamilySummary(sweep(setting), correlation);
            int[] alone = IntStream.range(0, sweep.cells.size()).toArray();
            double[] values = sweep.column(cell -> cell.settings().get(setting));
            List<Double> numbers = new ArrayList<>();
            for (String name : names) {
                Interval interval = correlation.interval(alone, values, sweep.column(name));
                numbers.addAll(List.of(interval.estimate(), interval.low(), interval.high()));
            }
            rows.add(new StepResult.Row(setting, numbers));
        }
        List<String> columns = new ArrayList<>(List.of("setting"));
        names.forEach(name -> columns.addAll(List.of(name, "low", "high")));
        return new StepResult.Table(title, columns, rows, note);
    }

    /** The networks that differ in one setting, the first member included. */
    public List<FamilyCell> sweep(String setting) {
        return cells.stream()
                .filter(cell -> cell.sweep().equals(setting) || cell.sweep().equals(FamilyCell.FIRST))
                .toList();
    }

    /** The networks of every sweep as points of a plane, the first member as a curve of its own. */
    public StepResult.Plot scatter(String title, String x, String y, String logarithmic) {
        List<StepResult.Curve> curves = new ArrayList<>();
        List<String> sweeps = cells.stream().map(FamilyCell::sweep).distinct().toList();
        for (String sweep : sweeps) {
            double[][] points = cells.stream()
                    .filter(cell -> cell.sweep().equals(sweep))
                    .map(cell -> new double[] {cell.number(x), cell.number(y)})
                    .toArray(double[][]::new);
            curves.add(new StepResult.Curve(sweep.equals(FamilyCell.FIRST) ? "first" : sweep, points, true));
        }
        return new StepResult.Plot(title, x, y, logarithmic, curves);
    }

    /** Equal numbers for the seeds of a member. */
    private int[] groups() {
        List<String> members = cells.stream().map(FamilyCell::member).distinct().toList();
        return cells.stream().mapToInt(cell -> members.indexOf(cell.member())).toArray();
    }

    private double[] column(String name) {
        return column(cell -> cell.number(name));
    }

    private double[] column(ToDoubleFunction<FamilyCell> number) {
        return cells.stream().mapToDouble(number).toArray();
    }

    private static List<String> columns(String first, List<String> names) {
        List<String> columns = new ArrayList<>(List.of(first));
        columns.addAll(names);
        return columns;
    }
}
