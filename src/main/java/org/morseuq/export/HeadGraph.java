package org.morseuq.export;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.data.Layout;
import org.morseuq.head.Calibration;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Pooling;
import org.morseuq.head.Temperature;
import org.morseuq.head.ThresholdPolicy;

/**
 * What a detector computes, as a graph: {@link MorseDetector#assess(float[])} for a batch.
 *
 * <p>All arithmetic is in doubles, as in the library, but for the maps, which the library computes in floats: so energies
 * agree to the rounding of floats, and a p-value may be one rank off where an energy comes that close to a calibration
 * score. Outputs are floats. Where the library refuses a number that is not finite the graph goes on: energies that are not
 * numbers have the least p-value and are flagged.
 */
final class HeadGraph {

    private final MorseDetector detector;
    private final Graph graph;
    private final ExpertGraph experts;

    private HeadGraph(MorseDetector detector) {
        this.detector = detector;
        this.graph = new Graph(detector.layout().width());
        this.experts = new ExpertGraph(graph, detector.layout());
    }

    /** The graph of a detector; refuses parts that it does not know by their name. */
    static Graph of(MorseDetector detector) {
        HeadGraph head = new HeadGraph(detector);
        head.write();
        return head.graph;
    }

    private String apply(Operation operation, String... inputs) {
        return graph.apply(operation, inputs);
    }

    private void write() {
        List<String> energies =
                detector.network().experts().stream().map(experts::energies).toList();
        int classes = detector.network().classes();
        String classEnergies = sum(energies);
        String energy = pooled(classEnergies);
        int[] logitColumns = detector.layout().columns(List.of(Layout.LOGITS));
        String logits = experts.columns(logitColumns);
        String label = apply(Operation.WHICH_LARGEST, logits);
        String temperature = temperature(energies, label);

        graph.output("energy", Graph.Kind.FLOAT, apply(Operation.FLOAT, energy));
        graph.output("p_value", Graph.Kind.FLOAT, apply(Operation.FLOAT, pValue(energy, label)));
        graph.output("flagged", Graph.Kind.BOOL, flagged(energy, label, logitColumns.length));
        graph.output("label", Graph.Kind.INDEX, label);
        graph.output("mode", Graph.Kind.INDEX, apply(Operation.WHICH_LEAST, classEnergies));
        graph.output("temperature", Graph.Kind.FLOAT, apply(Operation.FLOAT, temperature));
        graph.output("probabilities", logitColumns.length, experts.softmax(logits, temperature));
        graph.output("class_energies", classes, classEnergies);
    }

    private String sum(List<String> terms) {
        return terms.stream()
                .reduce((a, b) -> apply(Operation.ADD, a, b))
                .orElseThrow(() -> new IllegalArgumentException("a network has at least one expert"));
    }

    /** The energies of the classes as one; see {@link Pooling}. */
    private String pooled(String energies) {
        String least = apply(Operation.LEAST, energies);
        if (detector.network().pooling() == Pooling.MAX) {
            return least;
        }
        // Finite, for infinity minus infinity is no number; then an empty sum has the logarithm that gives it back.
        String origin = apply(Operation.SMALLER, least, graph.row(Double.MAX_VALUE));
        String sum = apply(Operation.SUM, apply(Operation.EXP, apply(Operation.SUBTRACT, origin, energies)));
        return apply(Operation.SUBTRACT, origin, apply(Operation.LOG, sum));
    }

    /** \( (1 + \#\{i : s_i \ge s\}) / (n + 1) \), under a policy by class among the scores of the same label. */
    private String pValue(String energy, String label) {
        Calibration calibration = detector.calibration();
        String atLeast = apply(Operation.AT_MOST, energy, graph.row(calibration.scores()));
        if (!detector.threshold().policy().byClass()) {
            return apply(Operation.DIVIDE, rank(atLeast), graph.row(calibration.size() + 1.0));
        }
        int[] classes = calibration.classes();
        String own = apply(Operation.EQUAL, label, graph.indices(classes));
        double[] sizes = new double[Arrays.stream(classes).max().orElse(0) + 1];
        Arrays.fill(sizes, 1);
        Arrays.stream(classes).forEach(label1 -> sizes[label1]++);
        return apply(
                Operation.DIVIDE,
                rank(apply(Operation.BOTH, atLeast, own)),
                apply(Operation.PICK, graph.vector(sizes), label));
    }

    private String rank(String mask) {
        return apply(Operation.ADD, apply(Operation.SUM, apply(Operation.DOUBLE, mask)), graph.row(1));
    }

    private String flagged(String energy, String label, int labels) {
        ThresholdPolicy policy = detector.threshold().policy();
        double[] thresholds = IntStream.range(0, policy.byClass() ? labels : 1)
                .mapToDouble(detector.threshold()::at)
                .toArray();
        String largest =
                thresholds.length == 1 ? graph.row(thresholds) : apply(Operation.PICK, graph.vector(thresholds), label);
        return apply(Operation.NOT, apply(Operation.AT_MOST, energy, largest)); // so what is no number is flagged
    }

    /** See {@link Temperature#at}. */
    private String temperature(List<String> energies, String label) {
        Temperature temperature = detector.temperature();
        if (temperature.exponent() == 0 || temperature.experts().isEmpty()) {
            String nothing = apply(Operation.MULTIPLY, apply(Operation.DOUBLE, label), graph.row(0));
            return apply(Operation.ADD, nothing, graph.row(temperature.at(0))); // one for every input
        }
        String b = apply(
                Operation.LEAST,
                sum(temperature.experts().stream().map(energies::get).toList()));
        String beyond =
                apply(Operation.LARGER, apply(Operation.SUBTRACT, b, graph.row(temperature.offset())), graph.row(0));
        String raised = apply(Operation.EXP, apply(Operation.MULTIPLY, beyond, graph.row(temperature.exponent())));
        String scaled = apply(Operation.MULTIPLY, raised, graph.row(1 / temperature.scale()));
        return apply(Operation.SMALLER, scaled, graph.row(temperature.at(Double.POSITIVE_INFINITY)));
    }
}
