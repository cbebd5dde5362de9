package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.morseuq.complexity.Estimate;
import org.morseuq.eval.Interval;
import org.morseuq.study.StepResult.Row;
import org.morseuq.study.StepResult.Table;
import org.morseuq.training.InitialWeights;

/**
 * The networks of a {@link ComplexityStudy} before training.
 *
 * @param initial what was drawn
 * @param numbers the complexities of all draws, by law and depth or by scale
 */
record InitialTable(ComplexityStudy.Initial initial, Map<String, List<Double>> numbers) {

    Table table() {
        List<Row> rows = new ArrayList<>();
        List<Integer> depths = initial.depths();
        for (InitialWeights.Law law : InitialWeights.Law.values()) {
            List<Double> x = new ArrayList<>();
            List<Double> y = new ArrayList<>();
            List<double[]> all = new ArrayList<>();
            for (int depth : depths) {
                List<Double> found = numbers.get(ComplexityStudy.COMPLEXITIES + law + depth);
                all.add(array(found));
                found.forEach(value -> {
                    x.add((double) depth);
                    y.add(value);
                });
            }
            Interval trend = ComplexitySummary.trend(array(x), array(y));
            for (int i = 0; i < depths.size(); i++) {
                rows.add(initialRow(law + ", depth " + depths.get(i), all.get(i), trend));
            }
        }
        for (double scale : initial.scales()) {
            List<Double> found = numbers.get(ComplexityStudy.COMPLEXITIES + scale);
            rows.add(initialRow("HE times " + scale + ", depth " + depths.get(1), array(found), new Interval(0, 0, 0)));
        }
        return new Table(
                "Before training, " + initial.seeds() + " draws",
                List.of(
                        "weights",
                        "mean GC",
                        "standard error",
                        "median GC",
                        "rank correlation with depth",
                        "low",
                        "high"),
                rows,
                "Hidden layers of " + initial.width()
                        + " units. The correlation is over all depths of a law; 0 where the depth is not varied.");
    }

    private static Row initialRow(String name, double[] found, Interval trend) {
        Estimate mean = Estimate.of(found);
        return Row.of(
                name, mean.value(), mean.standardError(), median(found), trend.estimate(), trend.low(), trend.high());
    }

    private static double[] array(List<Double> numbers) {
        return numbers.stream().mapToDouble(Double::doubleValue).toArray();
    }

    private static double median(double[] numbers) {
        double[] sorted = numbers.clone();
        Arrays.sort(sorted);
        int n = sorted.length;
        return (sorted[(n - 1) / 2] + sorted[n / 2]) / 2;
    }
}
