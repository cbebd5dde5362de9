package org.morseuq.backbone;

import ai.djl.nn.Parameter;
import ai.djl.util.Pair;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.morseuq.store.Json;

/**
 * A trained network as numbers: what a training run can start from.
 *
 * @param description of the network
 * @param numbers parameters and batch statistics, in the engine's order of each, by the engine's names
 */
public record Pretrained(TrainedNetwork description, Map<String, float[]> numbers) {

    /**
     * Reads a folder.
     *
     * @param folder with {@value TrainedNetwork#FILE}
     * @throws IllegalArgumentException if there is none
     * @throws IOException if the files cannot be read, are damaged or do not fit together
     */
    public static Pretrained read(Path folder) throws IOException {
        Path file = folder.resolve(TrainedNetwork.FILE);
        if (!java.nio.file.Files.exists(file)) {
            throw new IllegalArgumentException(
                    folder + " is no folder of a trained network: there is no " + TrainedNetwork.FILE + " in it");
        }
        TrainedNetwork description = Json.read(file, TrainedNetwork.class);
        try (Backbone backbone = BackboneFile.load(folder, "cpu", true, MapStatistic.moments())) {
            Map<String, float[]> numbers = new LinkedHashMap<>();
            for (Pair<String, Parameter> named : backbone.model().getBlock().getParameters()) {
                numbers.put(named.getKey(), named.getValue().getArray().toFloatArray());
            }
            return new Pretrained(description, numbers);
        }
    }

    /** The last layer. */
    public Classifier classifier() {
        return Classifier.parse(description.classifier());
    }
}
