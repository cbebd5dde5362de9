package org.morseuq.backbone;

import ai.djl.Model;
import ai.djl.nn.Block;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;

/**
 * The file {@code network.json} of a folder that holds one of this project's networks: what to build, and which of the
 * engine's parameter files to fill it with.
 *
 * @param network one of {@link Networks#names()}
 * @param classifier the last layer, as {@link Classifier#parse} reads it; a description without one is that of a linear layer
 * @param classes the class names by label
 * @param preprocessing how an image becomes the network's input
 * @param parameters the name of the parameter file beside this one
 * @param sha256 the digest of that file
 */
public record TrainedNetwork(
        String network,
        String classifier,
        List<String> classes,
        Preprocessing preprocessing,
        String parameters,
        String sha256) {

    /** The name of the file that describes the network. */
    public static final String FILE = "network.json";

    /** How the engine ends the name of a parameter file; the number would count epochs. */
    private static final String SUFFIX = "-0000.params";

    /** Checks that nothing is missing and that the parameter file lies beside this one. */
    public TrainedNetwork {
        require(network, "network");
        classifier =
                Classifier.parse(classifier == null ? "linear" : classifier).toString();
        classes = List.copyOf(require(classes, "classes"));
        require(preprocessing, "preprocessing");
        require(sha256, "sha256");
        if (require(parameters, "parameters").contains("/")
                || parameters.contains("\\")
                || parameters.startsWith(".")
                || !parameters.endsWith(SUFFIX)) {
            throw new IllegalArgumentException("parameters must name a file in the same folder that ends in " + SUFFIX
                    + ", got '" + parameters + "'");
        }
    }

    private static <T> T require(T value, String name) {
        if (value == null) {
            throw new IllegalArgumentException("a network is described by its " + name + " too, which is missing");
        }
        return value;
    }

    Path parameterFile(Path description) {
        return description.resolveSibling(parameters);
    }

    /** The name that the engine knows the parameter file by. */
    String prefix() {
        return parameters.substring(0, parameters.length() - SUFFIX.length());
    }

    Sidecar sidecar() {
        return new Sidecar(preprocessing.size(), preprocessing.mean(), preprocessing.std(), classes);
    }

    /**
     * Writes a network: its parameters in the engine's own format, then the description.
     *
     * @param folder where to; created if need be
     * @param name one of {@link Networks#names()}
     * @param block the network with its parameters
     * @param classes the class names by label
     * @param preprocessing how an image becomes the network's input
     * @throws IOException if writing fails
     */
    public static void write(Path folder, String name, Block block, List<String> classes, Preprocessing preprocessing)
            throws IOException {
        Files.createDirectories(folder);
        try (Model model = Model.newInstance(name, "PyTorch")) {
            model.setBlock(block);
            model.setProperty("Epoch", "0"); // else the engine counts the files there and writes one more
            model.save(folder, name);
            String parameters = name + SUFFIX;
            Json.write(
                    folder.resolve(FILE),
                    new TrainedNetwork(
                            name,
                            Classifier.of(block).toString(),
                            classes,
                            preprocessing,
                            parameters,
                            Digest.ofFile(folder.resolve(parameters))));
        }
    }
}
