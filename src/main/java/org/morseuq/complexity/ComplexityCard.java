package org.morseuq.complexity;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/**
 * What was measured on one network: each part if it was asked for and could be had.
 *
 * @param images how many images
 * @param logits geometric complexity of the logits
 * @param embedding geometric complexity of the embedding; absent if the network does not show it
 * @param collapse of the embedding
 * @param geometricCollapse the counterpart of the class-distance normalised variance with geometric complexities
 * @param margin of the logits
 * @param curvature of the mean cross-entropy
 */
public record ComplexityCard(
        int images,
        Optional<Estimate> logits,
        Optional<Estimate> embedding,
        Optional<NeuralCollapse> collapse,
        Optional<Double> geometricCollapse,
        Optional<MarginSummary> margin,
        Optional<Curvature> curvature) {

    /**
     * The margins in a few numbers.
     *
     * @param accuracy the share of images with a margin above 0
     * @param mean margin
     * @param tenth the margin that a tenth of the images does not exceed
     * @param median margin
     * @param normalisedComplexity geometric complexity of the logits over the squared median margin; NaN if the median is not
     *     above 0, or the complexity was not measured
     */
    public record MarginSummary(
            double accuracy, double mean, double tenth, double median, double normalisedComplexity) {

        /**
         * Summarises.
         *
         * @param margins all margins
         * @param complexity of the logits; NaN if it is not known
         */
        public static MarginSummary of(Margins margins, double complexity) {
            return new MarginSummary(
                    1 - margins.risk(0),
                    margins.mean(),
                    margins.quantile(0.1),
                    margins.quantile(0.5),
                    margins.normalised(complexity, 0.5));
        }
    }

    /** The card as nested maps, for a JSON file: names as the command line's documentation has them. */
    public Map<String, Object> toMap() {
        Map<String, Object> map = new LinkedHashMap<>();
        map.put("images", images);
        if (logits.isPresent() || embedding.isPresent()) {
            Map<String, Object> part = new LinkedHashMap<>();
            logits.ifPresent(e -> part.put("logits", e.value()));
            embedding.ifPresent(e -> part.put("embedding", e.value()));
            logits.ifPresent(e -> part.put("standard_error", number(e.standardError())));
            embedding.ifPresent(e -> part.put("embedding_standard_error", number(e.standardError())));
            map.put("geometric_complexity", part);
        }
        collapse.ifPresent(c -> {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("cdnv", number(c.cdnv()));
            part.put("nc1", number(c.nc1()));
            part.put("nc2", number(c.nc2()));
            part.put("equinorm", number(c.equinorm()));
            part.put("equiangular", number(c.equiangular()));
            part.put("nc3", number(c.nc3()));
            part.put("nc4", c.nc4());
            part.put("nearest_mean_accuracy", c.nearestMeanAccuracy());
            geometricCollapse.ifPresent(g -> part.put("geometric_collapse", number(g)));
            map.put("neural_collapse", part);
        });
        margin.ifPresent(m -> {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("accuracy", m.accuracy());
            part.put("mean", m.mean());
            part.put("tenth", m.tenth());
            part.put("median", m.median());
            part.put("normalised_geometric_complexity", number(m.normalisedComplexity()));
            map.put("margin", part);
        });
        curvature.ifPresent(c -> {
            Map<String, Object> part = new LinkedHashMap<>();
            part.put("loss", c.loss());
            part.put("gradient_norm", c.gradientNorm());
            part.put("along_gradient", number(c.alongGradient()));
            part.put("top_eigenvalues", c.topEigenvalues());
            part.put("residuals", c.residuals());
            part.put("converged", c.converged());
            part.put("products", c.products());
            part.put("trace", c.trace().value());
            part.put("trace_standard_error", number(c.trace().standardError()));
            part.put("trace_probes", c.trace().samples());
            map.put("curvature", part);
        });
        return map;
    }

    /** JSON has no word for what is not a number. */
    private static Double number(double value) {
        return Double.isFinite(value) ? value : null;
    }
}
