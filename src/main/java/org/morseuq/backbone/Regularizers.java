package org.morseuq.backbone;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.backbone.Regularizer.Complexity;
import org.morseuq.backbone.Regularizer.InputGradient;
import org.morseuq.backbone.Regularizer.InputNoise;
import org.morseuq.backbone.Regularizer.LossGradient;
import org.morseuq.backbone.Regularizer.SpectralNorm;
import org.morseuq.backbone.Regularizer.SquaredWeights;
import org.morseuq.data.Layout;

/**
 * The regularizers by name, as text: {@code NAME:NUMBER}, for example {@code squared-weights:1e-4}, and where there is a
 * choice {@code NAME:NUMBER:OPTION=COUNT}, for example {@code geometric-complexity:0.01:signs=1}.
 */
public final class Regularizers {

    static final String GEOMETRIC_COMPLEXITY = "geometric-complexity";
    static final String EMBEDDING_COMPLEXITY = "embedding-complexity";
    static final String INPUT_GRADIENT = "input-gradient";
    static final String LOSS_GRADIENT = "loss-gradient";
    static final String SQUARED_WEIGHTS = "squared-weights";
    static final String SPECTRAL_NORM = "spectral-norm";
    static final String INPUT_NOISE = "input-noise";

    /** After ten rounds the estimate of a singular value is some percent too low at worst, whatever the gap below it. */
    private static final int ROUNDS = 10;

    /** Makes a regularizer of its number, of the name of its option, or "" if there is none, and of the option's count. */
    private interface Maker {
        Regularizer of(double number, String option, int count);
    }

    private static final Map<String, Maker> MAKERS = new LinkedHashMap<>();

    static {
        MAKERS.put(GEOMETRIC_COMPLEXITY, (x, option, count) -> Complexity.ofLogits(x, probe(option, count)));
        MAKERS.put(EMBEDDING_COMPLEXITY, (x, option, count) -> Complexity.ofEmbedding(x, probe(option, count)));
        MAKERS.put(INPUT_GRADIENT, (x, option, count) -> without(option, new InputGradient(x)));
        MAKERS.put(LOSS_GRADIENT, (x, option, count) -> without(option, new LossGradient(x)));
        MAKERS.put(SQUARED_WEIGHTS, (x, option, count) -> without(option, new SquaredWeights(x)));
        MAKERS.put(SPECTRAL_NORM, (x, option, count) -> spectral(x, option, count));
        MAKERS.put(INPUT_NOISE, (x, option, count) -> without(option, new InputNoise(x)));
    }

    private Regularizers() {}

    /** All names. */
    public static List<String> names() {
        return List.copyOf(MAKERS.keySet());
    }

    /** The name of a block's complexity. */
    static String name(String block) {
        return block.equals(Layout.EMBEDDING) ? EMBEDDING_COMPLEXITY : GEOMETRIC_COMPLEXITY;
    }

    /**
     * Reads what {@link Regularizer}s write.
     *
     * @param text as above
     * @return the regularizer
     * @throws IllegalArgumentException if it is of no such form, names none, or has a number out of its range
     */
    public static Regularizer parse(String text) {
        String[] parts = text.split(":", -1);
        Maker maker = MAKERS.get(parts[0]);
        if (maker == null) {
            throw new IllegalArgumentException(
                    "unknown regularizer '" + parts[0] + "', known are " + String.join(", ", names()));
        }
        try {
            if (parts.length == 2) {
                return maker.of(Double.parseDouble(parts[1]), "", 0);
            }
            String[] option = parts.length == 3 ? parts[2].split("=", -1) : new String[0];
            if (option.length == 2 && !option[0].isEmpty()) {
                return maker.of(Double.parseDouble(parts[1]), option[0], Integer.parseInt(option[1]));
            }
        } catch (NumberFormatException e) {
            throw new IllegalArgumentException(malformed(text), e);
        }
        throw new IllegalArgumentException(malformed(text));
    }

    private static String malformed(String text) {
        return "a regularizer is written NAME:NUMBER or NAME:NUMBER:OPTION=COUNT, for example"
                + " geometric-complexity:0.01:signs=1, got '" + text + "'";
    }

    private static JacobianProbe probe(String option, int count) {
        return switch (option) {
            case "" -> new JacobianProbe.All();
            case "signs" -> new JacobianProbe.Signs(count);
            case "outputs" -> new JacobianProbe.Outputs(count);
            default ->
                throw new IllegalArgumentException(
                        "complexity is estimated by signs=COUNT or outputs=COUNT, got '" + option + "'");
        };
    }

    private static Regularizer spectral(double number, String option, int count) {
        if (!option.isEmpty() && !option.equals("rounds")) {
            throw new IllegalArgumentException(
                    "the option of " + SPECTRAL_NORM + " is rounds=COUNT, got '" + option + "'");
        }
        return new SpectralNorm(number, option.isEmpty() ? ROUNDS : count);
    }

    private static Regularizer without(String option, Regularizer regularizer) {
        if (!option.isEmpty()) {
            throw new IllegalArgumentException(regularizer + " has no option, got '" + option + "'");
        }
        return regularizer;
    }
}
