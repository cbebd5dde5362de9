package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.morseuq.data.ImageSet;
import org.morseuq.data.Subset;
import org.morseuq.eval.Protocol;
import org.morseuq.eval.ProtocolSummary;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.training.BackboneTrainer;
import org.morseuq.training.TrainingListener;

/**
 * Runs a {@link TrainingPlan}: trains its networks, each in a folder of its own where a run that was stopped goes on, and then
 * the protocol on them.
 */
final class TrainingExperiment implements Experiment {

    private static final double CHECKPOINT_SECONDS = 60;

    private final TrainingPlan plan;
    private final ReproduceCommand options;

    private TrainingExperiment(TrainingPlan plan, ReproduceCommand options) {
        this.plan = plan;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new TrainingExperiment(definition.as(TrainingPlan.class), options);
    }

    /**
     * What came out.
     *
     * @param accuracies on the test images of the set that was learned, by network
     * @param detection of the protocol
     */
    record Summary(Map<String, Double> accuracies, ProtocolSummary detection) {

        List<String> movedFrom(Summary expected, double tolerance) {
            List<String> moved = new ArrayList<>();
            expected.accuracies.forEach((name, before) -> {
                Double now = accuracies.get(name);
                if (now == null || Math.abs(now - before) > tolerance) {
                    moved.add("accuracy of " + name + ": " + now + ", expected " + before);
                }
            });
            moved.addAll(detection.movedFrom(expected.detection, tolerance));
            return moved;
        }
    }

    @Override
    public void require() {
        if (plan.device() != null && !plan.device().equals(options.network.device)) {
            throw new IllegalArgumentException("the networks of '" + plan.title() + "' take days without a "
                    + plan.device() + "; give --device " + plan.device());
        }
        options.sets.folder();
    }

    @Override
    public Map<String, String> data() throws IOException {
        return ProtocolSets.find(plan.protocol(), options.sets).digests(plan.in());
    }

    @Override
    public Outcome run(Path to) throws IOException {
        Path networks = to.resolve("networks");
        Map<String, Double> accuracies = new LinkedHashMap<>();
        ProtocolSets found = ProtocolSets.find(plan.protocol(), options.sets);
        ImageSet learned = plan.images() == 0 ? found.train() : Subset.sample(found.train(), plan.images(), 0);
        Map<String, String> folders = new LinkedHashMap<>();
        for (Map.Entry<String, TrainingPlan.Run> each : plan.trained().entrySet()) {
            String identity = Digest.ofParts(
                    Json.pretty(each.getValue()),
                    Integer.toString(plan.size()),
                    learned.digest(),
                    options.network.device,
                    Version.code());
            String folder = each.getKey() + "-" + identity.substring(0, 12); // another definition leaves this one alone
            folders.put(each.getKey(), folder);
            accuracies.put(
                    each.getKey(),
                    train(each.getKey(), each.getValue(), learned, found.test(), identity, networks.resolve(folder)));
        }
        Protocol protocol = plan.protocol().on(folders, Math.min(options.seeds, plan.seeds()));
        ProtocolExperiment comparison = new ProtocolExperiment(
                protocol, options.sets, options.network, networks, options.interruption(), options.err());
        Summary summary = new Summary(accuracies, comparison.summary(Optional.of(to.resolve("runs"))));
        StepDiagrams.write(SummaryPictures.of(summary.detection()), to.resolve(SummaryPictures.FILE));
        Experiments.write(to, summary, out -> print(protocol, summary, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                TrainingExperiment.print(protocol, summary, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return summary.movedFrom(Json.read(expected, Summary.class), plan.tolerance());
            }
        };
    }

    /** The accuracy of a network, which is trained if that was not done yet. */
    private double train(
            String name, TrainingPlan.Run run, ImageSet learned, ImageSet test, String identity, Path folder)
            throws IOException {
        Path finished = folder.resolve("accuracy.json");
        Optional<Double> known = RememberedRun.find(finished, identity, Double.class);
        if (known.isPresent()) {
            return known.get();
        }
        PrintWriter err = options.err();
        ShownTraining shown = new ShownTraining(err, run.epochs(), folder);
        try (BackboneTrainer trainer = new BackboneTrainer(
                run.config(), learned, test, plan.size(), folder, Names.device(options.network.device))) {
            err.printf("%s %s: %s%n", trainer.resume() ? "continuing" : "training", name, run.network());
            err.flush();
            BackboneTrainer.Outcome outcome = trainer.run(shown, CHECKPOINT_SECONDS, options.interruption()::requested);
            shown.finish();
            if (outcome == BackboneTrainer.Outcome.STOPPED) {
                options.interruption().check(); // everything is saved
            }
        }
        double accuracy = accuracy(folder);
        RememberedRun.keep(finished, identity, accuracy);
        return accuracy;
    }

    /** What the log says of the last epoch, also if that was before a crash. */
    private static double accuracy(Path folder) throws IOException {
        TrainingListener.EpochSummary[] epochs =
                Json.read(folder.resolve("log.json"), TrainingListener.EpochSummary[].class);
        return epochs[epochs.length - 1].testAccuracy();
    }

    private static void print(Protocol protocol, Summary summary, PrintWriter out) {
        ProtocolTable.print(protocol, summary.detection(), out);
        summary.accuracies()
                .forEach((name, accuracy) ->
                        out.printf(Locale.ROOT, "Accuracy of %s: %.2f percent.%n", name, 100 * accuracy));
        out.flush();
    }
}
