package org.morseuq.study;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.ToDoubleFunction;
import org.morseuq.eval.Difference;
import org.morseuq.eval.StudentInterval;
import org.morseuq.study.StepResult.Row;
import org.morseuq.study.StepResult.Table;

/**
 * Two optimizers of a {@link ComplexityStudy} beside each other.
 *
 * @param solvers what was run
 * @param trails a training by the name of its cell
 */
record SolverTable(ComplexityStudy.Solvers solvers, Function<String, Trail> trails) {

    Table table() {
        List<Row> rows = new ArrayList<>();
        for (ComplexityStudy.Solvers.Pair pair : solvers.pairs()) {
            for (double loss : solvers.losses()) {
                List<Moment> first = new ArrayList<>();
                List<Moment> second = new ArrayList<>();
                for (int seed = 0; seed < solvers.seeds(); seed++) {
                    Optional<Moment> a = trails.apply(ComplexityStudy.solver(solvers.first(), pair, seed))
                            .atTrainingLoss(loss);
                    Optional<Moment> b = trails.apply(ComplexityStudy.solver(solvers.second(), pair, seed))
                            .atTrainingLoss(loss);
                    if (a.isPresent() && b.isPresent()) {
                        first.add(a.get());
                        second.add(b.get());
                    }
                }
                if (first.size() > 2) {
                    rows.add(solved(pair + ", loss " + loss, first, second));
                }
            }
        }
        return new Table(
                solvers.second() + " less " + solvers.first() + " at equal training loss, paired by seed",
                List.of(
                        "setting",
                        "pairs",
                        "GC, " + solvers.first(),
                        "GC more, %",
                        "low",
                        "high",
                        "p",
                        "test error more, points",
                        "low",
                        "high"),
                rows,
                "Mean and 95 % interval by Student's t of the paired differences, of GC in those of its logarithm. One learning"
                        + " rate, one start and one order of batches for both of a pair. "
                        + solvers.recipe().images()
                        + " training images.");
    }

    private static Row solved(String name, List<Moment> first, List<Moment> second) {
        Difference more = paired(first, second, moment -> Math.log(moment.complexity()));
        Difference error = paired(first, second, moment -> 100 * moment.testError());
        return Row.of(
                name,
                first.size(),
                ComplexitySummary.estimate(first, Moment::complexity).value(),
                100 * Math.expm1(more.estimate()),
                100 * Math.expm1(more.low()),
                100 * Math.expm1(more.high()),
                more.pValue(),
                error.estimate(),
                error.low(),
                error.high());
    }

    private static Difference paired(List<Moment> first, List<Moment> second, ToDoubleFunction<Moment> number) {
        return StudentInterval.ofDifference(
                second.stream().mapToDouble(number).toArray(),
                first.stream().mapToDouble(number).toArray());
    }
}
