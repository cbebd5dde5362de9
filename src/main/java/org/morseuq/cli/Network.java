package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.morseuq.backbone.Backbone;
import org.morseuq.backbone.Extraction;
import org.morseuq.backbone.MapStatistic;
import org.morseuq.backbone.TrainedNetwork;
import org.morseuq.data.ImageSet;
import org.morseuq.store.Digest;
import picocli.CommandLine.Option;

/** The options of commands that run a backbone over images. */
final class Network {

    @Option(
            names = "--backbone",
            description =
                    "A TorchScript file NAME.pt or an ONNX file NAME.onnx, beside NAME.pt.json or NAME.onnx.json, or a"
                            + " folder that 'train' made. TorchScript is code: use files that you trust.")
    Path backbone;

    @Option(names = "--device", defaultValue = "cpu", description = "cpu or gpu.")
    String device;

    @Option(names = "--batch-size", defaultValue = "128", description = "Images a pass.")
    private int batchSize;

    @Option(names = "--cache", description = "Where extracted features are remembered; default ~/.cache/morse.")
    private Path cache;

    @Option(names = "--no-cache", description = "Extract all features anew and remember none.")
    private boolean noCache;

    /** Loads the network with these statistics of its maps; the caller closes it. */
    Backbone load(Path file, Set<MapStatistic> statistics) throws IOException {
        return Backbone.load(file, Names.device(device), statistics);
    }

    /**
     * Where a network of an experiment lies; that without a file comes with the program, and so may others, which the folder
     * does not have.
     *
     * @param networks the folder of the others; null if it was not given
     */
    static Path file(Path networks, String name, String file) throws IOException {
        if (file.isEmpty()) {
            return Shipped.find().folder();
        }
        if (networks != null && Files.exists(networks.resolve(file))) {
            return networks.resolve(file);
        }
        Path beside = Shipped.find().folder().resolveSibling(file);
        if (Files.exists(beside)) {
            return beside;
        }
        if (networks == null) {
            throw new IllegalArgumentException(
                    "the network '" + name + "' does not come with the program; give --networks DIR with " + file);
        }
        throw new NoSuchFileException(
                networks.resolve(file).toString(), null, "no such file, expected the network '" + name + "'");
    }

    /**
     * The digests of networks' files, by their names in an experiment; of a folder that of its description, which has the
     * digest of the parameters.
     *
     * @param networks the folder of those that do not come with the program; null if it was not given
     */
    static Map<String, String> digests(Path networks, Map<String, String> files) throws IOException {
        Map<String, String> digests = new LinkedHashMap<>();
        for (Map.Entry<String, String> each : files.entrySet()) {
            Path path = file(networks, each.getKey(), each.getValue());
            digests.put(
                    each.getKey(), Digest.ofFile(Files.isDirectory(path) ? path.resolve(TrainedNetwork.FILE) : path));
        }
        return digests;
    }

    /** An extraction that shows its progress. */
    Extraction extraction(Backbone network, PrintWriter err, Interruption interruption) {
        return new Extraction(
                network,
                noCache ? Optional.empty() : Optional.of(cacheFolder()),
                batchSize,
                new Shown(err, interruption));
    }

    private Path cacheFolder() {
        if (cache != null) {
            return cache;
        }
        String base = System.getenv("XDG_CACHE_HOME");
        return base == null || base.isBlank()
                ? Path.of(System.getProperty("user.home"), ".cache", "morse")
                : Path.of(base, "morse");
    }

    /** One progress line a set; stops between two batches. */
    private static final class Shown implements Extraction.Listener {

        private final PrintWriter err;
        private final Interruption interruption;
        private ImageSet current;
        private Progress progress;

        Shown(PrintWriter err, Interruption interruption) {
            this.err = err;
            this.interruption = interruption;
        }

        @Override
        public void extracted(ImageSet images, int done, int total) {
            if (images != current) {
                current = images;
                progress = new Progress(err, "features of " + images.name() + ":");
            }
            progress.at(done, total, "");
            interruption.check();
        }
    }
}
