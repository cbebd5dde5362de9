package org.morseuq.head;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.morseuq.algebra.Extremum;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * A fitted and calibrated Morse network: density, out-of-distribution detector with a guaranteed false-alarm rate,
 * calibration temperature and class posterior in one object.
 *
 * <pre>{@code
 * MorseDetector detector = MorseDetector.load(Path.of("cifar10.morse"));
 * Verdict verdict = detector.assess(features);
 * }</pre>
 *
 * <p>Plain arrays: immutable, thread-safe, nothing to close.
 */
public final class MorseDetector {

    /** The quantile of the training energies up to which the density is 1. */
    static final double BULK = 0.95;

    private final MorseNetwork network;
    private final double offset;
    private final Temperature temperature;
    private final Calibration calibration;
    private final Optional<Standardisation> profile;
    private final Manifest manifest;
    private final Threshold threshold;
    private final int[] logits;

    /**
     * Puts the parts together.
     *
     * @param network the fitted network
     * @param offset the energy \( v_0 \) up to which the density is 1: \( \mu = \min(1, e^{-(V - v_0)}) \)
     * @param temperature of the logits
     * @param calibration scores of held-out in-distribution inputs
     * @param profile mean and deviation of every feature over them, if known
     * @param policy how to decide what to flag
     * @param manifest where everything comes from
     */
    MorseDetector(
            MorseNetwork network,
            double offset,
            Temperature temperature,
            Calibration calibration,
            Optional<Standardisation> profile,
            ThresholdPolicy policy,
            Manifest manifest) {
        if (!Double.isFinite(offset)) {
            throw new IllegalArgumentException("the offset of the density must be finite, got " + offset);
        }
        profile.ifPresent(p -> requireWidth(p, network.layout()));
        temperature
                .experts()
                .forEach(e -> Objects.checkIndex(e, network.experts().size()));
        this.logits = network.layout().columns(List.of(Layout.LOGITS)); // refuses a layout without them
        this.threshold = Threshold.of(policy, calibration, logits.length);
        this.network = network;
        this.offset = offset;
        this.temperature = temperature;
        this.calibration = calibration;
        this.profile = profile;
        this.manifest = manifest;
    }

    /**
     * Calibrates a fitted network.
     *
     * @param network the network
     * @param train inputs that it was fitted on; they set the offset of the density
     * @param held labelled in-distribution inputs that neither network nor backbone has seen; they set p-values,
     *     thresholds and the temperature
     * @param falseAlarm the rate at which in-distribution inputs may be flagged, for example 0.05
     * @param origin where everything comes from
     * @return the detector
     */
    public static MorseDetector calibrate(
            MorseNetwork network, FeatureTable train, FeatureTable held, double falseAlarm, Manifest.Origin origin) {
        return calibrate(network, train, held, new ThresholdPolicy.FalseAlarm(falseAlarm), origin);
    }

    /**
     * Calibrates a fitted network.
     *
     * @param network the network
     * @param train inputs that it was fitted on; they set the offset of the density
     * @param held labelled in-distribution inputs that neither network nor backbone has seen; they set p-values,
     *     thresholds and the temperature
     * @param policy how to decide what to flag
     * @param origin where everything comes from
     * @return the detector
     */
    public static MorseDetector calibrate(
            MorseNetwork network,
            FeatureTable train,
            FeatureTable held,
            ThresholdPolicy policy,
            Manifest.Origin origin) {
        double offset = quantile(network.energies(train), BULK);
        Temperature temperature = TemperatureFit.of(network, held, Temperature.PREMIUM);
        int[] predicted = Arrays.stream(held.block(Layout.LOGITS))
                .mapToInt(Extremum::largest)
                .toArray();
        Calibration calibration = Calibration.of(network.energies(held), predicted);
        Manifest manifest = Manifest.of(network, offset, temperature, calibration, policy, origin);
        return new MorseDetector(
                network, offset, temperature, calibration, Optional.of(profile(network, held)), policy, manifest);
    }

    /**
     * Reads a detector.
     *
     * @param folder a {@code NAME.morse} folder
     * @return the detector
     * @throws IOException if it cannot be read, is damaged, or was altered
     */
    public static MorseDetector load(Path folder) throws IOException {
        return MorseFile.read(folder);
    }

    /**
     * Writes this detector.
     *
     * @param folder a {@code NAME.morse} folder; created if need be, its files are replaced
     * @throws IOException if writing fails
     */
    public void save(Path folder) throws IOException {
        MorseFile.write(this, folder);
    }

    /**
     * The same detector that decides otherwise what to flag; nothing is fitted again.
     *
     * @param policy how; a guarantee that takes more calibration scores than there are is refused
     * @return the detector
     */
    public MorseDetector with(ThresholdPolicy policy) {
        return new MorseDetector(network, offset, temperature, calibration, profile, policy, manifest.with(policy));
    }

    /** The same detector with another {@linkplain ThresholdPolicy.FalseAlarm false-alarm rate}. */
    public MorseDetector withFalseAlarm(double rate) {
        return with(new ThresholdPolicy.FalseAlarm(rate));
    }

    /**
     * The same detector with the temperature fitted anew; scores and thresholds stay.
     *
     * @param held labelled in-distribution inputs that neither network nor backbone has seen
     * @param premium the part by which their negative log-likelihood may become worse, at least 0: see {@link Temperature}
     * @return the detector
     */
    public MorseDetector withTemperature(FeatureTable held, double premium) {
        Temperature fitted = TemperatureFit.of(network, held, premium);
        return new MorseDetector(
                network, offset, fitted, calibration, profile, threshold.policy(), manifest.with(fitted));
    }

    /**
     * The same detector that also knows how its features are distributed; nothing else changes.
     *
     * @param held the inputs that it was calibrated with, as many as there are calibration scores
     * @return the detector
     */
    public MorseDetector withProfile(FeatureTable held) {
        if (held.size() != calibration.size()) {
            throw new IllegalArgumentException("the detector was calibrated with " + calibration.size()
                    + " inputs, got the features of " + held.size());
        }
        return new MorseDetector(
                network,
                offset,
                temperature,
                calibration,
                Optional.of(profile(network, held)),
                threshold.policy(),
                manifest);
    }

    /** The network. */
    public MorseNetwork network() {
        return network;
    }

    /** What a feature row holds. */
    public Layout layout() {
        return network.layout();
    }

    /** The held-out scores. */
    public Calibration calibration() {
        return calibration;
    }

    /**
     * Mean and standard deviation of every feature over the calibration inputs; empty in a detector that was saved before
     * they were kept. What is met in service is compared with it, see {@code org.morseuq.monitor}.
     *
     * @return one offset and one scale a column of {@link #layout()}
     */
    public Optional<Standardisation> profile() {
        return profile;
    }

    /** The temperature of the logits. */
    public Temperature temperature() {
        return temperature;
    }

    /** The energy up to which the density is 1. */
    public double offset() {
        return offset;
    }

    /** What flags an input, what that guarantees, and how often it is a false alarm. */
    public Threshold threshold() {
        return threshold;
    }

    /** The guaranteed rate at which in-distribution inputs may be flagged; 1 if the policy guarantees none. */
    public double falseAlarm() {
        return threshold.policy().guaranteed() ? threshold.policy().rate().orElseThrow() : 1;
    }

    /** Where everything comes from. */
    public Manifest manifest() {
        return manifest;
    }

    /**
     * Judges one input.
     *
     * @param row its features, as {@link #layout()} says; every number finite
     * @return the verdict
     */
    public Verdict assess(float[] row) {
        return assessTogether(row).get(0);
    }

    private List<Verdict> assessTogether(float[]... rows) {
        for (float[] row : rows) {
            for (int i = 0; i < row.length; i++) {
                if (!Float.isFinite(row[i])) {
                    throw new IllegalArgumentException("feature " + i + " is " + row[i] + ", expected a finite number");
                }
            }
        }
        double[][][] expertEnergies = network.expertEnergies(rows);
        List<Verdict> verdicts = new ArrayList<>(rows.length);
        for (int i = 0; i < rows.length; i++) {
            verdicts.add(verdict(rows[i], expertEnergies[i]));
        }
        return verdicts;
    }

    private Verdict verdict(float[] row, double[][] expertEnergies) {
        double[] classEnergies = network.sum(expertEnergies);
        double energy = network.pooling().energy(classEnergies);
        float[] rowLogits = Arrays.copyOfRange(row, logits[0], logits[0] + logits.length);
        double t = temperature.at(Pooling.MAX.energy(network.sum(expertEnergies, temperature.experts())));
        int label = Extremum.largest(rowLogits);
        return new Verdict(
                energy,
                Math.min(0, offset - energy),
                threshold.pValue(energy, label),
                energy > threshold.at(label),
                falseAlarm(),
                label,
                Temperature.softmax(rowLogits, t),
                t,
                Extremum.least(classEnergies));
    }

    /**
     * Judges many inputs, on all processors of the common pool; their number changes no bit.
     *
     * @param rows feature rows, each as {@link #layout()} says; every number finite
     * @return one verdict a row, in their order
     */
    public List<Verdict> assess(float[][] rows) {
        return Blocks.of(rows).map(this::assessTogether).flatMap(List::stream).toList();
    }

    /**
     * Judges many inputs, on all processors of the common pool; their number changes no bit.
     *
     * @param table feature rows; blocks that the network does not know are ignored
     * @return one verdict a row
     */
    public List<Verdict> assess(FeatureTable table) {
        FeatureTable mine = table.layout().equals(layout()) ? table : table.select(layout().names());
        return assess(mine.rows());
    }

    private static Standardisation profile(MorseNetwork network, FeatureTable held) {
        return Standardisation.of(held.columns(network.layout().names()));
    }

    private static void requireWidth(Standardisation profile, Layout layout) {
        if (profile.offset().length != layout.width()) {
            throw new IllegalArgumentException(
                    "the profile describes " + profile.offset().length + " features, a row has " + layout.width());
        }
    }

    /** The smallest value that at least the fraction {@code level} of the values do not exceed. */
    static double quantile(double[] values, double level) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[Math.max(0, (int) Math.ceil(level * sorted.length) - 1)];
    }
}
