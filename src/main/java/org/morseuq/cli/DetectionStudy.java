package org.morseuq.cli;

import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.complexity.ClassMeans;
import org.morseuq.complexity.Estimate;
import org.morseuq.complexity.GeometricComplexity;
import org.morseuq.complexity.NeuralCollapse;
import org.morseuq.complexity.Probe;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.Layout;
import org.morseuq.eval.Auroc;
import org.morseuq.eval.Detector;
import org.morseuq.eval.MaximumSoftmaxProbability;
import org.morseuq.eval.MorseScore;
import org.morseuq.eval.Reliability;
import org.morseuq.eval.Softmax;
import org.morseuq.eval.TemperatureScaling;
import org.morseuq.function.PointwiseMap;
import org.morseuq.head.Manifest;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.ThresholdPolicy;
import org.morseuq.head.Verdict;
import org.morseuq.training.Examples;
import org.morseuq.training.HeadRecipe;
import org.morseuq.training.NetworkFamily;
import org.morseuq.training.SweepRun;

/**
 * Whether less complex networks are the better backbones of a Morse head: a family of small networks, their complexity, and how
 * well heads on them detect and calibrate, as an {@code experiment.json} defines it.
 *
 * @param title what it shows, in a line
 * @param kind of the experiment
 * @param in the set that networks learn
 * @param size height and width that images are brought to
 * @param classes how many classes the set has
 * @param images training images of each class, which fit the heads too
 * @param measured how many of them complexity is measured on, of each class
 * @param held test images of each class that calibrate
 * @param fresh test images of each class that are reported on
 * @param spoilt training images that are spoilt, in five ways each, for the reference measure of the heads
 * @param outs names of the other sets by group
 * @param limit how many images of each at most
 * @param probes a geometric complexity is estimated by
 * @param recipe how heads are fitted
 * @param family the networks
 * @param seeds of each, at least 2
 * @param tolerance by which part of itself a number may move before it is reported as moved
 * @param slack by how much it may move whatever it is
 */
record DetectionStudy(
        String title,
        String kind,
        String in,
        int size,
        int classes,
        int images,
        int measured,
        int held,
        int fresh,
        int spoilt,
        Map<String, List<String>> outs,
        int limit,
        int probes,
        String recipe,
        NetworkFamily family,
        int seeds,
        double tolerance,
        double slack) {

    static final String KIND = "complexity-and-ood";

    static final String GC = "complexity";
    static final String LOGITS = "logit complexity";
    static final String GEOMETRIC = "geometric collapse";
    static final String CDNV = "cdnv";
    static final String LOSS = "train loss";
    static final String ACCURACY = "accuracy";
    static final String ECE = "ece";
    static final String ECE_GLOBAL = "ece, temperature";
    static final String ECE_MORSE = "ece, morse";
    static final String NLL_MORSE = "nll, morse";

    private static final int BATCH = 250;

    DetectionStudy {
        outs = Collections.unmodifiableMap(new LinkedHashMap<>(outs));
        HeadRecipe.named(recipe);
        if (seeds < 2 || measured > images || held < 1 || fresh < 1 || outs.isEmpty() || limit < 1) {
            throw new IllegalArgumentException("a study of detection needs at least 2 seeds, other sets, images that"
                    + " calibrate and that are reported on, and no more measured images than training images");
        }
    }

    /**
     * Images in memory.
     *
     * @param train to learn
     * @param measured some of them, as many of each class
     * @param spoilt for the reference measure
     * @param held calibrate
     * @param fresh are reported on
     * @param outs by group and set
     */
    record Material(
            Examples train,
            Examples measured,
            float[][] spoilt,
            Examples held,
            Examples fresh,
            Map<String, Map<String, float[][]>> outs) {}

    /**
     * One network.
     *
     * @param member its settings
     * @param seed of its training and of its head
     * @param finished whether all steps were finite
     * @param numbers what was measured, by name
     */
    record Run(NetworkFamily.Member member, long seed, boolean finished, Map<String, Double> numbers) {}

    /** The name of a detector's mean AUROC over the sets of a group. */
    static String area(String detector, String group) {
        return detector + " " + group;
    }

    /** How far the Morse head is ahead of the largest softmax probability. */
    static String lead(String group) {
        return "lead " + group;
    }

    /**
     * Trains one network, fits its head and measures both.
     *
     * @param member its settings
     * @param seed of its training and of its head
     * @param material the images
     * @param origin what the head's manifest says of its origin
     * @param check called now and then; whatever it throws ends the work
     */
    Run run(NetworkFamily.Member member, long seed, Material material, Manifest.Origin origin, Runnable check) {
        try (SweepRun run = family.start(member, seed, material.train())) {
            while (run.steps() < family.steps()) {
                check.run();
                if (!run.step().taken()) {
                    return new Run(member, seed, false, Map.of());
                }
            }
            Map<String, Double> numbers = complexity(run, material.measured(), check);
            numbers.putAll(detection(run, seed, material, origin, check));
            return new Run(member, seed, true, numbers);
        }
    }

    private Map<String, Double> complexity(SweepRun run, Examples measured, Runnable check) {
        GeometricComplexity measure = new GeometricComplexity(new Probe.Rademacher(probes), BATCH, 0);
        PointwiseMap embedding = run.map(1);
        double[] squares = measure.perPoint(embedding, measured.rows(), done -> check.run());
        float[][] rows = embedding.values(measured.rows(), BATCH);
        float[][] logits = run.logits(measured);
        double[] byClass = GeometricComplexity.byClass(squares, measured.labels(), classes);
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put(GC, Estimate.of(squares).value());
        numbers.put(LOGITS, measure.of(run.map(0), measured.rows()).value());
        numbers.put(GEOMETRIC, ClassMeans.of(rows, measured.labels()).perSquaredDistance(byClass));
        numbers.put(CDNV, NeuralCollapse.of(rows, logits, measured.labels()).cdnv());
        numbers.put(
                LOSS, Reliability.of(Softmax.rows(logits), measured.labels()).nll());
        return numbers;
    }

    private Map<String, Double> detection(
            SweepRun run, long seed, Material material, Manifest.Origin origin, Runnable check) {
        FeatureTable train =
                table(run, material.train().rows(), material.train().labels());
        FeatureTable held = table(run, material.held().rows(), material.held().labels());
        FeatureTable fresh =
                table(run, material.fresh().rows(), material.fresh().labels());
        MorseNetwork head =
                HeadRecipe.named(recipe).fit(train, table(run, material.spoilt()), seed, loss -> check.run());
        MorseDetector detector = MorseDetector.calibrate(
                head, train, held, new ThresholdPolicy.FalseAlarm(0.05), origin); // what is flagged is not looked at
        Reliability plain = Reliability.of(Softmax.rows(fresh.block(Layout.LOGITS)), fresh.labels());
        Reliability morse = Reliability.of(
                detector.assess(fresh).stream().map(Verdict::probabilities).toArray(double[][]::new), fresh.labels());
        Map<String, Double> numbers = new LinkedHashMap<>();
        numbers.put(ACCURACY, plain.accuracy());
        numbers.put(ECE, plain.ece());
        numbers.put(
                ECE_GLOBAL,
                Reliability.of(TemperatureScaling.fit(held).probabilities(fresh), fresh.labels())
                        .ece());
        numbers.put(ECE_MORSE, morse.ece());
        numbers.put(NLL_MORSE, morse.nll());
        for (Map.Entry<String, Map<String, float[][]>> group : material.outs().entrySet()) {
            check.run();
            List<FeatureTable> others = group.getValue().values().stream()
                    .map(points -> table(run, points))
                    .toList();
            double ours = area(new MorseScore(head), fresh, others);
            double control = area(new MaximumSoftmaxProbability(), fresh, others);
            numbers.put(area("morse", group.getKey()), ours);
            numbers.put(area("msp", group.getKey()), control);
            numbers.put(lead(group.getKey()), ours - control);
        }
        return numbers;
    }

    private static double area(Detector detector, FeatureTable in, List<FeatureTable> outs) {
        double[] scores = detector.score(in);
        return outs.stream()
                .mapToDouble(out -> Auroc.of(scores, detector.score(out)))
                .average()
                .orElseThrow();
    }

    private static FeatureTable table(SweepRun run, float[][] points) {
        int[] labels = new int[points.length];
        Arrays.fill(labels, Image.UNLABELLED);
        return table(run, points, labels);
    }

    private static FeatureTable table(SweepRun run, float[][] points, int[] labels) {
        float[][] logits = run.map(0).values(points, BATCH);
        float[][] embedding = run.map(1).values(points, BATCH);
        Layout layout = new Layout(List.of(
                new Layout.Block(Layout.LOGITS, logits[0].length),
                new Layout.Block(Layout.EMBEDDING, embedding[0].length)));
        float[][] rows = new float[points.length][layout.width()];
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(logits[i], 0, rows[i], 0, logits[i].length);
            System.arraycopy(embedding[i], 0, rows[i], logits[i].length, embedding[i].length);
        }
        return new FeatureTable(layout, rows, labels);
    }
}
