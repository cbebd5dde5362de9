package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.morseuq.data.FeatureFile;
import org.morseuq.data.FeatureTable;

/**
 * The network that comes with the program, its detector, and features that it gives for some sets.
 *
 * @param folder {@code pretrained/cifar10-resnet20} of the source tree that the program was built in
 */
record Shipped(Path folder) {

    static final String IN = "cifar10";
    private static final Path PLACE = Path.of("pretrained", "cifar10-resnet20");
    private static final String SUFFIX = ".safetensors";

    /** Looks above the program's own classes, then above the current folder. */
    static Shipped find() throws IOException {
        for (Path start : new Path[] {Version.place().orElse(null), Path.of("").toAbsolutePath()}) {
            for (Path folder = start; folder != null; folder = folder.getParent()) {
                if (Files.isDirectory(folder.resolve(PLACE))) {
                    return new Shipped(folder.resolve(PLACE));
                }
            }
        }
        throw new NoSuchFileException(
                PLACE.toString(), null, "not found beside the program; name a network with --backbone and --data");
    }

    /** The experiments that come with the program. */
    Path evaluations() {
        return folder.resolve("../../eval").normalize();
    }

    /** The fitted detector. */
    Path detector() {
        return folder.resolve("balanced-product.morse");
    }

    /** Features of the images that the detectors to compare with are fitted on. */
    FeatureTable train() throws IOException {
        return FeatureFile.read(features().resolve(IN + "-train" + SUFFIX));
    }

    /** Features of the whole test split. */
    FeatureTable test() throws IOException {
        return FeatureFile.read(features().resolve(IN + "-test" + SUFFIX));
    }

    /** The files with features of other sets, by name in alphabetical order. */
    Map<String, Path> others() throws IOException {
        Map<String, Path> others = new LinkedHashMap<>();
        try (Stream<Path> files = Files.list(features())) {
            files.sorted().forEach(file -> {
                String name = file.getFileName().toString();
                if (name.endsWith(SUFFIX) && !name.startsWith(IN + "-")) {
                    others.put(name.substring(0, name.length() - SUFFIX.length()), file);
                }
            });
        }
        return others;
    }

    /** All files of features, those of the set itself first. */
    List<Path> files() throws IOException {
        List<Path> files = new ArrayList<>();
        files.add(features().resolve(IN + "-train" + SUFFIX));
        files.add(features().resolve(IN + "-test" + SUFFIX));
        files.addAll(others().values());
        return files;
    }

    private Path features() {
        return folder.resolve("features");
    }
}
