package org.morseuq.monitor;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.SplittableRandom;
import org.morseuq.data.Layout;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Standardisation;
import org.morseuq.head.Verdict;

/**
 * Watches the last inputs of a service and says whether they still look like the calibration inputs of the detector.
 *
 * <pre>{@code
 * DriftMonitor monitor = new DriftMonitor(detector, 500, 1e-4, 1);
 * Verdict verdict = monitor.assess(features); // for every request
 * Drift drift = monitor.look();               // now and then
 * }</pre>
 *
 * <p>Two things are compared. The <b>conformal p-values</b> must be uniform ({@link KolmogorovSmirnov}). They are smoothed:
 * plain ones are discrete, and at least 1/(m + 1) for m calibration inputs, and tie where energies tie; a random number for
 * every input breaks the ties, after which they are exactly uniform without drift ({@link
 * org.morseuq.head.Calibration#pValue(double, double)}). And the <b>means of all features</b> must be those of the
 * calibration inputs ({@link MorseDetector#profile()}); detectors saved without them are watched by their p-values alone.
 * Means are taken as normal, which holds for a hundred and more inputs.
 *
 * <p><b>What is guaranteed.</b> For one look at independent inputs like the calibration inputs, drift is found with a
 * probability of about {@code level} at most. Every new window is a new chance to be wrong: for an alarm that is hardly ever
 * false however long the stream there is {@link org.morseuq.head.StreamAlarm}. Inputs that depend on each other, as the
 * frames of a video do, drift by this measure.
 *
 * <p>Thread-safe. Memory is fixed: {@code window} rows of features. An input costs the assessment, a binary search and a few
 * operations a feature under a lock; a look, sorting the window.
 */
public final class DriftMonitor {

    /** How many inputs must have come before anything is said. */
    public static final int LEAST = 100;

    private final MorseDetector detector;
    private final double level;
    private final SplittableRandom random;
    private final Optional<Standardisation> profile;
    private final List<Double> calibrationEnergies;
    private final FeatureWindow window;
    private Drift last;
    private long lookedAt = -1;

    /**
     * A monitor that has seen nothing.
     *
     * @param detector whose inputs to watch
     * @param size how many of the last inputs to compare, at least {@value #LEAST}, for example 500
     * @param level the tolerated probability of finding drift in a window without any, above 0 and below 1, for example
     *     1e-4
     * @param seed of the numbers that break ties
     */
    public DriftMonitor(MorseDetector detector, int size, double level, long seed) {
        if (size < LEAST) {
            throw new IllegalArgumentException("a window holds at least " + LEAST + " inputs, got " + size);
        }
        if (!(level > 0 && level < 1)) {
            throw new IllegalArgumentException("the level must be above 0 and below 1, got " + level);
        }
        this.detector = detector;
        this.level = level;
        this.random = new SplittableRandom(seed);
        this.profile = detector.profile();
        this.calibrationEnergies = quantiles(detector.calibration().scores());
        this.window =
                new FeatureWindow(size, profile.map(Standardisation::offset).orElse(new float[0]));
    }

    /** The detector whose inputs are watched. */
    public MorseDetector detector() {
        return detector;
    }

    /**
     * Judges one input and remembers it.
     *
     * @param row its features, as {@link MorseDetector#layout()} says
     * @return the detector's verdict
     */
    public Verdict assess(float[] row) {
        Verdict verdict = detector.assess(row);
        accept(row, verdict);
        return verdict;
    }

    /**
     * Remembers one input that was judged already.
     *
     * @param row its features; copied
     * @param verdict what the detector said
     */
    public synchronized void accept(float[] row, Verdict verdict) {
        if (row.length != detector.layout().width()) {
            throw new IllegalArgumentException(
                    "a row has " + detector.layout().width() + " features, got " + row.length);
        }
        double p = detector.calibration().pValue(verdict.energy(), 1 - random.nextDouble());
        window.accept(row, verdict.energy(), p, verdict.flagged());
    }

    /** How many inputs were remembered since the beginning, those included that left the window. */
    public synchronized long accepted() {
        return window.accepted();
    }

    /** Compares the inputs in the window with the calibration inputs; the same object again until another input comes. */
    public synchronized Drift look() {
        if (lookedAt != window.accepted()) {
            last = compare();
            lookedAt = window.accepted();
        }
        return last;
    }

    private Drift compare() {
        int n = window.size();
        int m = detector.calibration().size();
        KolmogorovSmirnov uniform =
                n == 0 ? new KolmogorovSmirnov(0, 0, 1) : KolmogorovSmirnov.uniform(window.pValues(), m);
        List<BlockShift> shifts = n == 0 ? List.of() : shifts(m);
        double featureLevel = bonferroni(shifts);
        boolean drift = Math.min(uniform.pValue(), featureLevel) < level / 2;
        Diagnosis diagnosis = new Diagnosis(shifts);
        Finding finding = n < LEAST ? Finding.TOO_FEW : drift ? diagnosis.finding() : Finding.NO_DRIFT;
        return new Drift(
                n,
                finding,
                uniform,
                shifts,
                featureLevel,
                n == 0 ? List.of() : quantiles(window.energies()),
                calibrationEnergies,
                n == 0 ? 0 : (double) window.flagged() / n,
                words(finding, n, uniform, featureLevel, diagnosis));
    }

    private List<BlockShift> shifts(int m) {
        List<BlockShift> shifts = new ArrayList<>();
        double[] means = window.shifts();
        double[] deviations = window.deviations();
        int first = 0;
        for (Layout.Block block : detector.layout().blocks()) {
            if (profile.isPresent()) {
                shifts.add(BlockShift.of(block, first, profile.get(), m, window.size(), means, deviations));
            }
            first += block.length();
        }
        return List.copyOf(shifts);
    }

    /** At least \( d\, P(|Z| \ge z) \) for the largest z of d features, by \( P(|Z| \ge z) \le 2 \phi(z) / z \). */
    private double bonferroni(List<BlockShift> shifts) {
        double z = shifts.stream().mapToDouble(BlockShift::largestZ).max().orElse(0);
        double tail = Math.sqrt(2 / Math.PI) * Math.exp(-z * z / 2) / z;
        return Math.min(1, detector.layout().width() * tail);
    }

    private static String words(
            Finding finding, int n, KolmogorovSmirnov uniform, double featureLevel, Diagnosis diagnosis) {
        String seen = String.format(
                Locale.ROOT,
                "over the last %d inputs p-values are uniform with p = %.2g, features unmoved with p = %.2g",
                n,
                uniform.pValue(),
                featureLevel);
        return switch (finding) {
            case TOO_FEW -> "too few inputs to tell: " + n + " of at least " + LEAST;
            case NO_DRIFT -> "no drift: " + seen;
            case INPUTS_DIFFER -> "inputs differ from those of calibration: " + seen + "; " + diagnosis.words();
            case PREPROCESSING_DIFFERS -> "preprocessing differs from training: " + seen + "; " + diagnosis.words();
        };
    }

    private static List<Double> quantiles(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return Drift.LEVELS.stream()
                .map(level -> sorted[Math.max(0, (int) Math.ceil(level * sorted.length) - 1)])
                .toList();
    }
}
