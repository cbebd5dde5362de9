package org.morseuq.backbone;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import org.morseuq.store.Json;

/**
 * What a network file does not say about itself, as JSON beside it under the same name with {@code .json} appended:
 *
 * <pre>{"size": 32, "mean": [0.485, 0.456, 0.406], "std": [0.229, 0.224, 0.225]}</pre>
 *
 * @param size height and width of the input in pixels, 1 to 4096
 * @param mean of red, green, blue on the scale from 0 to 1
 * @param std of red, green, blue on that scale, each above 0
 * @param classes the class names by label; may be left out
 */
public record Sidecar(int size, List<Double> mean, List<Double> std, List<String> classes) {

    /** Checks the numbers. */
    public Sidecar {
        mean = mean == null ? List.of() : List.copyOf(mean);
        std = std == null ? List.of() : List.copyOf(std);
        classes = classes == null ? List.of() : List.copyOf(classes);
        new Preprocessing(size, mean, std);
    }

    /** The part that says how an image becomes numbers. */
    public Preprocessing preprocessing() {
        return new Preprocessing(size, mean, std);
    }

    static Sidecar beside(Path network) throws IOException {
        Path file = network.resolveSibling(network.getFileName() + ".json");
        if (!Files.exists(file)) {
            throw new NoSuchFileException(
                    file.toString(),
                    null,
                    "write the network's preprocessing there, for example {\"size\": 32, \"mean\": [0.5, 0.5, 0.5],"
                            + " \"std\": [0.25, 0.25, 0.25]}");
        }
        return Json.read(file, Sidecar.class);
    }
}
