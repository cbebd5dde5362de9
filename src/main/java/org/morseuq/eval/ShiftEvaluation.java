package org.morseuq.eval;

import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Temperature;
import org.morseuq.head.Verdict;

/**
 * How far confidences may be trusted on inputs that shift: the definition of a comparison of temperatures on clean and on
 * corrupted images, as its {@code experiment.json} says it.
 *
 * <p>Compared are the network as it is ({@value #NONE}), one temperature for all inputs ({@value #GLOBAL}: {@link
 * TemperatureScaling}), a {@link VectorScaling}, an {@link IsotonicCalibration}, and the {@linkplain Temperature Morse
 * temperature} at every premium. All are fitted on clean held-out inputs. The question is that of Y. Ovadia et al. (2019), Can You Trust Your Model's Uncertainty?
 * Evaluating Predictive Uncertainty Under Dataset Shift, arXiv 1906.02530.
 *
 * @param title what it shows, in a line
 * @param kind {@value #KIND}
 * @param in the set whose test images are corrupted
 * @param networks file names by the name of the network; an empty one stands for the network that comes with the program
 * @param statistics what the maps of inner layers become, for example {@code mean,std}; null for all
 * @param recipe how the Morse head is fitted
 * @param seeds how many: 0, 1, ... seed the halves, the samples, the reference measure, the fit and the corruptions
 * @param premiums see {@link MorseDetector#withTemperature}
 * @param tolerance by how much a number may move before it is reported as moved, as a fraction
 */
public record ShiftEvaluation(
        String title,
        String kind,
        String in,
        Map<String, String> networks,
        String statistics,
        String recipe,
        int seeds,
        List<Double> premiums,
        double tolerance) {

    /** The kind of such an experiment. */
    public static final String KIND = "shift";

    /** The logits as they are. */
    public static final String NONE = "none";

    /** One temperature for all inputs. */
    public static final String GLOBAL = "global";

    /** A scale and an offset for every class. */
    public static final String VECTOR = "vector";

    /** A non-decreasing map for every class. */
    public static final String ISOTONIC = "isotonic";

    /** The images that nothing was done to. */
    public static final String CLEAN = "clean";

    /** Refuses what cannot be run. */
    public ShiftEvaluation {
        if (in == null || recipe == null || seeds < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "a shift evaluation needs 'in', 'recipe', 'seeds' >= 1 and 'tolerance' >= 0");
        }
        if (networks == null || networks.isEmpty() || premiums == null || premiums.isEmpty()) {
            throw new IllegalArgumentException("a shift evaluation needs 'networks' and 'premiums'");
        }
        networks = Collections.unmodifiableMap(new LinkedHashMap<>(networks));
        premiums = List.copyOf(premiums);
    }

    /**
     * One network and seed.
     *
     * @param network its name
     * @param seed of everything random
     * @param exponents the fitted exponent by the name of the temperature
     * @param lines one for every set of images and temperature
     */
    public record Run(String network, long seed, Map<String, Double> exponents, List<Line> lines) {}

    /**
     * One temperature on one set of images.
     *
     * @param images {@value #CLEAN}, or the kind and level of the corruption
     * @param temperature {@value #NONE}, {@value #GLOBAL}, {@value #VECTOR}, {@value #ISOTONIC} or the name of a Morse
     *     temperature
     * @param reliability what was measured
     */
    public record Line(String images, String temperature, Reliability reliability) {}

    /** The name of the Morse temperature at a premium. */
    public static String morse(double premium) {
        return "morse " + premium;
    }

    /** The names of all temperatures, in the order in which they are shown. */
    public List<String> temperatures() {
        List<String> names = new ArrayList<>(List.of(NONE, GLOBAL, VECTOR, ISOTONIC));
        premiums.forEach(premium -> names.add(morse(premium)));
        return names;
    }

    /**
     * Compares the temperatures on one network.
     *
     * @param network its name
     * @param seed of everything random
     * @param detector the fitted head; its temperature is fitted anew
     * @param held clean, labelled rows that fit the temperatures
     * @param images labelled rows that fit nothing, by {@value #CLEAN} or the name of their corruption
     * @return the run
     */
    public Run run(
            String network, long seed, MorseDetector detector, FeatureTable held, Map<String, FeatureTable> images) {
        Map<String, Recalibration> recalibrations = new LinkedHashMap<>();
        recalibrations.put(GLOBAL, TemperatureScaling.fit(held));
        recalibrations.put(VECTOR, VectorScaling.fit(held));
        recalibrations.put(ISOTONIC, IsotonicCalibration.fit(held));
        Map<String, MorseDetector> morse = new LinkedHashMap<>();
        Map<String, Double> exponents = new TreeMap<>();
        for (double premium : premiums) {
            MorseDetector at = detector.withTemperature(held, premium);
            morse.put(morse(premium), at);
            exponents.put(morse(premium), at.temperature().exponent());
        }
        List<Line> lines = new ArrayList<>();
        images.forEach((name, table) -> {
            int[] labels = table.labels();
            float[][] logits = table.block(Layout.LOGITS);
            lines.add(new Line(name, NONE, Reliability.of(Softmax.rows(logits), labels)));
            recalibrations.forEach((other, recalibration) ->
                    lines.add(new Line(name, other, Reliability.of(recalibration.probabilities(table), labels))));
            morse.forEach((temperature, at) ->
                    lines.add(new Line(name, temperature, Reliability.of(probabilities(at.assess(table)), labels))));
        });
        return new Run(network, seed, exponents, lines);
    }

    private static double[][] probabilities(List<Verdict> verdicts) {
        return verdicts.stream().map(Verdict::probabilities).toArray(double[][]::new);
    }
}
