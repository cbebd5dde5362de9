package org.morseuq.data;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitOption;
import java.nio.file.Files;
import java.nio.file.NotDirectoryException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.morseuq.store.Digest;
import org.morseuq.store.MalformedFileException;

/**
 * The PNG and JPEG files of a folder, of any size, as RGB.
 *
 * <p>Images that lie directly in the folder have no label. Otherwise every sub-folder is a class: the names in sorted
 * order give the labels 0, 1, ..., and images may lie at any depth below. Files are known by their ending ({@code png},
 * {@code jpg}, {@code jpeg} in any case); other files, and names that begin with a dot, are left alone. Grey is copied to
 * three planes, a palette is looked up, transparency is laid over black; colour profiles and the orientation in EXIF are
 * not applied. An image of more than 64 million pixels is refused.
 *
 * <p>The order is that of the names as strings, class by class; the id is the path within the folder with {@code /}. The
 * list of names is read once and kept, the images are read anew in each pass.
 */
public final class ImageFolder implements ImageSet {

    private record Item(String id, int label) {}

    private final String name;
    private final Path folder;
    private final List<String> classes;
    private final List<Item> items;

    private ImageFolder(String name, Path folder, List<String> classes, List<Item> items) {
        this.name = name;
        this.folder = folder;
        this.classes = List.copyOf(classes);
        this.items = List.copyOf(items);
    }

    /**
     * Lists the images of a folder.
     *
     * @param name the name of the set
     * @param folder the folder
     * @return the set
     * @throws IOException if the folder cannot be read, it or the folder of a class holds no image, or it holds both
     *     images and folders of images
     */
    public static ImageFolder of(String name, Path folder) throws IOException {
        if (!Files.isDirectory(folder)) {
            throw new NotDirectoryException(folder.toString());
        }
        List<Item> items = new ArrayList<>();
        Map<String, List<String>> byFolder = new LinkedHashMap<>();
        for (Path child : children(folder)) {
            String childName = child.getFileName().toString();
            if (Files.isDirectory(child) && !childName.startsWith(".")) {
                byFolder.put(childName, imagesBelow(folder, child));
            } else if (Files.isRegularFile(child) && ImageFile.hasImageName(child)) {
                items.add(new Item(childName, Image.UNLABELLED));
            }
        }
        if (!items.isEmpty()) {
            for (Map.Entry<String, List<String>> sub : byFolder.entrySet()) {
                if (!sub.getValue().isEmpty()) {
                    throw new MalformedFileException(
                            folder,
                            "holds images, such as " + items.get(0).id() + ", beside folders of images, such as "
                                    + sub.getKey() + ", expected one or the other");
                }
            }
            return new ImageFolder(name, folder, List.of(), items);
        }
        if (byFolder.isEmpty()) {
            throw new MalformedFileException(
                    folder, "holds no PNG or JPEG file, expected images or one sub-folder of images a class");
        }
        int label = 0;
        for (Map.Entry<String, List<String>> sub : byFolder.entrySet()) {
            if (sub.getValue().isEmpty()) {
                throw new MalformedFileException(
                        folder.resolve(sub.getKey()), "holds no PNG or JPEG file, expected the images of a class");
            }
            for (String id : sub.getValue()) {
                items.add(new Item(id, label));
            }
            label++;
        }
        return new ImageFolder(name, folder, List.copyOf(byFolder.keySet()), items);
    }

    /** What lies in a folder, sorted by name. */
    private static List<Path> children(Path folder) throws IOException {
        try (Stream<Path> children = Files.list(folder)) {
            return children.sorted(
                            Comparator.comparing(child -> child.getFileName().toString()))
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    /** The ids of the images at any depth below a class, sorted. */
    private static List<String> imagesBelow(Path folder, Path ofClass) throws IOException {
        try (Stream<Path> files = Files.walk(ofClass, FileVisitOption.FOLLOW_LINKS)) {
            return files.filter(file -> ImageFile.hasImageName(file) && Files.isRegularFile(file))
                    .map(file -> folder.relativize(file).toString().replace('\\', '/'))
                    .sorted()
                    .toList();
        } catch (UncheckedIOException e) {
            throw e.getCause();
        }
    }

    @Override
    public String name() {
        return name;
    }

    @Override
    public List<String> classes() {
        return classes;
    }

    @Override
    public int size() {
        return items.size();
    }

    @Override
    public Stream<Image> images() {
        return ImagePass.stream(new Decoding(this));
    }

    /** Combines paths and contents: a renamed file makes another set. */
    @Override
    public String digest() throws IOException {
        String[] parts = new String[2 * items.size()];
        for (int i = 0; i < items.size(); i++) {
            parts[2 * i] = items.get(i).id();
            parts[2 * i + 1] = Digest.ofFile(folder.resolve(items.get(i).id()));
        }
        return Digest.ofParts(parts);
    }

    @Override
    public String toString() {
        return "ImageFolder[" + name + ", " + size() + " images]";
    }

    /** A pass over the files; none stays open between two images. */
    private static final class Decoding implements ImagePass {
        private final ImageFolder set;
        private int index;

        Decoding(ImageFolder set) {
            this.set = set;
        }

        @Override
        public Optional<Image> next() throws IOException {
            if (index == set.items.size()) {
                return Optional.empty();
            }
            Item item = set.items.get(index++);
            return Optional.of(ImageFile.read(set.folder.resolve(item.id()), item.id(), item.label()));
        }

        @Override
        public void close() {}
    }
}
