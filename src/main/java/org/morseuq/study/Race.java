package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.TreeMap;
import org.morseuq.eval.Difference;
import org.morseuq.eval.StudentInterval;

/**
 * What a contender reached on its way, in several runs with a seed each, against steps and against what they cost: contenders
 * are compared run by run, each with the run of the other that has the same seed.
 *
 * @param name of the contender
 * @param ways by run, points of steps taken, gradients they cost, and the value reached, each rising in the first two; not
 *     copied
 */
public record Race(String name, double[][][] ways) {

    /** What two contenders have spent equally where they are compared. */
    public enum Spent {
        /** Steps, whatever they cost. */
        STEPS(0),
        /** Gradients, a product with a Hessian counted as whoever counted it did. */
        GRADIENTS(1);

        private final int column;

        Spent(int column) {
            this.column = column;
        }
    }

    private static final int VALUE = 2;

    /** Checks the shapes. */
    public Race {
        for (double[][] way : ways) {
            if (way.length == 0 || Arrays.stream(way).anyMatch(point -> point.length != VALUE + 1)) {
                throw new IllegalArgumentException(
                        name + ": a way needs at least one point of steps, gradients and value");
            }
        }
    }

    /** The value of a run where so much is spent, on straight lines between its points. */
    private double at(int run, Spent spent, double amount) {
        double[][] way = ways[run];
        int x = spent.column;
        for (int i = 1; i < way.length; i++) {
            if (way[i][x] >= amount) {
                double width = way[i][x] - way[i - 1][x];
                double part = width > 0 ? (amount - way[i - 1][x]) / width : 1;
                return way[i - 1][VALUE] + part * (way[i][VALUE] - way[i - 1][VALUE]);
            }
        }
        return way[way.length - 1][VALUE];
    }

    private double end(int run, Spent spent) {
        return ways[run][ways[run].length - 1][spent.column];
    }

    /** The values at the end of every run. */
    public double[] last() {
        return Arrays.stream(ways)
                .mapToDouble(way -> way[way.length - 1][VALUE])
                .toArray();
    }

    /**
     * By how much this one is above another where the shorter of the two has spent everything.
     *
     * @param other as many runs, with the same seeds in the same order
     * @param spent what is spent
     * @return the mean over the runs and its interval by Student's distribution, at 95 percent
     */
    public Difference above(Race other, Spent spent) {
        double[] own = new double[ways.length];
        double[] others = new double[other.ways.length];
        if (own.length != others.length) {
            throw new IllegalArgumentException(
                    name + " ran " + own.length + " times and " + other.name + " " + others.length + " times");
        }
        for (int run = 0; run < own.length; run++) {
            double amount = Math.min(end(run, spent), other.end(run, spent));
            own[run] = at(run, spent, amount);
            others[run] = other.at(run, spent, amount);
        }
        return StudentInterval.ofDifference(own, others);
    }

    /**
     * All contenders against some of them.
     *
     * @param title of the table
     * @param value what is compared, for the note
     * @param races all contenders
     * @param against the names of some
     * @param spent what is spent
     * @return a row for every contender, with a difference and half the width of its interval for every one of those
     */
    public static StepResult.Table table(
            String title, String value, List<Race> races, List<String> against, Spent spent) {
        List<String> columns = new ArrayList<>(List.of("optimizer"));
        for (String base : against) {
            columns.add("less " + base);
            columns.add("\u00b1 " + base);
        }
        List<StepResult.Row> rows = new ArrayList<>();
        for (Race race : races) {
            List<Double> numbers = new ArrayList<>();
            for (String base : against) {
                Race other = races.stream()
                        .filter(one -> one.name.equals(base))
                        .findFirst()
                        .orElseThrow();
                Difference difference = race.above(other, spent);
                numbers.add(difference.estimate());
                numbers.add(difference.high() - difference.estimate());
            }
            rows.add(new StepResult.Row(race.name, numbers));
        }
        return new StepResult.Table(
                title,
                columns,
                rows,
                "Difference of " + value + ", mean over paired runs, where the shorter of the two has spent all its "
                        + (spent == Spent.STEPS ? "steps" : "gradients")
                        + "; \u00b1: 95 % by Student's distribution, not corrected for the number of comparisons.");
    }

    /**
     * The mean over the runs, at every point that a run has.
     *
     * @param spent the horizontal axis
     * @return a curve
     */
    public StepResult.Curve curve(Spent spent) {
        TreeMap<Double, double[]> sums = new TreeMap<>();
        for (double[][] way : ways) {
            for (double[] point : way) {
                double[] sum = sums.computeIfAbsent(point[spent.column], x -> new double[2]);
                sum[0] += point[VALUE];
                sum[1]++;
            }
        }
        double[][] points = sums.entrySet().stream()
                .map(entry -> new double[] {entry.getKey(), entry.getValue()[0] / entry.getValue()[1]})
                .toArray(double[][]::new);
        return new StepResult.Curve(name, points, false);
    }
}
