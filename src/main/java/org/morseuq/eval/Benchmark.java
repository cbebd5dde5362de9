package org.morseuq.eval;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.morseuq.data.FeatureTable;

/**
 * What is compared with what: the definition of a benchmark, as its {@code experiment.json} says it.
 *
 * @param title what it shows, in a line
 * @param kind {@code benchmark}
 * @param in the in-distribution set
 * @param groups out-of-distribution sets by the name of their group; a group's value is the mean over its sets
 * @param limit how many images of each such set count at most, a seeded sample of the larger ones
 * @param networks file names by the name of the network; an empty one stands for the network that comes with the program
 * @param statistics what the maps of inner layers become, for example {@code mean,std}; null for all
 * @param views blocks of the feature rows that detectors may see, by the name of the view; none for all
 * @param recipe how the Morse head is fitted
 * @param seeds how many: 0, 1, ... seed the halves, the samples, the reference measure and the fit
 * @param rivals names of other detectors, by the name of the league in which the best of them is met
 * @param tolerance by how much a mean margin may move before it is reported as moved, as a fraction
 */
public record Benchmark(
        String title,
        String kind,
        String in,
        Map<String, List<String>> groups,
        int limit,
        Map<String, String> networks,
        String statistics,
        Map<String, List<String>> views,
        String recipe,
        int seeds,
        Map<String, List<String>> rivals,
        double tolerance) {

    /** The replicates of a paired bootstrap; the ends of a 95 % interval are then the 25th from either side. */
    private static final int REPLICATES = 999;

    private static final double LEVEL = 0.95;

    /** Refuses what cannot be run. */
    public Benchmark {
        if (in == null || recipe == null || limit < 1 || seeds < 1 || !(tolerance >= 0)) {
            throw new IllegalArgumentException(
                    "a benchmark needs 'in', 'recipe', 'limit' >= 1, 'seeds' >= 1 and 'tolerance' >= 0");
        }
        groups = nonEmpty("groups", groups);
        networks = nonEmpty("networks", networks);
        views = nonEmpty("views", views);
        rivals = nonEmpty("rivals", rivals);
        for (List<String> names : rivals.values()) {
            for (String name : names) {
                if (!Baselines.ALL.contains(name)) {
                    throw new IllegalArgumentException("unknown detector '" + name + "', known are " + Baselines.ALL);
                }
            }
        }
    }

    private static <T> Map<String, T> nonEmpty(String name, Map<String, T> map) {
        if (map == null || map.isEmpty()) {
            throw new IllegalArgumentException("a benchmark needs '" + name + "'");
        }
        return java.util.Collections.unmodifiableMap(new LinkedHashMap<>(map));
    }

    /**
     * One network, view and seed.
     *
     * @param network its name
     * @param view its name
     * @param seed of everything random
     * @param sets mean area under the receiver operating characteristic and false-positive rate at 95 % recall, by
     *     detector and set
     * @param margins the Morse head less the best rival of each league, by group
     * @param leftOut why a rival is missing, by its name
     */
    public record Run(
            String network,
            String view,
            long seed,
            List<SetResult> sets,
            List<Margin> margins,
            Map<String, String> leftOut) {}

    /**
     * One detector on one set, in fractions.
     *
     * @param method the detector
     * @param out the set
     * @param auroc see {@link Auroc}
     * @param fpr95 see {@link FalsePositiveRateAtRecall#in}
     */
    public record SetResult(String method, String out, double auroc, double fpr95) {}

    /**
     * A Morse head against the best of several rivals, chosen in hindsight on the very inputs that are compared.
     *
     * @param group of sets
     * @param league of rivals
     * @param morse mean area under the receiver operating characteristic of the head over the group's sets
     * @param rival the name of the best rival
     * @param difference head less rival, with a paired bootstrap interval of 95 %
     */
    public record Margin(String group, String league, double morse, String rival, Difference difference) {}

    /** All out-of-distribution sets, each once. */
    public Set<String> outs() {
        Set<String> outs = new LinkedHashSet<>();
        groups.values().forEach(outs::addAll);
        return outs;
    }

    /**
     * Compares one fitted head with its rivals.
     *
     * @param network the name of the network
     * @param view the name of the view
     * @param seed of everything random; also of the bootstrap
     * @param morse the score of the fitted head
     * @param train what the rivals are fitted on, restricted to the view
     * @param in in-distribution rows that fitted nothing
     * @param outs rows of every set of {@link #outs()}
     * @return the run
     */
    public Run run(
            String network,
            String view,
            long seed,
            Detector morse,
            FeatureTable train,
            FeatureTable in,
            Map<String, FeatureTable> outs) {
        Set<String> names = new LinkedHashSet<>();
        rivals.values().forEach(names::addAll);
        Baselines.Fitted fitted = Baselines.fit(names, train);
        Map<String, double[]> inScores = new LinkedHashMap<>();
        Map<String, Map<String, double[]>> outScores = new LinkedHashMap<>();
        List<Detector> detectors = new ArrayList<>(List.of(morse));
        detectors.addAll(fitted.detectors());
        List<SetResult> sets = new ArrayList<>();
        for (Detector detector : detectors) {
            double[] ofIn = detector.score(in);
            inScores.put(detector.name(), ofIn);
            Map<String, double[]> ofOuts = new LinkedHashMap<>();
            for (String out : outs()) {
                double[] scores = detector.score(outs.get(out));
                ofOuts.put(out, scores);
                sets.add(new SetResult(
                        detector.name(),
                        out,
                        Auroc.of(ofIn, scores),
                        FalsePositiveRateAtRecall.in(ofIn, scores, LEVEL)));
            }
            outScores.put(detector.name(), ofOuts);
        }
        List<Margin> margins = new ArrayList<>();
        groups.forEach((group, members) -> rivals.forEach((league, rivalNames) -> {
            Scores ours = scores(morse.name(), members, inScores, outScores);
            best(rivalNames, members, inScores, outScores).ifPresent(rival -> {
                Scores theirs = scores(rival, members, inScores, outScores);
                Difference difference =
                        new PairedBootstrap(REPLICATES, seed, LEVEL).difference(ours, theirs, Auroc::of);
                margins.add(new Margin(group, league, ours.mean(Auroc::of), rival, difference));
            });
        }));
        return new Run(network, view, seed, sets, margins, fitted.leftOut());
    }

    private static Optional<String> best(
            List<String> names,
            List<String> members,
            Map<String, double[]> in,
            Map<String, Map<String, double[]>> outs) {
        String best = null;
        double bestMean = Double.NEGATIVE_INFINITY;
        for (String name : names) {
            if (in.containsKey(name)) {
                double mean = scores(name, members, in, outs).mean(Auroc::of);
                if (mean > bestMean) {
                    best = name;
                    bestMean = mean;
                }
            }
        }
        return Optional.ofNullable(best);
    }

    private static Scores scores(
            String name, List<String> members, Map<String, double[]> in, Map<String, Map<String, double[]>> outs) {
        return new Scores(
                in.get(name),
                members.stream().map(member -> outs.get(name).get(member)).toList());
    }
}
