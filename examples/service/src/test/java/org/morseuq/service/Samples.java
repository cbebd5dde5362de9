package org.morseuq.service;

import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.morseuq.data.FeatureFile;
import org.morseuq.head.MorseDetector;

/** What comes with the project: a network, a detector, and features to send. */
final class Samples {

    static final Path NETWORK = Path.of("pretrained", "cifar10-resnet20");
    static final Path DETECTOR = NETWORK.resolve("product.morse");

    private static final ObjectMapper JSON = new ObjectMapper();

    private Samples() {}

    static MorseDetector detector() throws IOException {
        return MorseDetector.load(DETECTOR);
    }

    /** The rows of a set whose features ship, as the detector takes them. */
    static float[][] rows(String set) throws IOException {
        return FeatureFile.read(NETWORK.resolve("features/" + set + ".safetensors"))
                .select(detector().layout().names())
                .rows();
    }

    static byte[] json(Object value) throws IOException {
        return JSON.writeValueAsBytes(value);
    }

    /** A copy of the detector that may be changed. */
    static Path copy(Path folder) throws IOException {
        Path copy = Files.createDirectories(folder.resolve("copy.morse"));
        try (Stream<Path> files = Files.list(DETECTOR)) {
            for (Path file : files.toList()) {
                Files.copy(file, copy.resolve(file.getFileName().toString()));
            }
        }
        return copy;
    }
}
