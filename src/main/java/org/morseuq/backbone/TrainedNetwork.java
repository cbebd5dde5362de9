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
 * @param classes the class names by label
 * @param preprocessing how an image becomes the network's input
 * @param parameters the name of the parameter file beside this one
 * @param sha256 the digest of that file
 */
public record TrainedNetwork(
        String network, List<String> classes, Preprocessing preprocessing, String parameters, String sha256) {

    /** The name of the file that describes the network. */
    public static final String FILE = "network.json";

    /** The engine's name for the parameters of a network that is saved once. */
    private static final String SUFFIX = "-0000.params";

    /** Checks that the parameter file is the one that the engine will look for beside this one. */
    public TrainedNetwork {
        classes = List.copyOf(classes);
        if (!Networks.names().contains(network)) {
            throw new IllegalArgumentException("unknown network '" + network + "', known are " + Networks.names());
        }
        if (!parameters.equals(network + SUFFIX)) {
            throw new IllegalArgumentException("parameters must be " + network + SUFFIX + ", got '" + parameters + "'");
        }
    }

    Path parameterFile(Path description) {
        return description.resolveSibling(parameters);
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
            model.save(folder, name);
            String parameters = name + SUFFIX;
            Json.write(
                    folder.resolve(FILE),
                    new TrainedNetwork(
                            name, classes, preprocessing, parameters, Digest.ofFile(folder.resolve(parameters))));
        }
    }
}
