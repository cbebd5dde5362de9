package org.morseuq.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.ObjIntConsumer;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.complexity.ClassMeans;
import org.morseuq.complexity.ComplexityCard;
import org.morseuq.complexity.ComplexityCard.MarginSummary;
import org.morseuq.complexity.Curvature;
import org.morseuq.complexity.Estimate;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Margins;
import org.morseuq.complexity.NeuralCollapse;
import org.morseuq.data.Layout;
import org.morseuq.function.PointwiseMap;

/**
 * Measures a network over images: the parts of a card that go by its inputs and its outputs.
 *
 * @param network the network
 * @param images labelled
 * @param measure how geometric complexity is found, and how many images are in memory at a time
 * @param progress is told what is being measured and how many images are done, and may end the work by throwing
 */
record ComplexityMeasurement(
        DifferentiableBackbone network,
        LabelledImages images,
        GeometricComplexity measure,
        ObjIntConsumer<String> progress) {

    /** Measures the curvature of the loss, which has a network of its own. */
    @FunctionalInterface
    interface CurvatureOf {

        /** The curvature. */
        Curvature get() throws IOException;
    }

    /** The card of the wanted measures, among geometric, collapse, margin and curvature. */
    ComplexityCard card(Set<String> wanted, CurvatureOf curvature) throws IOException {
        int[] labels = images.labels();
        int classes = columns(Layout.LOGITS).length;
        boolean embedded = network.layout().has(Layout.EMBEDDING);
        Optional<double[]> logitSquares = wanted.contains("geometric") || wanted.contains("margin")
                ? Optional.of(squares(Layout.LOGITS))
                : Optional.empty();
        Optional<double[]> embeddingSquares =
                embedded && wanted.contains("geometric") ? Optional.of(squares(Layout.EMBEDDING)) : Optional.empty();
        Optional<NeuralCollapse> collapse = Optional.empty();
        Optional<Double> geometricCollapse = Optional.empty();
        boolean collapses = wanted.contains("collapse") && embedded && allClasses(classes);
        float[][] rows = collapses || wanted.contains("margin") ? rows() : new float[0][];
        float[][] logits = pick(rows, Layout.LOGITS);
        if (collapses) {
            float[][] embedding = pick(rows, Layout.EMBEDDING);
            collapse = Optional.of(NeuralCollapse.of(embedding, logits, labels));
            geometricCollapse = embeddingSquares.map(squares -> ClassMeans.of(embedding, labels)
                    .perSquaredDistance(GeometricComplexity.byClass(squares, labels, classes)));
        }
        Optional<MarginSummary> margin = wanted.contains("margin")
                ? Optional.of(MarginSummary.of(
                        Margins.of(logits, labels),
                        Estimate.of(logitSquares.orElseThrow()).value()))
                : Optional.empty();
        return new ComplexityCard(
                labels.length,
                wanted.contains("geometric") ? logitSquares.map(Estimate::of) : Optional.empty(),
                embeddingSquares.map(Estimate::of),
                collapse,
                geometricCollapse,
                margin,
                wanted.contains("curvature") ? Optional.of(curvature.get()) : Optional.empty());
    }

    /** Why there can be no word on neural collapse, if so. */
    Optional<String> obstacleToCollapse() {
        if (!network.layout().has(Layout.EMBEDDING)) {
            return Optional.of("the network shows no embedding");
        }
        return allClasses(columns(Layout.LOGITS).length)
                ? Optional.empty()
                : Optional.of("a class has no image among the first " + images.labels().length);
    }

    private boolean allClasses(int classes) {
        return Arrays.stream(images.labels()).distinct().count() == classes;
    }

    private int[] columns(String block) {
        return network.layout().columns(List.of(block));
    }

    private double[] squares(String block) {
        int[] columns = columns(block);
        return measure.perPoint(
                network.outputs(columns[0], columns.length),
                images.images(),
                done -> progress.accept("geometric complexity of the " + block, done));
    }

    private float[][] rows() {
        float[][] points = images.images();
        float[][] rows = new float[points.length][];
        for (int from = 0; from < points.length; from += measure.batch()) {
            int to = Math.min(points.length, from + measure.batch());
            try (PointwiseMap.Linearisation here = network.at(Arrays.copyOfRange(points, from, to))) {
                System.arraycopy(here.values(), 0, rows, from, to - from);
            }
            progress.accept("features", to);
        }
        return rows;
    }

    private float[][] pick(float[][] rows, String block) {
        int[] columns = columns(block);
        float[][] picked = new float[rows.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                picked[i][j] = rows[i][columns[j]];
            }
        }
        return picked;
    }
}
