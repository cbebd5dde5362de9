package org.morseuq.head;

import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.morseuq.data.Layout;

/**
 * The file {@code manifest.json} of a detector's folder: everything about it but the arrays.
 *
 * @param schema the version of this format; this library reads {@link #SCHEMA}
 * @param layout what a feature row holds
 * @param pooling how classes become one density
 * @param experts the factors, whose arrays are in {@code head.safetensors}
 * @param offset the energy up to which the density is 1
 * @param temperature of the logits
 * @param falseAlarm the rate at which in-distribution inputs may be flagged; null under any other policy than this one
 * @param policy the policy in words, as {@link ThresholdPolicy#parse} takes it; null if there is a {@code falseAlarm}
 * @param thresholds the largest score that is not flagged, by false-alarm rate
 * @param calibrationScores how many scores {@code calibration.safetensors} holds
 * @param origin where everything comes from
 * @param digests the SHA-256 of the other files by name, and that of this document's values without it
 */
public record Manifest(
        int schema,
        Layout layout,
        String pooling,
        List<ExpertEntry> experts,
        double offset,
        TemperatureEntry temperature,
        Double falseAlarm,
        String policy,
        Map<String, Double> thresholds,
        int calibrationScores,
        Origin origin,
        Map<String, String> digests) {

    /** Names a part that is missing. */
    public Manifest {
        require(layout, "layout");
        require(pooling, "pooling");
        requireAll(experts, "experts");
        require(temperature, "temperature");
        require(digests, "digests");
        if ((falseAlarm == null) == (policy == null)) {
            throw new IllegalArgumentException("exactly one of 'false_alarm' and 'policy' is needed");
        }
    }

    /** The version of the format that this library writes. */
    public static final int SCHEMA = 1;

    private static final double[] RATES = {0.001, 0.005, 0.01, 0.02, 0.05, 0.1, 0.2};

    /**
     * The temperature of the logits: see {@link Temperature}.
     *
     * @param scale s
     * @param offset q
     * @param experts the indices of the experts
     * @param exponent \( \gamma \); null stands for 1, which is what older documents mean
     */
    public record TemperatureEntry(double scale, double offset, List<Integer> experts, Double exponent) {
        /** Names a part that is missing, and refuses what is no temperature. */
        public TemperatureEntry {
            requireAll(experts, "experts");
            experts = temperature(scale, offset, experts, exponent).experts();
        }

        static TemperatureEntry of(Temperature temperature) {
            return new TemperatureEntry(
                    temperature.scale(), temperature.offset(), temperature.experts(), temperature.exponent());
        }

        Temperature temperature() {
            return temperature(scale, offset, experts, exponent);
        }

        private static Temperature temperature(double scale, double offset, List<Integer> experts, Double exponent) {
            return new Temperature(scale, offset, exponent == null ? 1 : exponent, experts);
        }
    }

    /**
     * A factor without its arrays.
     *
     * @param blocks the blocks of the feature row that it takes
     * @param maps the maps in the order in which they are applied
     * @param divergence from the targets; null for the squared Euclidean distance
     * @param kernel the kernel's kind
     * @param rate the kernel's rate
     * @param targets the name of the array of targets
     */
    public record ExpertEntry(
            List<String> blocks,
            List<MapEntry> maps,
            DivergenceEntry divergence,
            String kernel,
            double rate,
            String targets) {
        /** Names a part that is missing. */
        public ExpertEntry {
            requireAll(blocks, "blocks");
            requireAll(maps, "maps");
            require(kernel, "kernel");
            require(targets, "targets");
        }
    }

    /**
     * A map without its arrays.
     *
     * @param kind {@code identity}, {@code unit-norm}, {@code softmax}, {@code affine}, {@code relu}, {@code tanh} or
     *     {@code residual}
     * @param inputs its number of inputs
     * @param weights the name of the array of weights, k x d; empty if it has none
     * @param bias the name of the array of biases; empty if it has none
     * @param correction the maps whose result a residual map adds to its input, in order; null for all others
     */
    public record MapEntry(String kind, int inputs, String weights, String bias, List<MapEntry> correction) {
        /** Names a part that is missing. */
        public MapEntry {
            require(kind, "kind");
            require(weights, "weights");
            require(bias, "bias");
            if (correction != null) {
                requireAll(correction, "correction");
            }
        }
    }

    /**
     * A divergence without its array.
     *
     * @param kind {@code kullback-leibler} or {@code squared-mahalanobis}
     * @param factor the name of the array of the precision factor, k x k; null if it has none
     */
    public record DivergenceEntry(String kind, String factor) {
        /** Names a part that is missing. */
        public DivergenceEntry {
            require(kind, "kind");
        }
    }

    /**
     * Where a detector comes from.
     *
     * @param library the version that fitted it
     * @param recipe the name of the recipe
     * @param seed of everything random
     * @param backbone the network whose features it takes
     * @param classes the class names by label; empty if not known
     * @param data the sets that were used
     * @param metrics what was measured while fitting, by name
     * @param optimizer the name of what took the steps; null for the recipe's own, which is what older documents mean
     */
    public record Origin(
            String library,
            String recipe,
            long seed,
            BackboneEntry backbone,
            List<String> classes,
            List<DataEntry> data,
            Map<String, Double> metrics,
            String optimizer) {

        /** A head that was fitted as its recipe has it. */
        public Origin(
                String library,
                String recipe,
                long seed,
                BackboneEntry backbone,
                List<String> classes,
                List<DataEntry> data,
                Map<String, Double> metrics) {
            this(library, recipe, seed, backbone, classes, data, metrics, null);
        }
    }

    /**
     * The network whose features a detector takes.
     *
     * @param name of its file
     * @param sha256 of its parameters
     * @param size height and width of its input in pixels
     * @param mean of red, green, blue
     * @param std of red, green, blue
     */
    public record BackboneEntry(String name, String sha256, int size, List<Double> mean, List<Double> std) {}

    /**
     * A set that was used.
     *
     * @param role {@code fit}, {@code reference} or {@code calibration}
     * @param name of the set
     * @param images how many of it
     * @param sha256 of the images
     */
    public record DataEntry(String role, String name, int images, String sha256) {}

    static Manifest of(
            MorseNetwork network,
            double offset,
            Temperature temperature,
            Calibration calibration,
            ThresholdPolicy policy,
            Origin origin) {
        Map<String, Double> thresholds = new TreeMap<>();
        for (double rate : RATES) {
            if (rate * (calibration.size() + 1) >= 1) {
                thresholds.put(Double.toString(rate), calibration.threshold(rate));
            }
        }
        return new Manifest(
                SCHEMA,
                network.layout(),
                network.pooling().toString(),
                ExpertCodec.entries(network),
                offset,
                TemperatureEntry.of(temperature),
                rate(policy),
                text(policy),
                thresholds,
                calibration.size(),
                origin,
                Map.of());
    }

    /** How the detector decides what to flag. */
    ThresholdPolicy thresholdPolicy() {
        return policy == null ? new ThresholdPolicy.FalseAlarm(falseAlarm) : ThresholdPolicy.parse(policy);
    }

    private static Double rate(ThresholdPolicy policy) {
        return policy instanceof ThresholdPolicy.FalseAlarm plain ? (Double) plain.alpha() : null;
    }

    private static String text(ThresholdPolicy policy) {
        return policy instanceof ThresholdPolicy.FalseAlarm ? null : policy.toString();
    }

    /** The same manifest with another policy. */
    Manifest with(ThresholdPolicy other) {
        return new Manifest(
                schema,
                layout,
                pooling,
                experts,
                offset,
                temperature,
                rate(other),
                text(other),
                thresholds,
                calibrationScores,
                origin,
                digests);
    }

    /** The same manifest with another temperature. */
    Manifest with(Temperature other) {
        return new Manifest(
                schema,
                layout,
                pooling,
                experts,
                offset,
                TemperatureEntry.of(other),
                falseAlarm,
                policy,
                thresholds,
                calibrationScores,
                origin,
                digests);
    }

    /** The same manifest with other digests. */
    Manifest withDigests(Map<String, String> others) {
        return new Manifest(
                schema,
                layout,
                pooling,
                experts,
                offset,
                temperature,
                falseAlarm,
                policy,
                thresholds,
                calibrationScores,
                origin,
                others);
    }

    private static void require(Object part, String name) {
        if (part == null) {
            throw new IllegalArgumentException("'" + name + "' is missing");
        }
    }

    private static void requireAll(List<?> parts, String name) {
        require(parts, name);
        for (Object part : parts) {
            require(part, name);
        }
    }
}
