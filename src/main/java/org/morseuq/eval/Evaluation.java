package org.morseuq.eval;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Threshold;
import org.morseuq.head.Verdict;

/**
 * What detectors are worth on one in-distribution set against several others.
 *
 * @param in the name of the in-distribution set
 * @param results one entry for every detector and every other set, detectors first
 * @param classification how well the backbone classifies, and what the Morse temperature ({@code calibrated}) and other
 *     calibrations change; fractions and nats. Empty if a label is not known
 * @param falseAlarm what the threshold did
 * @param scores what the results come from: the scores of every detector by its name, with the other sets in the order of
 *     the results
 */
public record Evaluation(
        String in,
        List<Result> results,
        Map<String, Double> classification,
        FalseAlarm falseAlarm,
        Map<String, Scores> scores) {

    /** The recall at which false-positive rates are reported. */
    private static final double RECALL = 0.95;

    private static final double BAND = 0.95;

    /**
     * One detector against one set. Fractions, not percent.
     *
     * @param method the detector
     * @param out the out-of-distribution set
     * @param auroc the probability that its score is higher out of distribution than in, ties counted half
     * @param auprIn area under precision and recall with in-distribution inputs as positives
     * @param auprOut the same with out-of-distribution inputs as positives
     * @param fpr95IdPositive fraction of OOD inputs accepted where 95 % of the ID inputs are
     * @param fpr95OodPositive fraction of ID inputs flagged where 95 % of the OOD inputs are
     * @param nIn number of in-distribution inputs
     * @param nOut number of out-of-distribution inputs
     */
    public record Result(
            String method,
            String out,
            double auroc,
            double auprIn,
            double auprOut,
            double fpr95IdPositive,
            double fpr95OodPositive,
            int nIn,
            int nOut) {

        /** Measures the scores of one detector. */
        static Result of(String method, String out, double[] in, double[] outScores) {
            return new Result(
                    method,
                    out,
                    Auroc.of(in, outScores),
                    AreaUnderPrecisionRecall.in(in, outScores),
                    AreaUnderPrecisionRecall.out(in, outScores),
                    FalsePositiveRateAtRecall.in(in, outScores, RECALL),
                    FalsePositiveRateAtRecall.out(in, outScores, RECALL),
                    in.length,
                    outScores.length);
        }
    }

    /**
     * What the threshold did on in-distribution inputs that did not calibrate it.
     *
     * @param policy how it decides, for example {@code false-alarm:0.05}
     * @param requested the rate that was asked for; null under a fixed threshold, where none was
     * @param measured the fraction that was flagged
     * @param band where that fraction lies with a probability of 95 %; from 0 to 1 under a fixed threshold
     */
    public record FalseAlarm(String policy, Double requested, double measured, List<Double> band) {}

    /** Copies the list and the map. */
    public Evaluation {
        results = List.copyOf(results);
        scores = Collections.unmodifiableMap(new LinkedHashMap<>(scores));
    }

    /**
     * Evaluates detectors.
     *
     * @param name the name of the in-distribution set
     * @param detectors what to compare
     * @param morse the calibrated detector whose temperature and threshold are judged
     * @param in in-distribution rows that calibrated nothing
     * @param outs rows of other sets by name
     * @return the evaluation
     */
    public static Evaluation of(
            String name,
            List<Detector> detectors,
            MorseDetector morse,
            FeatureTable in,
            Map<String, FeatureTable> outs) {
        return of(name, detectors, morse, List.of(), in, outs);
    }

    /**
     * Evaluates detectors, and what other calibrations do for the classification.
     *
     * @param name the name of the in-distribution set
     * @param detectors what to compare
     * @param morse the calibrated detector whose temperature and threshold are judged
     * @param recalibrations fitted on rows that are not among {@code in}; their numbers are named after them
     * @param in in-distribution rows that calibrated nothing
     * @param outs rows of other sets by name
     * @return the evaluation
     */
    public static Evaluation of(
            String name,
            List<Detector> detectors,
            MorseDetector morse,
            List<Recalibration> recalibrations,
            FeatureTable in,
            Map<String, FeatureTable> outs) {
        List<Result> results = new ArrayList<>();
        Map<String, Scores> scores = new LinkedHashMap<>();
        for (Detector detector : detectors) {
            double[] inScores = detector.score(in);
            List<double[]> outScores = new ArrayList<>();
            outs.forEach((out, table) -> {
                outScores.add(detector.score(table));
                results.add(Result.of(detector.name(), out, inScores, outScores.get(outScores.size() - 1)));
            });
            scores.put(detector.name(), new Scores(inScores, outScores));
        }
        List<Verdict> verdicts = morse.assess(in);
        boolean labelled = Arrays.stream(in.labels()).noneMatch(label -> label == Image.UNLABELLED);
        Map<String, Double> classification = labelled ? classification(verdicts, in) : Map.of();
        for (Recalibration recalibration : labelled ? recalibrations : List.<Recalibration>of()) {
            Reliability reliability = Reliability.of(recalibration.probabilities(in), in.labels());
            classification.put(recalibration.name() + "_accuracy", reliability.accuracy());
            classification.put(recalibration.name() + "_ece", reliability.ece());
            classification.put(recalibration.name() + "_nll", reliability.nll());
            classification.put(recalibration.name() + "_brier", reliability.brier());
        }
        return new Evaluation(name, results, classification, falseAlarm(morse, verdicts), scores);
    }

    private static Map<String, Double> classification(List<Verdict> verdicts, FeatureTable in) {
        int[] labels = in.labels();
        double[][] plain = Softmax.rows(in.block(Layout.LOGITS));
        double[][] calibrated = verdicts.stream().map(Verdict::probabilities).toArray(double[][]::new);
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put("accuracy", Accuracy.of(plain, labels));
        numbers.put("ece", ExpectedCalibrationError.of(plain, labels));
        numbers.put("nll", NegativeLogLikelihood.of(plain, labels));
        numbers.put("brier", BrierScore.of(plain, labels));
        numbers.put("calibrated_ece", ExpectedCalibrationError.of(calibrated, labels));
        numbers.put("calibrated_nll", NegativeLogLikelihood.of(calibrated, labels));
        numbers.put("calibrated_brier", BrierScore.of(calibrated, labels));
        return numbers;
    }

    private static FalseAlarm falseAlarm(MorseDetector morse, List<Verdict> verdicts) {
        Threshold threshold = morse.threshold();
        long flagged = verdicts.stream().filter(Verdict::flagged).count();
        int[] predicted = verdicts.stream().mapToInt(Verdict::label).toArray();
        double[] band = threshold.realisedRate(predicted, BAND);
        OptionalDouble requested = threshold.policy().rate();
        return new FalseAlarm(
                threshold.policy().toString(),
                requested.isPresent() ? (Double) requested.getAsDouble() : null,
                (double) flagged / verdicts.size(),
                List.of(band[0], band[1]));
    }

    /** The mean AUROC of a detector over the other sets, each counted once. */
    public double meanAuroc(String method) {
        return results.stream()
                .filter(result -> result.method().equals(method))
                .mapToDouble(Result::auroc)
                .average()
                .orElseThrow(() -> new IllegalArgumentException("no results of '" + method + "'"));
    }
}
