package org.morseuq.cli;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Probe;
import org.morseuq.complexity.TraceEstimator;
import org.morseuq.function.Lanczos;
import picocli.CommandLine.Option;

/** The options that say what is measured for a card, and how. */
final class CardOptions {

    static final String GEOMETRIC = "geometric";
    static final String COLLAPSE = "collapse";
    static final String MARGIN = "margin";
    static final String CURVATURE = "curvature";
    static final String SPECTRUM = "spectrum";
    static final String TASKS = "tasks";
    static final List<String> MEASURES = List.of(GEOMETRIC, COLLAPSE, MARGIN, CURVATURE, SPECTRUM, TASKS);

    @Option(names = "--limit", defaultValue = "128", description = "The first so many images.")
    private int limit;

    @Option(names = "--batch-size", defaultValue = "128", description = "Images in memory at a time.")
    private int batch;

    @Option(
            names = "--measures",
            defaultValue = "all",
            split = ",",
            description = "all, or some of geometric, collapse, margin, curvature, spectrum, tasks.")
    private List<String> measures;

    @Option(
            names = "--probes",
            defaultValue = "0",
            description = "Estimate geometric complexity from so many random signs an image; 0 for exact.")
    private int probes;

    @Option(names = "--eigenvalues", defaultValue = "5", description = "How many of the loss's Hessian.")
    private int eigenvalues;

    @Option(names = "--products", defaultValue = "25", description = "At most so many Hessian products to find them.")
    private int products;

    @Option(
            names = "--trace-error",
            defaultValue = "0.05",
            description = "Stop estimating the trace at this relative standard error.")
    private double traceError;

    @Option(names = "--trace-probes", defaultValue = "30", description = "At most so many products for the trace.")
    private int traceProbes;

    @Option(names = "--density-starts", defaultValue = "2", description = "Random starts of the spectral density.")
    private int densityStarts;

    @Option(names = "--density-products", defaultValue = "25", description = "Hessian products from each of them.")
    private int densityProducts;

    @Option(
            names = "--tasks",
            defaultValue = "classes",
            description = "What gradients and brackets are compared between: classes, or a number of batches.")
    private String tasks;

    @Option(names = "--step", defaultValue = "0.1", description = "The learning rate of the tasks' conflict term.")
    private double step;

    @Option(names = "--seed", defaultValue = "0", description = "Of all random signs and starts.")
    private long seed;

    /** The most images. */
    int limit() {
        return limit;
    }

    /** Images in memory at a time. */
    int batch() {
        return batch;
    }

    /** Of all that is random. */
    long seed() {
        return seed;
    }

    /** The plan, once all is within its range. */
    CardPlan plan() {
        Set<String> wanted = new LinkedHashSet<>(measures.equals(List.of("all")) ? MEASURES : measures);
        for (String measure : wanted) {
            Names.require("measure", measure, MEASURES);
        }
        if (limit < 1 || batch < 1) {
            throw new IllegalArgumentException(
                    "--limit and --batch-size must be at least 1, got " + limit + " and " + batch);
        }
        if (probes < 0) {
            throw new IllegalArgumentException("--probes must be at least 0, got " + probes);
        }
        return new CardPlan(
                wanted,
                new GeometricComplexity(probes == 0 ? new Probe.Exact() : new Probe.Rademacher(probes), batch, seed),
                new Lanczos(Lanczos.Part.MAGNITUDE, eigenvalues, products, 1e-3, seed),
                new TraceEstimator(traceProbes, traceError, seed + 1),
                new CardPlan.Density(densityStarts, densityProducts, seed + 2),
                TaskPlan.parse(tasks, step));
    }
}
