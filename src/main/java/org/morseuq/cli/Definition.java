package org.morseuq.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.store.Digest;
import org.morseuq.store.Json;
import org.morseuq.store.MalformedFileException;

/**
 * What an {@code experiment.json} says at one size. Beside its properties it may have <em>sizes</em>: for each of {@link Size}
 * the properties that take the place of others of the same name there. One without has a single size.
 *
 * <p>What is expected of a size, and its placard, table and pictures, lie in the experiment's folder; those of another size than
 * the default in a folder of that size within. Results are kept the same way.
 *
 * @param file the {@code experiment.json}
 * @param size the one that it has of those asked for
 * @param properties what it says, without the sizes
 */
record Definition(Path file, Size size, Map<String, Object> properties) {

    private static final String SIZES = "sizes";

    /** What a file says at a size; one without sizes says the same at all. */
    static Definition read(Path file, Size size) throws IOException {
        Map<String, Object> properties = new LinkedHashMap<>(properties(file));
        Object sizes = properties.remove(SIZES);
        if (sizes == null) {
            return new Definition(file, Size.DEFAULT, properties);
        }
        List<String> known = Arrays.stream(Size.values()).map(Size::toString).toList();
        if (!(sizes instanceof Map<?, ?> bySize)
                || !List.copyOf(bySize.keySet()).equals(known)) {
            throw new MalformedFileException(file, "'sizes' must have the properties " + String.join(", ", known));
        }
        if (!(bySize.get(size.toString()) instanceof Map<?, ?> own)) {
            throw new MalformedFileException(file, "'sizes." + size + "' must be an object");
        }
        own.forEach((name, value) -> properties.put(name.toString(), value));
        return new Definition(file, size, properties);
    }

    /** That of the experiment in a folder. */
    static Definition in(Path folder, Size size) throws IOException {
        return read(folder.resolve(Experiments.DEFINITION), size);
    }

    /** Those of the experiment in a folder at all its sizes, the default first. */
    static List<Definition> all(Path folder) throws IOException {
        Path file = folder.resolve(Experiments.DEFINITION);
        Definition first = read(file, Size.DEFAULT);
        return properties(file).containsKey(SIZES) ? List.of(first, read(file, Size.LARGE)) : List.of(first);
    }

    @SuppressWarnings("unchecked") // the names of an object are strings
    private static Map<String, Object> properties(Path file) throws IOException {
        return Json.read(file, Map.class);
    }

    /** The experiment as its kind has it. */
    <T> T as(Class<T> type) throws IOException {
        // the file itself where that says all, for an error can tell its line
        return size == Size.DEFAULT && properties(file).equals(properties)
                ? Json.read(file, type)
                : Json.parse(file, Json.bytes(properties), type);
    }

    /** The name of the experiment: that of its folder. */
    String name() {
        return file.toAbsolutePath().getParent().getFileName().toString();
    }

    /** The name, and the size unless it is the default. */
    String title() {
        return size == Size.DEFAULT ? name() : name() + ", " + size;
    }

    /** What to type after {@code reproduce} to run it. */
    String arguments() {
        return size == Size.DEFAULT ? name() : name() + " --size " + size;
    }

    /** Where that lies which belongs to this size. */
    Path folder() {
        return at(file.toAbsolutePath().getParent());
    }

    /** Where its results go. */
    Path results(Path to) {
        return at(to.resolve(name()));
    }

    private Path at(Path folder) {
        return size == Size.DEFAULT ? folder : folder.resolve(size.toString());
    }

    /** A digest of what it says. */
    String digest() {
        return Digest.ofBytes(Json.bytes(properties));
    }
}
