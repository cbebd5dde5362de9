package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.morseuq.data.DataFolder;
import org.morseuq.data.DataFolder.Split;
import org.morseuq.data.ImageSet;
import picocli.CommandLine.Option;

/** Where sets of images are found: by name in a folder of data, or by path. */
final class Sets {

    @Option(names = "--data", description = "The folder that holds the data sets, looked up there by name.")
    private Path data;

    /** Whether a folder of data was given. */
    boolean given() {
        return data != null;
    }

    /** The folder of data. */
    DataFolder folder() {
        if (data == null) {
            throw new IllegalArgumentException("a data set named by its name needs --data DIR");
        }
        return new DataFolder(data);
    }

    /** Whether an argument is a path rather than a name. */
    static boolean isPath(String nameOrPath) {
        return nameOrPath.contains("/")
                || nameOrPath.contains("\\")
                || nameOrPath.endsWith(".bin")
                || nameOrPath.endsWith(".tar.gz")
                || nameOrPath.equals(".");
    }

    /** The set of a name or at a path. */
    ImageSet find(String nameOrPath, Split split) throws IOException {
        if (isPath(nameOrPath) || (data == null && Files.exists(Path.of(nameOrPath)))) {
            return DataFolder.open(Path.of(nameOrPath), split);
        }
        return folder().find(nameOrPath, split);
    }
}
