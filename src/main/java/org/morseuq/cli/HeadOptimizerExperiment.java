package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.ToDoubleFunction;
import java.util.stream.IntStream;
import org.morseuq.complexity.Estimate;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.eval.Auroc;
import org.morseuq.head.MorseNetwork;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.study.Race;
import org.morseuq.study.StepResult;
import org.morseuq.training.HeadOptimizerStudy;
import org.morseuq.training.OptimizerStudy;

/**
 * Runs a {@link HeadOptimizerStudy} on the features that come with the program. Every optimizer and batch size is remembered
 * in a file of its own, so that a run that was stopped goes on where it was.
 */
final class HeadOptimizerExperiment implements Experiment {

    private final HeadOptimizerStudy study;
    private final ReproduceCommand options;

    private HeadOptimizerExperiment(HeadOptimizerStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment read(Definition definition, ReproduceCommand options) throws IOException {
        return new HeadOptimizerExperiment(definition.as(HeadOptimizerStudy.class), options);
    }

    @Override
    public void require() throws IOException {
        Shipped.find();
    }

    /** What is kept of one optimizer at one batch size. */
    private record Kept(List<HeadOptimizerStudy.Run> runs) {}

    @Override
    public Map<String, String> data() throws IOException {
        Map<String, String> data = new LinkedHashMap<>();
        for (Path file : Shipped.find().files()) {
            data.put("shipped " + file.getFileName(), Digest.ofFile(file));
        }
        return data;
    }

    @Override
    public Outcome run(Path to) throws IOException {
        Shipped shipped = Shipped.find();
        FeatureTable train = shipped.train();
        FeatureTable test = shipped.test();
        String identity = Digest.ofParts(Json.pretty(study), Version.code(), String.join(" ", data().values()));
        ToDoubleFunction<MorseNetwork> auroc = auroc(test, shipped.others());
        Progress progress = new Progress(options.err(), "head optimizers:");
        int total = study.batches().size() * study.optimizers().size();
        int done = 0;
        List<StepResult.Table> tables = new ArrayList<>();
        for (OptimizerStudy.Budget budget : study.batches()) {
            Map<String, List<HeadOptimizerStudy.Run>> runs = new LinkedHashMap<>();
            for (String name : study.optimizers().keySet()) {
                Path file = to.resolve("runs").resolve(name + "-" + budget.batch() + ".json");
                Kept kept = RememberedRun.find(file, identity, Kept.class).orElse(null);
                if (kept == null) {
                    kept = new Kept(study.runs(name, budget, train, test, auroc, options.interruption()::check));
                    RememberedRun.keep(file, identity, kept);
                }
                runs.put(name, kept.runs());
                progress.at(++done, total, name + ", batches of " + budget.batch());
            }
            List<Race> losses = races(runs, HeadOptimizerStudy.Point::loss);
            List<Race> areas = races(runs, point -> 100 * point.measured());
            tables.add(table(budget, runs, losses, areas));
            for (Race.Spent spent : Race.Spent.values()) {
                tables.add(Race.table(
                        "Batches of " + budget.batch() + ", loss for the same "
                                + spent.toString().toLowerCase(Locale.ROOT),
                        "held-out loss (below 0 is better)",
                        losses,
                        study.against(),
                        spent));
            }
            tables.add(Race.table(
                    "Batches of " + budget.batch() + ", AUROC for the same gradients",
                    "mean AUROC in points",
                    areas,
                    study.against(),
                    Race.Spent.GRADIENTS));
            Path picture = to.resolve("batches-of-" + budget.batch() + ".png");
            StepDiagrams.write(plots(budget, losses, areas), picture);
        }
        StepResult result = new StepResult(tables, List.of());
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

    /** The mean area over the other sets, each told from as many fresh rows. */
    private ToDoubleFunction<MorseNetwork> auroc(FeatureTable test, Map<String, Path> others) throws IOException {
        FeatureTable in = first(test, study.foreign());
        List<FeatureTable> outs = new ArrayList<>();
        for (Path file : others.values()) {
            outs.add(first(FeatureFile.read(file), study.foreign()));
        }
        return network -> {
            double[] own = network.energies(in.select(network.layout().names()));
            return outs.stream()
                    .mapToDouble(out -> Auroc.of(
                            own, network.energies(out.select(network.layout().names()))))
                    .average()
                    .orElseThrow();
        };
    }

    private static FeatureTable first(FeatureTable table, int count) {
        return table.rows(IntStream.range(0, Math.min(count, table.size())).toArray());
    }

    private static List<Race> races(
            Map<String, List<HeadOptimizerStudy.Run>> runs, ToDoubleFunction<HeadOptimizerStudy.Point> number) {
        return runs.entrySet().stream()
                .map(entry -> new Race(
                        entry.getKey(),
                        entry.getValue().stream()
                                .map(run -> HeadOptimizerStudy.way(run, number))
                                .toArray(double[][][]::new)))
                .toList();
    }

    private StepResult.Table table(
            OptimizerStudy.Budget budget,
            Map<String, List<HeadOptimizerStudy.Run>> runs,
            List<Race> losses,
            List<Race> areas) {
        List<StepResult.Row> rows = new ArrayList<>();
        for (Race race : losses) {
            List<HeadOptimizerStudy.Run> own = runs.get(race.name());
            Estimate loss = Estimate.of(race.last());
            Estimate area = Estimate.of(areas.get(rows.size()).last());
            HeadOptimizerStudy.Point end = own.get(0).last();
            rows.add(StepResult.Row.of(
                    race.name(),
                    own.get(0).learningRate(),
                    Math.rint((double) end.gradients() / end.steps()),
                    end.steps(),
                    loss.value(),
                    loss.standardError(),
                    area.value(),
                    area.standardError(),
                    (double) own.stream()
                            .filter(HeadOptimizerStudy.Run::finished)
                            .count()));
        }
        return new StepResult.Table(
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
                        "held-out loss",
                        "its error",
                        "mean AUROC %",
                        "its error",
                        "finished"),
                rows,
                "Cost in gradients, a Hessian product counted as two. Rate: the best of those tried, on other held-out rows. Loss:"
                        + " Kullback-Leibler, in nats, of fresh rows against fresh reference rows; 1 for a constant head. AUROC:"
                        + " mean over the shipped sets, nothing was chosen by it.");
    }

    private static List<StepResult.Plot> plots(OptimizerStudy.Budget budget, List<Race> losses, List<Race> areas) {
        String size = ", batches of " + budget.batch();
        return List.of(
                plot("loss by cost" + size, "gradients", "held-out loss", "y", losses, Race.Spent.GRADIENTS),
                plot("loss by steps" + size, "steps", "held-out loss", "xy", losses, Race.Spent.STEPS),
                plot("AUROC by cost" + size, "gradients", "mean AUROC, %", "", areas, Race.Spent.GRADIENTS),
                plot("AUROC by steps" + size, "steps", "mean AUROC, %", "x", areas, Race.Spent.STEPS));
    }

    private static StepResult.Plot plot(
            String title, String x, String y, String logarithmic, List<Race> races, Race.Spent spent) {
        return new StepResult.Plot(
                title,
                x,
                y,
                logarithmic,
                races.stream().map(race -> race.curve(spent)).toList());
    }
}
