package org.morseuq.data;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.morseuq.store.MalformedFileException;

/**
 * Finds image sets in a folder by their names.
 *
 * <p>The places are tried in order; the first that holds all files of the set counts:
 *
 * <ul>
 *   <li>{@code cifar10}: {@code data_batch_1.bin} to {@code data_batch_5.bin} or {@code test_batch.bin} in
 *       {@code cifar10/}, {@code cifar-10-batches-bin/} or the folder itself; {@code cifar-10-binary.tar.gz} there or in
 *       {@code cifar10/}.
 *   <li>{@code cifar100}, with the fine labels: {@code train.bin} or {@code test.bin} in {@code cifar100/},
 *       {@code cifar-100-binary/} or the folder itself; {@code cifar-100-binary.tar.gz} there or in {@code cifar100/}.
 *   <li>{@code mnist}, {@code fashion-mnist}: the four IDX files, plain or {@code .gz}, in a folder of that name; the
 *       latter also in {@code dataset-fashion-mnist/} or {@code fashion/}.
 *   <li>any other NAME: {@code NAME.bin} ({@link CifarBinary#file}); the only file {@code NAME*.bin}; the folder
 *       {@code NAME/} of images ({@link ImageFolder}). A {@code .bin} file and a folder not divided into {@code train/}
 *       and {@code test/} or {@code val/} give the same images for either split.
 * </ul>
 */
public final class DataFolder {

    /** The part of a set to read. */
    public enum Split {
        /** What models are fitted on. */
        TRAIN,
        /** What they are evaluated on. */
        TEST;

        @Override
        public String toString() {
            return name().toLowerCase(Locale.ROOT);
        }
    }

    private static final List<String> KNOWN =
            List.of("cifar10", "cifar100", "mnist", "fashion-mnist", "tinyimagenet", "svhn", "textures");
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]*");

    private final Path root;

    /** Looks in a folder; nothing is read before a set is asked for. */
    public DataFolder(Path root) {
        this.root = root;
    }

    /**
     * Finds a set.
     *
     * @param name letters, digits, dots, hyphens and underscores
     * @param split the part wanted
     * @return the set, named {@code name/train} or {@code name/test} where it has these parts, else {@code name}
     * @throws NoSuchFileException if it is in none of its places; the message says which, and what is there
     * @throws IOException if its files cannot be read or are malformed, or several files {@code NAME*.bin} fit
     */
    public ImageSet find(String name, Split split) throws IOException {
        if (!NAME.matcher(name).matches()) {
            throw new IllegalArgumentException(
                    "the name of a set has letters, digits, '.', '-' and '_', got '" + name + "'");
        }
        List<Place> places = places(name, split);
        for (Place place : places) {
            if (place.exists()) {
                return place.opening().open();
            }
        }
        String tried = String.join(", ", places.stream().map(Place::lacks).toList());
        Set<String> names = names();
        throw new NoSuchFileException(
                root.toString(),
                null,
                "no set '" + name + "' (" + split + "), looked for " + tried + "; sets found there: "
                        + (names.isEmpty() ? "none" : String.join(", ", names)));
    }

    /**
     * The sets that can be found, in either split: the known ones, and every other {@code .bin} file by its name.
     *
     * @return names in alphabetical order
     * @throws IOException if the folder exists but cannot be read
     */
    public Set<String> names() throws IOException {
        Set<String> names = new TreeSet<>();
        for (String name : KNOWN) {
            for (Split split : Split.values()) {
                if (places(name, split).stream().anyMatch(Place::exists)) {
                    names.add(name);
                }
            }
        }
        for (Path file : binFiles("")) {
            String stem = stem(file);
            boolean named = KNOWN.stream().anyMatch(known -> names.contains(known) && stem.startsWith(known));
            if (!named && !CifarLayout.isPart(file.getFileName().toString())) {
                names.add(stem);
            }
        }
        return names;
    }

    /** {@link #open(Path, Split)} of the test split. */
    public static ImageSet open(Path path) throws IOException {
        return open(path, Split.TEST);
    }

    /**
     * Opens the set at a path: a {@code .bin} file, a {@code .tar.gz} of CIFAR-10 or CIFAR-100 as downloaded, or a folder
     * of images.
     *
     * @param path the path
     * @param split which part of an archive, or of a folder divided into {@code train/} and {@code test/} or
     *     {@code val/}
     * @return the set, named after the last element of the path
     * @throws NoSuchFileException if there is nothing, or not that part
     * @throws IOException if the path cannot be read or is none of these
     */
    public static ImageSet open(Path path, Split split) throws IOException {
        if (!Files.exists(path)) {
            throw new NoSuchFileException(path.toString(), null, "no such file or folder of images");
        }
        String name = path.toAbsolutePath().normalize().getFileName().toString();
        if (Files.isDirectory(path)) {
            return images(name, path, split);
        }
        if (name.endsWith(".bin")) {
            return CifarBinary.file(stem(path), path);
        }
        if (name.endsWith(".tar.gz") || name.endsWith(".tgz")) {
            return CifarLayout.open(path, split);
        }
        throw new MalformedFileException(path, "is not a folder, a .bin file or a .tar.gz archive of CIFAR");
    }

    @Override
    public String toString() {
        return "DataFolder[" + root + "]";
    }

    private List<Place> places(String name, Split split) throws IOException {
        return switch (name) {
            case "cifar10" -> CifarLayout.CIFAR10.places(root, split);
            case "cifar100" -> CifarLayout.CIFAR100.places(root, split);
            case "mnist" -> idx(name, split, "mnist");
            case "fashion-mnist" -> idx(name, split, "fashion-mnist", "dataset-fashion-mnist", "fashion");
            default -> byName(name, split);
        };
    }

    private List<Place> idx(String name, Split split, String... folders) {
        String prefix = split == Split.TRAIN ? "train" : "t10k";
        List<Place> places = new ArrayList<>();
        for (String folder : folders) {
            Path images = plainOrGzip(root.resolve(folder).resolve(prefix + "-images-idx3-ubyte"));
            Path labels = plainOrGzip(root.resolve(folder).resolve(prefix + "-labels-idx1-ubyte"));
            places.add(Place.of(
                    root,
                    List.of(images, labels),
                    () -> Idx.of(name + "/" + split, images, labels, ClassNames.of(name))));
        }
        return places;
    }

    private static Path plainOrGzip(Path plain) {
        Path gzip = plain.resolveSibling(plain.getFileName() + ".gz");
        return !Files.exists(plain) && Files.exists(gzip) ? gzip : plain;
    }

    private List<Place> byName(String name, Split split) throws IOException {
        Path exact = root.resolve(name + ".bin");
        List<Path> matches = binFiles(name);
        Path folder = root.resolve(name);
        return List.of(
                Place.of(root, List.of(exact), () -> CifarBinary.file(name, exact)),
                new Place(!matches.isEmpty(), name + "*.bin", () -> {
                    if (matches.size() > 1) {
                        throw new MalformedFileException(
                                root,
                                "'" + name + "' fits several files, expected one; use one of the names "
                                        + String.join(
                                                ", ",
                                                matches.stream()
                                                        .map(DataFolder::stem)
                                                        .toList()));
                    }
                    return CifarBinary.file(name, matches.get(0));
                }),
                new Place(Files.isDirectory(folder), name + "/", () -> images(name, folder, split)));
    }

    private List<Path> binFiles(String prefix) throws IOException {
        if (!Files.isDirectory(root)) {
            return List.of();
        }
        try (Stream<Path> files = Files.list(root)) {
            return files.filter(file -> file.getFileName().toString().startsWith(prefix))
                    .filter(file -> file.getFileName().toString().endsWith(".bin") && Files.isRegularFile(file))
                    .sorted()
                    .toList();
        }
    }

    private static ImageSet images(String name, Path folder, Split split) throws IOException {
        Set<String> parts = new TreeSet<>();
        for (String part : List.of("train", "test", "val")) {
            if (Files.isDirectory(folder.resolve(part))) {
                parts.add(part);
            }
        }
        // A class may be called "train"; a division into parts has nothing but parts.
        if (parts.isEmpty() || folders(folder) > parts.size()) {
            return ImageFolder.of(name, folder);
        }
        for (String part : split == Split.TRAIN ? List.of("train") : List.of("test", "val")) {
            if (parts.contains(part)) {
                return ImageFolder.of(name + "/" + split, folder.resolve(part));
            }
        }
        throw new NoSuchFileException(folder.toString(), null, "has no " + split + " part, only " + parts);
    }

    private static long folders(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(file -> Files.isDirectory(file)
                            && !file.getFileName().toString().startsWith("."))
                    .count();
        }
    }

    private static String stem(Path file) {
        String name = file.getFileName().toString();
        return name.endsWith(".bin") ? name.substring(0, name.length() - 4) : name;
    }
}
