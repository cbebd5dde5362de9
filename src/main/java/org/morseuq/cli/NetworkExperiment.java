package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.study.Cell;
import org.morseuq.study.ComplexityStudy;
import org.morseuq.study.MarginStudy;
import org.morseuq.study.Measured;
import org.morseuq.study.NetworkStudy;
import org.morseuq.study.StepResult;
import org.morseuq.training.Examples;

/**
 * Runs a {@link NetworkStudy}. Every cell is remembered in a file of its own, so that a run that was stopped goes on where it
 * was, and a definition that was changed runs what is new in it.
 */
final class NetworkExperiment implements Experiment {

    private static final int CLASSES = 10;

    /** Of Fashion-MNIST, as usually rounded; every set gets it. */
    private static final double MEAN = 0.286;

    private static final double DEVIATION = 0.353;

    private final NetworkStudy study;
    private final ReproduceCommand options;

    private NetworkExperiment(NetworkStudy study, ReproduceCommand options) {
        this.study = study;
        this.options = options;
    }

    static Experiment complexity(Definition definition, ReproduceCommand options) throws IOException {
        return new NetworkExperiment(definition.as(ComplexityStudy.class), options);
    }

    static Experiment margins(Definition definition, ReproduceCommand options) throws IOException {
        return new NetworkExperiment(definition.as(MarginStudy.class), options);
    }

    @Override
    public void require() {
        options.sets.folder();
    }

    @Override
    public Map<String, String> data() throws IOException {
        return options.splits(study.data().set());
    }

    @Override
    public Outcome run(Path to) throws IOException {
        NetworkStudy.Images data = study.data();
        ImageSet train = options.sets.find(data.set(), Split.TRAIN);
        ImageSet test = options.sets.find(data.set(), Split.TEST);
        String images = Digest.ofParts(Json.pretty(data), Version.code(), String.join(" ", data().values()));
        Examples[] sets = new Examples[2];
        Map<String, Cell> cells = study.cells();
        Map<String, Measured> measured = new LinkedHashMap<>();
        Progress progress = new Progress(options.err(), "cells:");
        for (Map.Entry<String, Cell> cell : cells.entrySet()) {
            String identity = Digest.ofParts(images, Json.pretty(cell.getValue().definition()));
            Path file = to.resolve("cells").resolve(cell.getKey() + ".json");
            Measured kept = RememberedRun.find(file, identity, Measured.class).orElse(null);
            if (kept == null) {
                if (sets[0] == null) {
                    sets[0] = grey(train, data.train());
                    sets[1] = grey(test, data.test());
                }
                kept = cell.getValue().work().run(sets[0], sets[1], options.interruption()::check);
                RememberedRun.keep(file, identity, kept);
            }
            measured.put(cell.getKey(), kept);
            progress.at(measured.size(), cells.size(), cell.getKey());
        }
        NetworkStudy.Result result = study.result(measured);
        for (Map.Entry<String, List<StepResult.Plot>> picture :
                result.pictures().entrySet()) {
            StepDiagrams.write(picture.getValue(), to.resolve(picture.getKey() + ".png"));
        }
        StepResult numbers = new StepResult(result.tables(), List.of());
        Experiments.write(to, numbers, out -> StepTable.print(study.title(), numbers, out));
        return new Outcome() {
            @Override
            public void print(PrintWriter out) {
                StepTable.print(study.title(), numbers, out);
            }

            @Override
            public List<String> movedFrom(Path expected) throws IOException {
                return numbers.movedFrom(Json.read(expected, StepResult.class), study.tolerance());
            }
        };
    }

    /** The first images of a set: the mean of the channels, one row an image. */
    private Examples grey(ImageSet set, int count) throws IOException {
        int size = study.data().size();
        Preprocessing scale =
                new Preprocessing(size, List.of(MEAN, MEAN, MEAN), List.of(DEVIATION, DEVIATION, DEVIATION));
        LabelledImages images = LabelledImages.first(set, count, scale);
        int plane = size * size;
        float[][] rows = new float[images.labels().length][plane];
        for (int i = 0; i < rows.length; i++) {
            float[] channels = images.images()[i];
            for (int p = 0; p < plane; p++) {
                rows[i][p] = (channels[p] + channels[plane + p] + channels[2 * plane + p]) / 3;
            }
        }
        return new Examples(rows, images.labels(), List.of(plane), CLASSES);
    }
}
