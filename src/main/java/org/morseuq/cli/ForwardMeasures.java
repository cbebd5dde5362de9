package org.morseuq.cli;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.StreamedImages;
import org.morseuq.complexity.ClassMeans;
import org.morseuq.complexity.ComplexityCard.Collapse;
import org.morseuq.complexity.ComplexityCard.Geometric;
import org.morseuq.complexity.ComplexityCard.MarginSummary;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.Margins;
import org.morseuq.complexity.NeuralCollapse;
import org.morseuq.data.Layout;
import org.morseuq.function.PointwiseMap;

/**
 * The parts of a card that go by a network's outputs and their derivatives by its inputs. Images stream through; what is kept
 * of each is a number or, while neural collapse is measured, its logits and embedding.
 */
final class ForwardMeasures {

    private final DifferentiableBackbone network;
    private final StreamedImages images;
    private final CardPlan plan;
    private final RememberedMeasures remembered;
    private final Stages stages;
    private final Map<String, String> leftOut;

    /** What came out of an image each. */
    private record Numbers(double[] values) {}

    /** Neural collapse, and the means that its counterpart needs. */
    private record Collapsed(NeuralCollapse measures, ClassMeans means) {}

    /** What the outputs say, each part null if it was not asked for. */
    private record Judged(double[] margins, Collapsed collapse) {}

    ForwardMeasures(
            DifferentiableBackbone network,
            StreamedImages images,
            CardPlan plan,
            RememberedMeasures remembered,
            Stages stages,
            Map<String, String> leftOut) {
        this.network = network;
        this.images = images;
        this.plan = plan;
        this.remembered = remembered;
        this.stages = stages;
        this.leftOut = leftOut;
    }

    /** What came out. */
    record Outcome(
            Optional<Geometric> logits,
            Optional<Geometric> embedding,
            Optional<Collapse> collapse,
            Optional<MarginSummary> margin) {}

    /** How many stages there are to such a plan. */
    static int stages(CardPlan plan, Layout layout) {
        int geometric = plan.wants(CardOptions.GEOMETRIC) ? (layout.has(Layout.EMBEDDING) ? 2 : 1) : 0;
        boolean margin = plan.wants(CardOptions.MARGIN);
        return Math.max(geometric, margin ? 1 : 0) + (margin || plan.wants(CardOptions.COLLAPSE) ? 1 : 0);
    }

    Outcome measure() throws IOException {
        int[] labels = images.labels();
        boolean geometric = plan.wants(CardOptions.GEOMETRIC);
        boolean margin = plan.wants(CardOptions.MARGIN);
        boolean collapse = plan.wants(CardOptions.COLLAPSE);
        boolean embedded = network.layout().has(Layout.EMBEDDING);
        Optional<double[]> ofLogits = geometric || margin ? Optional.of(squares(Layout.LOGITS)) : Optional.empty();
        Optional<double[]> ofEmbedding =
                geometric && embedded ? Optional.of(squares(Layout.EMBEDDING)) : Optional.empty();
        if (geometric && !embedded) {
            leftOut.put("geometric complexity of the embedding", "the network shows no embedding");
        }
        Optional<Collapse> collapsed = Optional.empty();
        Optional<MarginSummary> margins = Optional.empty();
        if (margin || collapse) {
            Judged judged = judged(collapse && canCollapse(labels), margin);
            if (judged.collapse() != null) {
                ClassMeans means = judged.collapse().means();
                collapsed = Optional.of(new Collapse(
                        judged.collapse().measures(),
                        ofEmbedding.map(squares -> means.perSquaredDistance(
                                GeometricComplexity.byClass(squares, labels, means.classes()))),
                        means.cosines()));
            }
            if (judged.margins() != null) {
                double complexity =
                        Geometric.of(ofLogits.orElseThrow(), labels).mean().value();
                margins = Optional.of(MarginSummary.of(Margins.of(judged.margins(), labels), complexity));
            }
        }
        return new Outcome(
                geometric ? ofLogits.map(squares -> Geometric.of(squares, labels)) : Optional.empty(),
                ofEmbedding.map(squares -> Geometric.of(squares, labels)),
                collapsed,
                margins);
    }

    private boolean canCollapse(int[] labels) {
        if (!network.layout().has(Layout.EMBEDDING)) {
            leftOut.put("neural collapse", "the network shows no embedding");
            return false;
        }
        if (Arrays.stream(labels).distinct().count() != columns(Layout.LOGITS).length) {
            leftOut.put("neural collapse", "a class has no image among the first " + labels.length);
            return false;
        }
        return true;
    }

    private double[] squares(String block) throws IOException {
        Stages.Stage stage = stages.next("geometric complexity of the " + block);
        int[] columns = columns(block);
        PointwiseMap map = network.outputs(columns[0], columns.length);
        double[] squares = remembered
                .get("geometric-" + block, plan.geometric().toString(), Numbers.class, () -> {
                    double[] values = new double[images.size()];
                    images.forEach((from, rows, labels) -> {
                        double[] part = plan.geometric().perPointOfBatch(map, rows, from / images.batch());
                        System.arraycopy(part, 0, values, from, part.length);
                        stage.at(from + part.length, values.length, "");
                    });
                    return new Numbers(values);
                })
                .values();
        stage.end();
        return squares;
    }

    private Judged judged(boolean collapse, boolean margin) throws IOException {
        Stages.Stage stage = stages.next("outputs");
        Judged judged = remembered.get("outputs", collapse + " " + margin, Judged.class, () -> {
            int[] labels = images.labels();
            float[][] logits = new float[labels.length][];
            float[][] embedding = new float[labels.length][];
            images.forEach((from, batch, own) -> {
                try (PointwiseMap.Linearisation here = network.at(batch)) {
                    for (int i = 0; i < batch.length; i++) {
                        logits[from + i] = pick(here.values()[i], columns(Layout.LOGITS));
                        embedding[from + i] =
                                collapse ? pick(here.values()[i], columns(Layout.EMBEDDING)) : new float[0];
                    }
                }
                stage.at(from + batch.length, labels.length, "");
            });
            return new Judged(
                    margin ? Margins.of(logits, labels).values() : null,
                    collapse
                            ? new Collapsed(
                                    NeuralCollapse.of(embedding, logits, labels), ClassMeans.of(embedding, labels))
                            : null);
        });
        stage.end();
        return judged;
    }

    private int[] columns(String block) {
        return network.layout().columns(List.of(block));
    }

    private static float[] pick(float[] row, int[] columns) {
        float[] picked = new float[columns.length];
        for (int j = 0; j < columns.length; j++) {
            picked[j] = row[columns[j]];
        }
        return picked;
    }
}
