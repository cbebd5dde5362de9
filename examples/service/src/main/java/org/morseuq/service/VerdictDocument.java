package org.morseuq.service;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Verdict;

/** A verdict as JSON, with names for the classes, and the modes that the input is nearest to. */
final class VerdictDocument {

    private static final int NEAREST = 3;

    private VerdictDocument() {}

    static Map<String, Object> of(MorseDetector detector, float[] row, Verdict verdict) {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("flagged", verdict.flagged());
        document.put("p_value", verdict.pValue());
        document.put("energy", finite(verdict.energy()));
        document.put("log_density", finite(verdict.logDensity()));
        document.put("label", verdict.label());
        document.put("class", name(detector, verdict.label()));
        document.put("confidence", verdict.confidence());
        document.put("probabilities", verdict.probabilities());
        document.put("temperature", finite(verdict.temperature()));
        document.put("nearest", nearest(detector, row));
        return document;
    }

    private static List<Map<String, Object>> nearest(MorseDetector detector, float[] row) {
        double[] energies = detector.network().classEnergies(row);
        List<Map<String, Object>> modes = new ArrayList<>();
        IntStream.range(0, energies.length)
                .boxed()
                .sorted(Comparator.comparingDouble(y -> energies[y]))
                .limit(NEAREST)
                .forEach(y -> modes.add(Map.of("class", name(detector, y), "energy", finite(energies[y]))));
        return modes;
    }

    private static String name(MorseDetector detector, int label) {
        List<String> classes = detector.manifest().origin().classes();
        return label < classes.size() ? classes.get(label) : Integer.toString(label);
    }

    /** JSON has no infinity: an energy beyond the largest double is given as that. */
    static double finite(double value) {
        return Double.isNaN(value) ? Double.MAX_VALUE : Math.max(-Double.MAX_VALUE, Math.min(Double.MAX_VALUE, value));
    }
}
