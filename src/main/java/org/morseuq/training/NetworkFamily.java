package org.morseuq.training;

import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.backbone.JacobianProbe;
import org.morseuq.backbone.Regularizer;

/**
 * Small networks that differ from a first one in one setting at a time: what is said to move geometric complexity. All take the
 * same number of steps of plain stochastic descent.
 *
 * @param network one of {@link org.morseuq.backbone.Networks#names()}
 * @param steps of a run, at least 1
 * @param learningRate of the first member, above 0
 * @param batch images a step of the first member, at least 2
 * @param variations values of {@link #SETTINGS} by the setting's name, each that of one member; unmodifiable
 */
public record NetworkFamily(
        String network, int steps, double learningRate, int batch, Map<String, List<Double>> variations) {

    /** The length of a step. */
    public static final String LEARNING_RATE = "learning rate";

    /** Images a step. */
    public static final String BATCH = "batch size";

    /** The weight of {@link Regularizer.SquaredWeights}, 0 in the first member. */
    public static final String WEIGHTS = "squared weights";

    /** The weight of {@link Regularizer.Complexity} of the embedding, found by one probe of signs; 0 in the first member. */
    public static final String COMPLEXITY = "complexity penalty";

    /** The settings. */
    public static final List<String> SETTINGS = List.of(LEARNING_RATE, BATCH, WEIGHTS, COMPLEXITY);

    /** Checks the ranges and copies the values. */
    public NetworkFamily {
        Map<String, List<Double>> copy = new LinkedHashMap<>();
        for (Map.Entry<String, List<Double>> variation : variations.entrySet()) {
            if (!SETTINGS.contains(variation.getKey())) {
                throw new IllegalArgumentException(
                        "unknown setting '" + variation.getKey() + "', known are " + String.join(", ", SETTINGS));
            }
            copy.put(variation.getKey(), List.copyOf(variation.getValue()));
        }
        variations = Collections.unmodifiableMap(copy);
        if (steps < 1 || !(learningRate > 0) || batch < 2) {
            throw new IllegalArgumentException(
                    "a family needs at least 1 step, a learning rate above 0 and batches of at" + " least 2, got "
                            + steps + ", " + learningRate + ", " + batch);
        }
    }

    /**
     * One set of settings.
     *
     * @param name to show
     * @param sweep the setting in which it differs from the first member; empty for that itself
     * @param settings all settings by name
     */
    public record Member(String name, String sweep, Map<String, Double> settings) {

        /** How a step is taken. The epochs of a schedule do not matter: there is none. */
        TrainingConfig config(String network, long seed) {
            return new TrainingConfig(
                    network,
                    1,
                    settings.get(BATCH).intValue(),
                    Schedule.CONSTANT,
                    TrainingConfig.descent(settings.get(LEARNING_RATE), 0, 0),
                    regularizers(),
                    seed);
        }

        /** What is added to the loss. */
        private List<String> regularizers() {
            List<Regularizer> regularizers = List.of(
                    new Regularizer.SquaredWeights(settings.get(WEIGHTS)),
                    Regularizer.Complexity.ofEmbedding(settings.get(COMPLEXITY), new JacobianProbe.Signs(1)));
            return regularizers.stream()
                    .filter(regularizer -> regularizer.weight() > 0)
                    .map(Object::toString)
                    .toList();
        }
    }

    /** The members, the first one first. */
    public List<Member> members() {
        Map<String, Double> first = new LinkedHashMap<>();
        first.put(LEARNING_RATE, learningRate);
        first.put(BATCH, (double) batch);
        first.put(WEIGHTS, 0.0);
        first.put(COMPLEXITY, 0.0);
        List<Member> members = new ArrayList<>(List.of(new Member("first", "", first)));
        variations.forEach((setting, values) -> {
            for (double value : values) {
                Map<String, Double> settings = new LinkedHashMap<>(first);
                settings.put(setting, value);
                String shown = BigDecimal.valueOf(value).stripTrailingZeros().toPlainString();
                members.add(new Member(setting + " " + shown, setting, settings));
            }
        });
        return members;
    }

    /**
     * Begins a run.
     *
     * @param member one of {@link #members()}
     * @param seed of the initial parameters, the order of the images and the probes
     * @param images to learn
     * @return the run before its first step; close it
     */
    public SweepRun start(Member member, long seed, Examples images) {
        return new SweepRun(member.config(network, seed), InitialWeights.standard(), images);
    }
}
