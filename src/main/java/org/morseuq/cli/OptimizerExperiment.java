package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.complexity.Estimate;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.study.Race;
import org.morseuq.study.StepResult;
import org.morseuq.training.Examples;
import org.morseuq.training.OptimizerStudy;

/**
 * Runs an {@link OptimizerStudy} on images. Every optimizer and batch size is remembered in a file of its own, so that a run
 * that was stopped goes on where it was.
 */
final class OptimizerExperiment implements Experiment {

    /** Of the training images, as usually rounded. */
    private static final Map<String, Preprocessing> SCALES = Map.of(
            "cifar10",
            new Preprocessing(32, List.of(0.4914, 0.4822, 0.4465), List.of(0.247, 0.2435, 0.2616)),
            "fashion-mnist",
            new Preprocessing(28, List.of(0.286, 0.286, 0.286), List.of(0.353, 0.353, 0.353)));

    private static final int CLASSES = 10;

    /** What the colours of a diagram tell apart. */
    private static final int TOLD_APART = 7;

    /** What is drawn together; more curves in one diagram cannot be told apart. */
    private static final List<List<String>> GROUPS = List.of(
            List.of("sgd", "heun", "rk4", "rk4-precond", "rk4-dalr", "rk4-momentum", "rk4-full"),
            List.of("sgd", "momentum", "adam", "adagrad", "clr-capped", "dal", "dal-half"));

    private final OptimizerStudy study;
    private final ReproduceCommand options;

    private OptimizerExperiment(OptimizerStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        OptimizerStudy study = definition.as(OptimizerStudy.class);
        Names.require("set of images", study.set(), SCALES.keySet());
        return new OptimizerExperiment(study, options);
    }

    @Override
    public void require() {
        options.sets.folder();
    }

    @Override
    public Map<String, String> data() throws IOException {
        return options.splits(study.set());
    }

    /** What is kept of one optimizer at one batch size. */
    private record Kept(List<OptimizerStudy.Run> runs) {}

    @Override
    public Outcome run(Path to) throws IOException {
        ImageSet train = options.sets.find(study.set(), Split.TRAIN);
        ImageSet test = options.sets.find(study.set(), Split.TEST);
        String identity = Digest.ofParts(Json.pretty(study), Version.code(), String.join(" ", data().values()));
        Examples[] sets = new Examples[2];
        Progress progress = new Progress(options.err(), "optimizers:");
        int total = study.batches().size() * study.optimizers().size();
        int done = 0;
        List<OptimizerStudy.Run> runs = new ArrayList<>();
        for (OptimizerStudy.Budget budget : study.batches()) {
            for (String name : study.optimizers().keySet()) {
                Path file = to.resolve("runs").resolve(name + "-" + budget.batch() + ".json");
                Kept kept = RememberedRun.find(file, identity, Kept.class).orElse(null);
                if (kept == null) {
                    if (sets[0] == null) {
                        sets[0] = first(train, study.images() + study.held());
                        sets[1] = first(test, study.test());
                    }
                    kept = new Kept(study.runs(name, budget, sets[0], sets[1], options.interruption()::check));
                    RememberedRun.keep(file, identity, kept);
                }
                runs.addAll(kept.runs());
                progress.at(++done, total, name + ", batches of " + budget.batch());
            }
        }
        StepResult result = new StepResult(tables(runs), List.of());
        for (OptimizerStudy.Budget budget : study.batches()) {
            StepDiagrams.write(plots(runs, budget), to.resolve("batches-of-" + budget.batch() + ".png"));
        }
        Experiments.write(to, result, out -> StepTable.print(study.title(), result, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                StepTable.print(study.title(), result, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return result.movedFrom(Json.read(expected, StepResult.class), study.tolerance());
            }
        };
    }

    private Examples first(ImageSet set, int count) throws IOException {
        Preprocessing scale = SCALES.get(study.set());
        LabelledImages images = LabelledImages.first(set, count, scale);
        return new Examples(images.images(), images.labels(), List.of(3, scale.size(), scale.size()), CLASSES);
    }

    private List<StepResult.Table> tables(List<OptimizerStudy.Run> runs) {
        List<StepResult.Table> tables = new ArrayList<>();
        for (OptimizerStudy.Budget budget : study.batches()) {
            List<StepResult.Row> rows = new ArrayList<>();
            for (String name : study.optimizers().keySet()) {
                List<OptimizerStudy.Run> own = of(runs, name, budget);
                Estimate accuracy = Estimate.of(
                        own.stream().mapToDouble(run -> 100 * run.accuracy()).toArray());
                OptimizerStudy.Point end = end(own.get(0));
                rows.add(StepResult.Row.of(
                        name,
                        own.get(0).learningRate(),
                        (double) end.gradients() / end.steps(),
                        end.steps(),
                        accuracy.value(),
                        accuracy.standardError(),
                        own.stream()
                                .mapToDouble(OptimizerStudy.Run::loss)
                                .average()
                                .orElseThrow(),
                        (double) own.stream()
                                .filter(OptimizerStudy.Run::finished)
                                .count()));
            }
            tables.add(new StepResult.Table(
                    String.format(
                            Locale.ROOT,
                            "Batches of %d, %d gradients, %d seeds",
                            budget.batch(),
                            budget.gradients(),
                            study.seeds()),
                    List.of(
                            "optimizer",
                            "rate",
                            "cost a step",
                            "steps",
                            "test accuracy %",
                            "standard error",
                            "last loss",
                            "finished"),
                    rows,
                    "Cost in gradients, a Hessian product counted as two. Rate: the best of those tried, on held-out images."
                            + " Last loss: of the training batches, mean over the last tenth of the steps."));
            if (!study.against().isEmpty()) {
                List<Race> races = study.optimizers().keySet().stream()
                        .map(name -> race(name, of(runs, name, budget)))
                        .toList();
                for (Race.Spent spent : Race.Spent.values()) {
                    tables.add(Race.table(
                            "Batches of " + budget.batch() + ", for the same "
                                    + spent.toString().toLowerCase(Locale.ROOT),
                            "test accuracy in points",
                            races,
                            study.against(),
                            spent));
                }
            }
        }
        return tables;
    }

    private static Race race(String name, List<OptimizerStudy.Run> runs) {
        return new Race(
                name,
                runs.stream()
                        .map(run -> run.way().stream()
                                .map(point -> new double[] {point.steps(), point.gradients(), 100 * point.accuracy()})
                                .toArray(double[][]::new))
                        .toArray(double[][][]::new));
    }

    private static OptimizerStudy.Point end(OptimizerStudy.Run run) {
        return run.way().get(run.way().size() - 1);
    }

    private static List<OptimizerStudy.Run> of(
            List<OptimizerStudy.Run> runs, String name, OptimizerStudy.Budget budget) {
        return runs.stream()
                .filter(run -> run.optimizer().equals(name) && run.batch() == budget.batch())
                .toList();
    }

    private List<StepResult.Plot> plots(List<OptimizerStudy.Run> runs, OptimizerStudy.Budget budget) {
        List<StepResult.Plot> plots = new ArrayList<>();
        boolean few = study.optimizers().size() <= TOLD_APART;
        List<List<String>> groups = few ? List.of(List.copyOf(study.optimizers().keySet())) : GROUPS;
        for (List<String> group : groups) {
            plots.add(plot(
                    "by cost, batches of " + budget.batch(), "gradients", group, runs, budget, Race.Spent.GRADIENTS));
        }
        plots.add(
                plot("by steps, batches of " + budget.batch(), "steps", groups.get(0), runs, budget, Race.Spent.STEPS));
        return plots;
    }

    private StepResult.Plot plot(
            String title,
            String label,
            List<String> group,
            List<OptimizerStudy.Run> runs,
            OptimizerStudy.Budget budget,
            Race.Spent spent) {
        List<StepResult.Curve> curves = group.stream()
                .filter(study.optimizers()::containsKey)
                .map(name -> race(name, of(runs, name, budget)).curve(spent))
                .toList();
        // methods that pay several gradients a step take few of them
        String logarithmic = spent == Race.Spent.STEPS ? "x" : "";
        return new StepResult.Plot(title, label, "test accuracy, %", logarithmic, curves);
    }
}
