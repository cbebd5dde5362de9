package org.morseuq.report;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.DoubleStream;
import java.util.stream.IntStream;
import org.morseuq.complexity.ComplexityCard.Bend;
import org.morseuq.complexity.ComplexityCard.TopEigenvalues;
import org.morseuq.complexity.Estimate;
import org.morseuq.complexity.FlatnessAlongGradient;

/** How the mean cross-entropy bends: along its gradient, along the sharpest directions, and on average. */
final class CurvatureSection {

    private CurvatureSection() {}

    static List<Element> of(Bend bend) {
        FlatnessAlongGradient along = bend.along();
        Estimate trace = Estimate.of(bend.trace());
        Figure figure = new Figure(
                        "Curvature of the mean cross-entropy at the network's parameters. First the loss after one"
                                + " step of gradient descent, by the length of the step, beside what gradient and curvature"
                                + " there foretell. Then the largest eigenvalues of the Hessian; the bars are their residuals, within"
                                + " which a true eigenvalue lies. Last the mean of the first so many estimates of its trace, with a"
                                + " 95\u00a0% interval.")
                .line("curve-0", "measured")
                .line("curve-1", "foretold to second order")
                .area("band", "95\u00a0% interval");
        if (along.steps().length > 1) {
            figure.add(profile(along));
        }
        figure.add(eigenvalues(bend.top()));
        figure.add(running(bend.trace(), trace));
        Table table = new Table("Curvature of the mean cross-entropy", "what", List.of("value", "95\u00a0% interval"));
        row(table, "loss, nats", along.loss());
        row(table, "norm of the gradient", along.gradientNorm());
        row(
                table,
                "squared norm, which implicit regularisation presses down",
                along.gradientNorm() * along.gradientNorm());
        row(table, "curvature along the gradient", along.curvature());
        row(table, "Hessian times unit gradient, norm: 0 in a corridor", along.drift());
        row(table, "cosine of gradient and Hessian times gradient", along.alignment());
        for (int i = 0; i < bend.top().values().length; i++) {
            table.texts(
                    "eigenvalue " + (i + 1),
                    List.of(
                            Words.number(bend.top().values()[i]),
                            "residual " + Words.number(bend.top().residuals()[i])));
        }
        table.texts(
                "trace",
                List.of(
                        Words.number(trace.value()),
                        Words.number(trace.value() - trace.halfWidth()) + " to "
                                + Words.number(trace.value() + trace.halfWidth())));
        List<Element> elements = new ArrayList<>(List.of(figure.draw(), table.draw()));
        if (!bend.top().converged()) {
            elements.add(Element.of(
                    "p",
                    "The eigenvalues have NOT converged within " + bend.top().products()
                            + " products: see their residuals."));
        }
        return elements;
    }

    private static void row(Table table, String name, double value) {
        table.texts(name, List.of(Double.isNaN(value) ? "undefined" : Words.number(value), ""));
    }

    private static Element profile(FlatnessAlongGradient along) {
        double[] steps = along.steps();
        double[] foretold = Arrays.stream(steps).map(along::expansion).toArray();
        double[] losses = along.losses();
        double[] finite = DoubleStream.concat(Arrays.stream(losses), Arrays.stream(foretold))
                .filter(Double::isFinite)
                .toArray();
        Plot plot = Plot.wide(
                "loss along the gradient",
                Axis.linear("step h", 0, steps[steps.length - 1]),
                Axis.around("loss, nats", finite));
        double ceiling = Arrays.stream(finite).max().orElse(0);
        plot.curve("curve-1", steps, foretold);
        plot.curve(
                "curve-0",
                steps,
                Arrays.stream(losses).map(x -> Double.isFinite(x) ? x : ceiling).toArray());
        int best = IntStream.range(0, losses.length).reduce(0, (a, b) -> losses[b] < losses[a] ? b : a);
        return plot.draw("The loss after a step of gradient descent is least at a step of " + Words.number(steps[best])
                + ", " + Words.number(losses[best]) + " against " + Words.number(along.loss())
                + " before it; to second order the best step would be "
                + (along.curvature() > 0 ? Words.number(1 / along.curvature()) : "without bound") + ".");
    }

    private static Element eigenvalues(TopEigenvalues top) {
        int count = top.values().length;
        double[] ranks = new double[count];
        double[] lows = new double[count];
        double[] highs = new double[count];
        List<double[]> places = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            ranks[i] = i + 1;
            lows[i] = top.values()[i] - top.residuals()[i];
            highs[i] = top.values()[i] + top.residuals()[i];
            places.add(new double[] {i + 1, top.values()[i]});
        }
        double[] ends = DoubleStream.concat(
                        DoubleStream.of(0), DoubleStream.concat(Arrays.stream(lows), Arrays.stream(highs)))
                .toArray();
        return Plot.wide(
                        "largest eigenvalues",
                        Axis.linear("rank by size", 0.5, count + 0.5),
                        Axis.around("eigenvalue", ends))
                .spans("span", ranks, lows, highs)
                .points("point", "#0059a8", Plot.Mark.DOT, 3.5, places)
                .draw("The " + count + " largest eigenvalues in size: "
                        + Words.list(Arrays.stream(top.values())
                                .mapToObj(Words::number)
                                .toList())
                        + "; their largest residual is "
                        + Words.number(Arrays.stream(top.residuals()).max().orElse(0)) + ".");
    }

    private static Element running(double[] estimates, Estimate trace) {
        Estimate.Running running = new Estimate.Running();
        double[] counts = new double[estimates.length - 1];
        double[] means = new double[counts.length];
        double[] lows = new double[counts.length];
        double[] highs = new double[counts.length];
        for (int i = 0; i < estimates.length; i++) {
            running.add(estimates[i]);
            if (i > 0) {
                Estimate so = running.estimate();
                counts[i - 1] = i + 1;
                means[i - 1] = so.value();
                lows[i - 1] = so.value() - so.halfWidth();
                highs[i - 1] = so.value() + so.halfWidth();
            }
        }
        // The first few intervals know too little to set the scale.
        int from = Math.min(counts.length - 1, 3);
        double[] ends = DoubleStream.concat(
                        Arrays.stream(lows).skip(from), Arrays.stream(highs).skip(from))
                .toArray();
        return Plot.wide(
                        "trace",
                        Axis.linear("estimates", 1.5, estimates.length + 0.5),
                        Axis.around("mean of the estimates", ends))
                .band("band", counts, lows, highs)
                .curve("curve-0", counts, means)
                .draw("The trace is estimated at " + Words.number(trace.value()) + " with a standard error of "
                        + Words.number(trace.standardError()) + " from " + trace.samples() + " products.");
    }
}
