package org.morseuq.study;

import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.morseuq.complexity.CantelliBound;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Margins;
import org.morseuq.study.StepResult.Row;
import org.morseuq.training.Examples;
import org.morseuq.training.SweepRun;

/**
 * The {@link CantelliBound} of a trained network beside its error, and the inequality that it rests on: the variance of the
 * margin within a class is at most \( 2 \rho_k GC_k \). All from one sample of new examples.
 *
 * @param error the part that is misclassified
 * @param bound of the error
 * @param slack the largest of the classes' variances of the margin in units of \( 2 \rho_k GC_k \); at most 1 if the constants
 *     are right, up to what a sample of finite size is off
 * @param counting how many classes have a mean margin above 0; the others count as wrong in the bound
 */
record BoundCheck(double error, double bound, double slack, int counting) {

    private static final String ERROR = "error";
    private static final String BOUND = "bound";
    private static final String SLACK = "slack";
    private static final String COUNTING = "counting";

    static BoundCheck of(SweepRun run, Examples fresh, double[] poincare) {
        int classes = fresh.classes();
        Margins margins = Margins.of(run.logits(fresh), fresh.labels());
        double[] own = margins.values();
        double[] means = margins.classMeans(classes);
        double[] complexities = GeometricComplexity.byClass(
                GeometricComplexity.exact().perPoint(run.map(0), fresh.rows(), done -> {}), fresh.labels(), classes);
        double[] shares = new double[classes];
        double slack = 0;
        for (int k = 0; k < classes; k++) {
            int label = k;
            double[] ofClass = IntStream.range(0, own.length)
                    .filter(i -> fresh.labels()[i] == label)
                    .mapToDouble(i -> own[i])
                    .toArray();
            shares[k] = (double) ofClass.length / own.length;
            double variance = Arrays.stream(ofClass)
                    .map(m -> (m - means[label]) * (m - means[label]))
                    .average()
                    .orElse(0);
            slack = Math.max(slack, variance / (2 * poincare[k] * complexities[k]));
        }
        return new BoundCheck(margins.risk(0), CantelliBound.error(shares, complexities, means, poincare), slack, (int)
                Arrays.stream(means).filter(mean -> mean > 0).count());
    }

    /** The same as numbers by name. */
    void into(Map<String, List<Double>> numbers) {
        numbers.put(ERROR, List.of(error));
        numbers.put(BOUND, List.of(bound));
        numbers.put(SLACK, List.of(slack));
        numbers.put(COUNTING, List.of((double) counting));
    }

    /** Back from numbers by name. */
    static BoundCheck from(Map<String, List<Double>> numbers) {
        return new BoundCheck(
                numbers.get(ERROR).get(0),
                numbers.get(BOUND).get(0),
                numbers.get(SLACK).get(0),
                numbers.get(COUNTING).get(0).intValue());
    }

    /** What the checks of some networks come to. */
    static Row row(String name, List<Measured> networks) {
        List<BoundCheck> checks =
                networks.stream().map(one -> BoundCheck.from(one.numbers())).toList();
        return Row.of(
                name,
                checks.size(),
                (double) checks.stream()
                        .filter(check -> check.error() > check.bound())
                        .count(),
                MarginSummary.mean(checks, BoundCheck::error).value(),
                MarginSummary.mean(checks, BoundCheck::bound).value(),
                checks.stream().mapToDouble(BoundCheck::bound).min().orElseThrow(),
                MarginSummary.mean(checks, check -> check.bound() / check.error())
                        .value(),
                MarginSummary.mean(checks, BoundCheck::counting).value(),
                checks.stream().mapToDouble(BoundCheck::slack).max().orElseThrow());
    }
}
