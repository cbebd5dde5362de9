package org.morseuq.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.ToDoubleFunction;
import org.morseuq.data.FeatureTable;

/**
 * A protocol on one network with one seed.
 *
 * @param network its name
 * @param seed of everything random
 * @param results every detector against every set that was there, detectors first
 * @param fullSpectrum the same where shifted inputs count as in-distribution; empty if there are none
 * @param leftOut why a detector is missing, by its name
 * @param chosen what was chosen on validation sets, by the name of the detector
 */
public record ProtocolRun(
        String network,
        long seed,
        List<Evaluation.Result> results,
        List<Evaluation.Result> fullSpectrum,
        Map<String, String> leftOut,
        Map<String, String> chosen) {

    /** Copies the lists. */
    public ProtocolRun {
        results = List.copyOf(results);
        fullSpectrum = List.copyOf(fullSpectrum);
    }

    /**
     * The rows of one network and seed.
     *
     * @param train what detectors are fitted on
     * @param held in-distribution rows against which validation sets are held
     * @param in in-distribution rows that fitted and chose nothing
     * @param shifted rows that count as in-distribution in full spectrum
     * @param outs rows of the sets that are there, by name
     * @param validation rows of the validation sets, by name
     */
    public record Rows(
            FeatureTable train,
            FeatureTable held,
            FeatureTable in,
            Optional<FeatureTable> shifted,
            Map<String, FeatureTable> outs,
            Map<String, FeatureTable> validation) {}

    /**
     * Fits and compares detectors.
     *
     * @param network the name of the network
     * @param seed of everything random
     * @param fitted detectors that are fitted already, the Morse head for example
     * @param methods names of others, some of {@link Baselines#ALL}
     * @param rows what they see
     * @return the run
     */
    public static ProtocolRun of(String network, long seed, List<Detector> fitted, List<String> methods, Rows rows) {
        List<Detector> detectors = new ArrayList<>(fitted);
        Map<String, String> leftOut = new LinkedHashMap<>();
        Map<String, String> chosen = new LinkedHashMap<>();
        for (String method : methods) {
            try {
                Tuning tuned = Tuning.of(method, rows.train(), rows.held(), rows.validation());
                detectors.add(tuned.detector());
                tuned.chosen().ifPresent(constant -> chosen.put(method, constant));
            } catch (UnfittableException e) {
                leftOut.put(method, e.getMessage());
            }
        }
        List<Evaluation.Result> results = new ArrayList<>();
        List<Evaluation.Result> fullSpectrum = new ArrayList<>();
        for (Detector detector : detectors) {
            double[] in = detector.score(rows.in());
            double[] all = rows.shifted()
                    .map(shifted -> detector.score(rows.in().followedBy(shifted)))
                    .orElse(in);
            rows.outs().forEach((out, table) -> {
                double[] scores = detector.score(table);
                results.add(Evaluation.Result.of(detector.name(), out, in, scores));
                if (rows.shifted().isPresent()) {
                    fullSpectrum.add(Evaluation.Result.of(detector.name(), out, all, scores));
                }
            });
        }
        return new ProtocolRun(network, seed, results, fullSpectrum, leftOut, chosen);
    }

    /** The names of the detectors, in their order. */
    List<String> methods() {
        return results.stream().map(Evaluation.Result::method).distinct().toList();
    }

    /**
     * The mean of a metric over the sets of a group that were there.
     *
     * @param method the detector
     * @param members the sets
     * @param spectrum {@link #results} or {@link #fullSpectrum}
     * @param metric for example {@code Evaluation.Result::auroc}
     * @return empty if none of the sets was there, or the detector is missing
     */
    static OptionalDouble mean(
            String method,
            List<String> members,
            List<Evaluation.Result> spectrum,
            ToDoubleFunction<Evaluation.Result> metric) {
        return spectrum.stream()
                .filter(result -> result.method().equals(method) && members.contains(result.out()))
                .mapToDouble(metric)
                .average();
    }
}
