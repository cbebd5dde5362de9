package org.morseuq.eval;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * What it costs to answer more often: the error of a classifier that answers only where its doubt is small, against the
 * part of the inputs that it answers.
 *
 * <p>Let \( E_i \) be the number of wrong answers among the i least doubtful of n inputs. At coverage \( i/n \) the risk
 * is \( E_i / i \), the error among the answered, and the generalised risk \( E_i / n \), the chance that an input is
 * both answered and wrong. Three areas sum the curves up; for all of them lower is better:
 *
 * <ul>
 *   <li>AURC, the area under the risk: \( \frac{1}{n} \sum_{i=1}^n E_i / i \).
 *   <li>E-AURC, its excess over the best order of the same answers, all right ones first. The best is summed exactly
 *       here, where the paper takes its limit for large n. Y. Geifman, G. Uziel, R. El-Yaniv (2019), Bias-Reduced
 *       Uncertainty Estimation for Deep Neural Classifiers, ICLR.
 *   <li>AUGRC, the area under the generalised risk from coverage 0 on, by trapezoids. With the error rate e and A the
 *       chance that a wrong answer is more doubtful than a right one, it is \( (1 - A) e (1 - e) + e^2 / 2 \). J. Traub
 *       et al. (2024), Overcoming Common Flaws in the Evaluation of Selective Classification Systems, arXiv 2407.01032.
 * </ul>
 *
 * <p>Inputs of equal doubt are answered in any order with equal chance, and the areas are the means over these orders: a
 * constant doubt gives an AURC of e. NaN and empty samples are refused. Costs O(n log n).
 */
public final class RiskCoverage {

    /**
     * A point of the curve, after all inputs up to some doubt.
     *
     * @param coverage the part of the inputs that is answered, above 0
     * @param risk the error rate among the answered
     */
    public record Point(double coverage, double risk) {}

    private final int[] answered;
    private final int[] wrong;

    private RiskCoverage(int[] answered, int[] wrong) {
        this.answered = answered;
        this.wrong = wrong;
    }

    /**
     * The curve of some answers.
     *
     * @param doubt one number an input, higher is less sure; no NaN, at least one
     * @param right whether the answer to each is right
     * @return the curve
     */
    public static RiskCoverage of(double[] doubt, boolean[] right) {
        if (doubt.length == 0 || doubt.length != right.length) {
            throw new IllegalArgumentException("doubt and right must have the same number of rows, at least 1, got "
                    + doubt.length + " and " + right.length);
        }
        for (int i = 0; i < doubt.length; i++) {
            if (Double.isNaN(doubt[i])) {
                throw new IllegalArgumentException("doubt[" + i + "] must be a number, got NaN");
            }
        }
        int[] order = IntStream.range(0, doubt.length)
                .boxed()
                .sorted(Comparator.comparingDouble(i -> doubt[i]))
                .mapToInt(Integer::intValue)
                .toArray();
        List<int[]> steps = new ArrayList<>();
        int errors = 0;
        for (int i = 0; i < order.length; i++) {
            errors += right[order[i]] ? 0 : 1;
            if (i + 1 == order.length || doubt[order[i + 1]] != doubt[order[i]]) {
                steps.add(new int[] {i + 1, errors});
            }
        }
        return new RiskCoverage(
                steps.stream().mapToInt(step -> step[0]).toArray(),
                steps.stream().mapToInt(step -> step[1]).toArray());
    }

    /** The points of the curve from the least coverage to 1; an unmodifiable list. */
    public List<Point> points() {
        return IntStream.range(0, answered.length)
                .mapToObj(k -> new Point((double) answered[k] / size(), (double) wrong[k] / answered[k]))
                .toList();
    }

    /** AURC, in [0, 1]. */
    public double area() {
        double sum = 0;
        int before = 0;
        int errorsBefore = 0;
        for (int k = 0; k < answered.length; k++) {
            double slope = (double) (wrong[k] - errorsBefore) / (answered[k] - before);
            for (int i = before + 1; i <= answered[k]; i++) {
                sum += (errorsBefore + slope * (i - before)) / i;
            }
            before = answered[k];
            errorsBefore = wrong[k];
        }
        return sum / size();
    }

    /** E-AURC, at least 0. */
    public double excessArea() {
        int right = size() - wrong[wrong.length - 1];
        double best = 0;
        for (int i = right + 1; i <= size(); i++) {
            best += (double) (i - right) / i;
        }
        return Math.max(0, area() - best / size()); // rounding could be left of the best order itself
    }

    /** AUGRC, in [0, 1/2]. */
    public double generalisedArea() {
        double sum = 0;
        int before = 0;
        int errorsBefore = 0;
        for (int k = 0; k < answered.length; k++) {
            sum += (answered[k] - before) * ((double) errorsBefore + wrong[k]) / 2;
            before = answered[k];
            errorsBefore = wrong[k];
        }
        return sum / size() / size();
    }

    private int size() {
        return answered[answered.length - 1];
    }
}
