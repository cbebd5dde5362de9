package org.morseuq.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * Where a set may be.
 *
 * @param exists whether it is there
 * @param lacks the first thing that is not there, as a path within the folder of data
 * @param opening how to open it if it is there
 */
record Place(boolean exists, String lacks, Opening opening) {

    /** How to open a set that was found. */
    @FunctionalInterface
    interface Opening {
        ImageSet open() throws IOException;
    }

    /** Files that make a set only together. */
    static Place of(Path root, List<Path> files, Opening opening) {
        Path lacks = files.stream()
                .filter(file -> !Files.isRegularFile(file))
                .findFirst()
                .orElse(files.get(0));
        return new Place(
                Files.isRegularFile(lacks), root.relativize(lacks).toString().replace('\\', '/'), opening);
    }
}
