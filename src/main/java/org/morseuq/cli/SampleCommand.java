package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.DifferentiableBackbone;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.backbone.Preprocessing;
import org.morseuq.data.FeatureCsv;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Image;
import org.morseuq.data.ImageSheet;
import org.morseuq.data.Npy;
import org.morseuq.head.Box;
import org.morseuq.head.FeaturePotential;
import org.morseuq.head.InputPotential;
import org.morseuq.head.MorseDetector;
import org.morseuq.head.Potential;
import org.morseuq.head.Standardisation;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** {@code morse sample}: features, or images, that a detector's density holds for likely. */
@Command(
        name = "sample",
        description = {
            "Draw feature rows of high density and write them as .csv, .npy or .safetensors; or, with --backbone, images",
            "whose features have high density, as one .png. Diagnostics go to the error stream."
        },
        mixinStandardHelpOptions = true,
        showDefaultValues = true)
final class SampleCommand implements Callable<Integer> {

    private static final List<String> FEATURE_FILES = List.of(".csv", ".npy", ".safetensors");

    /** All are in memory until they are written. */
    private static final int MOST_SAMPLES = 100_000;

    @Option(names = "--detector", required = true, description = "A fitted detector.")
    private Path detector;

    @Option(names = "--count", required = true, description = "How many samples.")
    private int count;

    @Option(names = "--to", required = true, description = "The file to write; its ending says in which form.")
    private Path to;

    @Option(
            names = "--method",
            defaultValue = "flow",
            description = {
                "flow: downhill on the energy, never up; corridor: downhill by the corridor learning rate;",
                "langevin: draws from the density, exactly (Metropolis-adjusted)."
            })
    private String method;

    @Option(names = "--steps", defaultValue = "1000", description = "At most so many; half are burn-in of langevin.")
    private int steps;

    @Option(
            names = "--beta",
            defaultValue = "1",
            description = "langevin draws from the density to this power: the larger, the nearer to the modes.")
    private double beta;

    @Option(
            names = "--from",
            description = {
                "Feature rows, or images if there is a --backbone. Rows give the box where samples start, uniformly, and",
                "which they do not leave; images are where they start. Default: the training features that come with the",
                "program, for a detector on its network; images start from noise."
            })
    private Path from;

    @Option(
            names = "--start",
            defaultValue = "box",
            description = "box: anywhere in the box of the feature rows; rows: at some of them.")
    private String start;

    @Option(
            names = "--backbone",
            description =
                    "The detector's network: sample images through it. TorchScript is code: use files that you trust.")
    private Path backbone;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or gpu.")
    private String device;

    @Option(names = "--seed", defaultValue = "0", description = "Of starts and chains.")
    private long seed;

    @CommandLine.ParentCommand
    private Morse morse;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        Sampling sampling = new Sampling(method, steps, beta);
        Names.require("start", start, SampleStarts.KINDS);
        if (count < 1 || count > MOST_SAMPLES) {
            throw new IllegalArgumentException("--count must be from 1 to " + MOST_SAMPLES + ", got " + count);
        }
        if (backbone != null && start.equals("rows")) {
            throw new IllegalArgumentException("--start rows is for features; images start from those of --from");
        }
        if (beta != 1 && !method.equals("langevin")) {
            throw new IllegalArgumentException("--beta is for --method langevin, not for " + method);
        }
        List<String> endings = backbone == null ? FEATURE_FILES : List.of(".png");
        if (endings.stream().noneMatch(to.toString()::endsWith)) {
            throw new IllegalArgumentException("--to must end in " + String.join(" or ", endings)
                    + (backbone == null ? "" : " where images are sampled") + ", got '" + to + "'");
        }
        MorseDetector judge = MorseDetector.load(detector);
        if (backbone == null) {
            features(judge, sampling);
        } else {
            images(judge, sampling);
        }
        PrintWriter out = spec.commandLine().getOut();
        out.println(to);
        out.flush();
        return 0;
    }

    private void features(MorseDetector judge, Sampling sampling) throws IOException {
        float[][] rows = from == null ? SampleStarts.shipped(detector, judge) : SampleStarts.rows(from, judge);
        Box box = Box.around(rows);
        Standardisation coordinates = Standardisation.of(rows);
        SplittableRandom random = new SplittableRandom(seed);
        float[][] starts = SampleStarts.draw(start, rows, box, count, random);
        for (int i = 0; i < count; i++) {
            starts[i] = coordinates.apply(starts[i]);
        }
        Potential potential = coordinates.apply(new FeaturePotential(judge.network()));
        List<Sampling.Drawn> drawn = run(sampling, potential, coordinates.apply(box), starts, random);
        float[][] samples =
                drawn.stream().map(one -> coordinates.restore(one.point())).toArray(float[][]::new);
        FeatureTable table = new FeatureTable(judge.layout(), samples, SampleStarts.unlabelled(count));
        if (to.toString().endsWith(".csv")) {
            FeatureCsv.write(to, table);
        } else if (to.toString().endsWith(".npy")) {
            Npy.write(to, samples);
        } else {
            FeatureFile.write(to, table, false, Map.of("detector", detector.toString()));
        }
        report(sampling, drawn, judge, samples);
    }

    private void images(MorseDetector judge, Sampling sampling) throws IOException {
        // Before the engine opens it: a TorchScript file is a program.
        if (!Backbone.digestOf(backbone)
                .equals(judge.manifest().origin().backbone().sha256())) {
            throw new IllegalArgumentException(detector + " was fitted on another network than " + backbone);
        }
        try (DifferentiableBackbone network =
                DifferentiableBackbone.load(backbone, Names.device(device), MapStatistic.of(judge.layout()))) {
            Preprocessing scale = network.backbone().preprocessing();
            ImageSheet.requireRoom(count, scale.size(), scale.size());
            float[][] table = scale.table();
            Box box = SampleStarts.valid(scale);
            SplittableRandom random = new SplittableRandom(seed);
            float[][] starts = from == null
                    ? SampleStarts.draw("box", new float[0][], box, count, random)
                    : SampleStarts.images(from, scale, count, seed);
            Potential potential =
                    new InputPotential(judge.network(), network.layout(), network.inputs(), network::pullback);
            List<Sampling.Drawn> drawn = run(sampling, potential, box, starts, random);
            List<Image> images = new ArrayList<>();
            float[][] samples = new float[count][];
            for (int i = 0; i < count; i++) {
                byte[] pixels = scale.restore(drawn.get(i).point());
                images.add(new Image("sample/" + i, Image.UNLABELLED, scale.size(), scale.size(), pixels));
                float[] rounded = new float[network.inputs()];
                Preprocessing.normalise(pixels, table, rounded, 0);
                samples[i] = rounded;
            }
            ImageSheet.write(to, images);
            report(sampling, drawn, judge, SampleStarts.features(network, samples, judge));
        }
    }

    /** The same, but it stops where the program is asked to: a single sample may take many steps. */
    private Potential stoppable(Potential potential) {
        return new Potential() {
            @Override
            public int dimension() {
                return potential.dimension();
            }

            @Override
            public Slope at(float[] x) {
                morse.interruption().check();
                return potential.at(x);
            }

            @Override
            public double distance(float[] x) {
                return potential.distance(x);
            }
        };
    }

    private List<Sampling.Drawn> run(
            Sampling sampling, Potential potential, Box box, float[][] starts, SplittableRandom random) {
        Progress progress = new Progress(spec.commandLine().getErr(), "samples:");
        long[] seeds = random.longs(count).toArray();
        List<Sampling.Drawn> drawn = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            drawn.add(sampling.draw(stoppable(potential), box, starts[i], seeds[i]));
            progress.at(i + 1L, count, "");
        }
        return drawn;
    }

    /** What the run came to, and what the detector says about the samples as they were written. */
    private void report(Sampling sampling, List<Sampling.Drawn> drawn, MorseDetector judge, float[][] samples) {
        PrintWriter err = spec.commandLine().getErr();
        sampling.summary(drawn).forEach(err::println);
        double[] energies = Arrays.stream(samples)
                .mapToDouble(judge.network()::energy)
                .sorted()
                .toArray();
        long flagged = Arrays.stream(samples)
                .map(judge::assess)
                .filter(v -> v.flagged())
                .count();
        err.printf(
                Locale.ROOT,
                "energy as written: %.3f to %.3f, median %.3f; %d of %d are flagged, 95 %% of the training data are below"
                        + " %.3f%n",
                energies[0],
                energies[count - 1],
                energies[count / 2],
                flagged,
                count,
                judge.offset());
        err.flush();
    }
}
