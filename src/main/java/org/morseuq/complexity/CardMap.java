package org.morseuq.complexity;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.complexity.ComplexityCard.Bend;
import org.morseuq.complexity.ComplexityCard.Collapse;
import org.morseuq.complexity.ComplexityCard.Geometric;
import org.morseuq.complexity.ComplexityCard.MarginSummary;
import org.morseuq.complexity.ComplexityCard.Spectrum;
import org.morseuq.complexity.ComplexityCard.Tasks;

/** A card as nested maps of numbers, lists and strings; what is no number is null, for JSON has no word for it. */
final class CardMap {

    private CardMap() {}

    static Map<String, Object> of(ComplexityCard card) {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("images", card.images());
        if (card.logits().isPresent() || card.embedding().isPresent()) {
            Map<String, Object> part = new LinkedHashMap<>();
            card.logits().ifPresent(g -> part.put("logits", g.mean().value()));
            card.embedding().ifPresent(g -> part.put("embedding", g.mean().value()));
            card.logits().ifPresent(g -> error(part, "", g));
            card.embedding().ifPresent(g -> error(part, "embedding_", g));
            map.put("geometric_complexity", part);
        }
        card.collapse().ifPresent(c -> map.put("neural_collapse", collapse(c)));
        card.margin().ifPresent(m -> map.put("margin", margin(m)));
        card.curvature().ifPresent(c -> map.put("curvature", curvature(c)));
        card.spectrum().ifPresent(s -> map.put("spectrum", spectrum(s)));
        card.tasks().ifPresent(t -> map.put("tasks", tasks(t)));
        if (!card.leftOut().isEmpty()) {
            map.put("left_out", card.leftOut());
        }
        return map;
    }

    private static void error(Map<String, Object> part, String prefix, Geometric g) {
        part.put(prefix + "standard_error", number(g.mean().standardError()));
        Map<String, Object> classes = new LinkedHashMap<>();
        g.byClass()
                .forEach((k, e) ->
                        classes.put(k.toString(), Arrays.asList(number(e.value()), number(e.standardError()), (double)
                                e.samples())));
        part.put(prefix + "by_class", classes);
    }

    private static Map<String, Object> collapse(Collapse collapse) {
        NeuralCollapse c = collapse.measures();
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("cdnv", number(c.cdnv()));
        part.put("nc1", number(c.nc1()));
        part.put("nc2", number(c.nc2()));
        part.put("equinorm", number(c.equinorm()));
        part.put("equiangular", number(c.equiangular()));
        part.put("nc3", number(c.nc3()));
        part.put("nc4", c.nc4());
        part.put("nearest_mean_accuracy", c.nearestMeanAccuracy());
        collapse.geometric().ifPresent(g -> part.put("geometric_collapse", number(g)));
        part.put("cosines", numbers(collapse.cosines()));
        return part;
    }

    private static Map<String, Object> margin(MarginSummary m) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("accuracy", m.accuracy());
        part.put("mean", m.mean());
        part.put("tenth", m.tenth());
        part.put("median", m.median());
        part.put("normalised_geometric_complexity", number(m.normalisedComplexity()));
        part.put("edges", m.distribution().edges());
        part.put("counts", m.distribution().counts());
        return part;
    }

    private static Map<String, Object> curvature(Bend bend) {
        FlatnessAlongGradient along = bend.along();
        Estimate trace = Estimate.of(bend.trace());
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("loss", along.loss());
        part.put("gradient_norm", along.gradientNorm());
        part.put("along_gradient", number(along.curvature()));
        part.put("drift", number(along.drift()));
        part.put("alignment", number(along.alignment()));
        part.put("steps", along.steps());
        part.put("losses", numbers(along.losses()));
        part.put("top_eigenvalues", bend.top().values());
        part.put("residuals", bend.top().residuals());
        part.put("converged", bend.top().converged());
        part.put("products", bend.top().products());
        part.put("trace", trace.value());
        part.put("trace_standard_error", number(trace.standardError()));
        part.put("trace_probes", trace.samples());
        part.put("trace_estimates", bend.trace());
        return part;
    }

    private static Map<String, Object> spectrum(Spectrum spectrum) {
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("parameters", spectrum.parameters());
        part.put("share_below_zero", spectrum.density().below(0));
        part.put("nodes", spectrum.density().nodes());
        part.put("weights", spectrum.density().weights());
        return part;
    }

    private static Map<String, Object> tasks(Tasks tasks) {
        int count = tasks.names().size();
        double[][] cosines = new double[count][count];
        for (int i = 0; i < count; i++) {
            for (int j = 0; j < count; j++) {
                cosines[i][j] = tasks.geometry().cosine(i, j);
            }
        }
        Map<String, Object> part = new LinkedHashMap<>();
        part.put("names", tasks.names());
        part.put("images", tasks.images());
        part.put("step", tasks.step());
        part.put("conflict", tasks.geometry().conflict(tasks.step()));
        part.put("products", rows(tasks.geometry().products()));
        part.put("cosines", rows(cosines));
        part.put("brackets", rows(tasks.geometry().brackets()));
        return part;
    }

    private static List<List<Double>> rows(double[][] rows) {
        return Arrays.stream(rows).map(CardMap::numbers).toList();
    }

    private static List<Double> numbers(double[] values) {
        return Arrays.stream(values).mapToObj(CardMap::number).collect(java.util.stream.Collectors.toList());
    }

    private static Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
