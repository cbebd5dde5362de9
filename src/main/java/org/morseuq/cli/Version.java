package org.morseuq.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.CodeSource;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.morseuq.store.Digest;
import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest declares, and what tells one state of the program from another. */
final class Version implements IVersionProvider {

    /** Read once, on the first question. */
    private static final class Code {

        static final String DIGEST = Digest.ofParts(current(), digest());
    }

    /** The version, or {@code development} when not run from a jar. */
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    /**
     * A digest of the version and of the program's own code, jar or folder of classes: whatever is remembered of a run is found
     * again by it, for it holds for the code that made it alone. Computed once, in milliseconds.
     */
    static String code() {
        return Code.DIGEST;
    }

    /** Where the program's own code lies: a jar or a folder of classes, if it is known. */
    static Optional<Path> place() {
        try {
            CodeSource source = Version.class.getProtectionDomain().getCodeSource();
            return source == null
                    ? Optional.empty()
                    : Optional.of(Path.of(source.getLocation().toURI()));
        } catch (URISyntaxException e) {
            throw new IllegalStateException("the program's own place is not a path", e);
        }
    }

    private static String digest() {
        Optional<Path> place = place();
        try {
            return place.isPresent() ? digest(place.get()) : "";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** The digest of a file, or of all files under a folder with their names. */
    static String digest(Path place) throws IOException {
        if (!Files.isDirectory(place)) {
            return Digest.ofFile(place);
        }
        List<String> parts = new ArrayList<>();
        try (Stream<Path> files = Files.walk(place)) {
            for (Path file : files.filter(Files::isRegularFile).sorted().toList()) {
                parts.add(place.relativize(file).toString());
                parts.add(Digest.ofFile(file));
            }
        }
        return Digest.ofParts(parts.toArray(String[]::new));
    }

    @Override
    public String[] getVersion() {
        return new String[] {"morse " + current()};
    }
}
