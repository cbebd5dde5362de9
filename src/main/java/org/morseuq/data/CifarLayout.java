package org.morseuq.data;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.morseuq.store.MalformedFileException;

/**
 * How one of the two CIFAR sets is published.
 *
 * @param set its name here
 * @param folder the folder in its archive
 * @param archive the archive
 * @param train the files with the training images in order
 * @param test the files with the test images in order
 * @param labels how a record tells its label
 */
record CifarLayout(
        String set, String folder, String archive, List<String> train, List<String> test, CifarBinary.Labels labels) {

    static final CifarLayout CIFAR10 = new CifarLayout(
            "cifar10",
            "cifar-10-batches-bin",
            "cifar-10-binary.tar.gz",
            List.of("data_batch_1.bin", "data_batch_2.bin", "data_batch_3.bin", "data_batch_4.bin", "data_batch_5.bin"),
            List.of("test_batch.bin"),
            CifarBinary.Labels.SINGLE);

    static final CifarLayout CIFAR100 = new CifarLayout(
            "cifar100",
            "cifar-100-binary",
            "cifar-100-binary.tar.gz",
            List.of("train.bin"),
            List.of("test.bin"),
            CifarBinary.Labels.FINE);

    private static final List<CifarLayout> BOTH = List.of(CIFAR10, CIFAR100);

    /** Whether a file of this name is a part of one of the sets. */
    static boolean isPart(String fileName) {
        return BOTH.stream().anyMatch(layout -> layout.train.contains(fileName) || layout.test.contains(fileName));
    }

    /** Where the set may be in a folder of data, in the order to try. */
    List<Place> places(Path root, DataFolder.Split split) {
        List<Place> places = new ArrayList<>();
        for (Path parent : List.of(root.resolve(set), root.resolve(folder), root)) {
            List<Path> files = files(split).stream().map(parent::resolve).toList();
            places.add(Place.of(root, files, () -> named(CifarBinary.files(set + "/" + split, files, labels))));
        }
        for (Path parent : List.of(root, root.resolve(set))) {
            Path file = parent.resolve(archive);
            places.add(Place.of(root, List.of(file), () -> openArchive(file, split)));
        }
        return places;
    }

    /**
     * Opens an archive of one of the sets, told by the names of its entries.
     *
     * @param file the archive
     * @param split the part wanted
     * @return the set
     * @throws IOException if the archive cannot be read or holds neither set
     */
    static ImageSet open(Path file, DataFolder.Split split) throws IOException {
        Set<String> entries = new HashSet<>();
        for (CifarLayout layout : BOTH) {
            entries.addAll(layout.files(split));
        }
        Set<String> found = Source.entries(file, entries).keySet();
        for (CifarLayout layout : BOTH) {
            if (found.containsAll(layout.files(split))) {
                return layout.openArchive(file, split);
            }
        }
        throw new MalformedFileException(
                file,
                "holds the " + split + " part of neither CIFAR-10 nor CIFAR-100, expected " + CIFAR10.files(split)
                        + " or " + CIFAR100.files(split));
    }

    private ImageSet openArchive(Path file, DataFolder.Split split) throws IOException {
        return named(CifarBinary.archive(set + "/" + split, file, files(split), labels));
    }

    private ImageSet named(CifarBinary images) {
        return images.withClasses(ClassNames.of(set));
    }

    private List<String> files(DataFolder.Split split) {
        return split == DataFolder.Split.TRAIN ? train : test;
    }
}
