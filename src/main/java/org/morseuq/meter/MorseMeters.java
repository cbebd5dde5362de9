package org.morseuq.meter;

import io.micrometer.core.instrument.Counter;
import io.micrometer.core.instrument.DistributionSummary;
import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.Tags;
import io.micrometer.core.instrument.Timer;
import java.util.Locale;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import java.util.function.ToDoubleFunction;
import org.morseuq.head.Verdict;
import org.morseuq.monitor.Drift;
import org.morseuq.monitor.DriftMonitor;
import org.morseuq.monitor.Finding;

/**
 * Counts and times what a detector does.
 *
 * <table>
 *   <caption>Meters, all with the tag {@code detector}</caption>
 *   <tr><th>name</th><th>kind</th><th>what</th></tr>
 *   <tr><td>{@code morse.assess}</td><td>timer</td><td>one assessment, with percentiles 0.5, 0.95, 0.99</td></tr>
 *   <tr><td>{@code morse.flagged}</td><td>counter</td><td>inputs that were flagged</td></tr>
 *   <tr><td>{@code morse.refused}</td><td>counter</td><td>inputs that are no features: too few, too many, not finite</td></tr>
 *   <tr><td>{@code morse.p.value}</td><td>summary</td><td>p-values in thousandths, counted up to 1, 10, 50, 100, 250, 500, 750, 1000</td></tr>
 *   <tr><td>{@code morse.energy}</td><td>summary</td><td>energies in nats, with percentiles 0.5, 0.95, 0.99</td></tr>
 *   <tr><td>{@code morse.drift.distance}</td><td>gauge</td><td>Kolmogorov-Smirnov distance of the recent p-values from uniform</td></tr>
 *   <tr><td>{@code morse.drift.p.value}</td><td>gauge</td><td>of that distance</td></tr>
 *   <tr><td>{@code morse.drift.features}</td><td>gauge</td><td>{@link Drift#featureLevel()}</td></tr>
 *   <tr><td>{@code morse.drift.finding}</td><td>gauge</td><td>by tag {@code finding}, 1 for what the window shows and 0 for the others</td></tr>
 * </table>
 *
 * <p>Thread-safe, as registries are. A gauge that is read looks at the window anew if inputs have come since.
 */
public final class MorseMeters {

    private final Supplier<DriftMonitor> monitor;
    private final Timer assessments;
    private final Counter flagged;
    private final Counter refused;
    private final DistributionSummary pValues;
    private final DistributionSummary energies;

    /**
     * Registers the meters.
     *
     * @param registry where
     * @param detector the value of the tag {@code detector}, for example the name of the artefact
     * @param monitor the monitor of this moment; asked for every input, so that it may change where the detector does
     */
    public MorseMeters(MeterRegistry registry, String detector, Supplier<DriftMonitor> monitor) {
        Tags tags = Tags.of("detector", detector);
        this.monitor = monitor;
        this.assessments = Timer.builder("morse.assess")
                .description("Time of one assessment")
                .tags(tags)
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(registry);
        this.flagged = Counter.builder("morse.flagged")
                .description("Inputs that were flagged")
                .tags(tags)
                .register(registry);
        this.refused = Counter.builder("morse.refused")
                .description("Inputs that are no features of this detector")
                .tags(tags)
                .register(registry);
        this.pValues = DistributionSummary.builder("morse.p.value")
                .description("Conformal p-values")
                .tags(tags)
                .baseUnit("permille")
                .scale(1000) // the library counts by whole numbers, rounded up
                .serviceLevelObjectives(1, 10, 50, 100, 250, 500, 750, 1000)
                .register(registry);
        this.energies = DistributionSummary.builder("morse.energy")
                .description("Energies in nats: higher is more out-of-distribution")
                .tags(tags)
                .publishPercentiles(0.5, 0.95, 0.99)
                .register(registry);
        gauge(registry, tags, "morse.drift.distance", drift -> drift.pValues().statistic());
        gauge(registry, tags, "morse.drift.p.value", drift -> drift.pValues().pValue());
        gauge(registry, tags, "morse.drift.features", Drift::featureLevel);
        for (Finding finding : Finding.values()) {
            String name = finding.name().toLowerCase(Locale.ROOT);
            gauge(
                    registry,
                    tags.and("finding", name),
                    "morse.drift.finding",
                    drift -> drift.finding() == finding ? 1 : 0);
        }
    }

    private void gauge(MeterRegistry registry, Tags tags, String name, ToDoubleFunction<Drift> number) {
        Gauge.builder(
                        name,
                        this,
                        meters -> number.applyAsDouble(meters.monitor.get().look()))
                .tags(tags)
                .strongReference(true)
                .register(registry);
    }

    /**
     * Judges one input with the detector of the monitor, and counts it.
     *
     * @param row its features
     * @return the verdict
     */
    public Verdict assess(float[] row) {
        long start = System.nanoTime();
        Verdict verdict;
        try {
            verdict = monitor.get().assess(row);
        } catch (IllegalArgumentException e) {
            refused.increment();
            throw e;
        }
        assessments.record(System.nanoTime() - start, TimeUnit.NANOSECONDS);
        pValues.record(verdict.pValue());
        energies.record(verdict.energy());
        if (verdict.flagged()) {
            flagged.increment();
        }
        return verdict;
    }
}
