package org.morseuq.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;
import org.morseuq.store.Digest;
import org.morseuq.store.MalformedFileException;

/**
 * Images in the binary format of CIFAR: records of one or two label bytes and 3072 pixel bytes, which are the red,
 * green and blue planes of a 32 x 32 image.
 *
 * <p>The records may lie in one file, in several that follow each other, or in entries of a {@code .tar.gz} archive as
 * downloaded. From an archive, each entry costs a decompression of all that lies before it.
 *
 * <p>Reference: A. Krizhevsky (2009), Learning multiple layers of features from tiny images.
 */
public final class CifarBinary implements ImageSet {

    /** How a record tells its label. */
    public enum Labels {
        /** One byte, as in CIFAR-10. */
        SINGLE(1, 1, 0),
        /** Two bytes of which the first counts, as the coarse label of CIFAR-100. */
        COARSE(2, 1, 0),
        /** Two bytes of which the second counts, as the fine label of CIFAR-100. */
        FINE(2, 0, 1),
        /** Two bytes that are one number, the more significant first: for sets of more than 256 classes. */
        BIG_ENDIAN(2, 256, 1);

        private final int bytes;
        private final int first;
        private final int second;

        Labels(int bytes, int first, int second) {
            this.bytes = bytes;
            this.first = first;
            this.second = second;
        }

        private int recordLength() {
            return bytes + PIXELS;
        }

        private int of(byte[] record) {
            return first * Byte.toUnsignedInt(record[0]) + second * Byte.toUnsignedInt(record[1]);
        }
    }

    private static final int SIDE = 32;
    private static final int PIXELS = 3 * SIDE * SIDE;

    private final String name;
    private final List<Source> sources;
    private final Labels labels;
    private final List<String> classes;
    private final int classCount;

    private CifarBinary(String name, List<Source> sources, Labels labels, List<String> classes, int classCount) {
        this.name = name;
        this.sources = List.copyOf(sources);
        this.labels = labels;
        this.classes = List.copyOf(classes);
        this.classCount = classCount;
    }

    /**
     * One file whose form its size tells: one label byte if the size is a multiple of 3073, else one big-endian label of
     * two bytes if it is a multiple of 3074. Where both divide, which needs at least 3073 records, 3073 wins.
     *
     * @param name the name of the set
     * @param file the file
     * @return the set, of any number of classes
     * @throws IOException if the file cannot be read or has another size
     */
    public static CifarBinary file(String name, Path file) throws IOException {
        long size = Files.size(file);
        boolean single = size % Labels.SINGLE.recordLength() == 0;
        if (!single && size % Labels.BIG_ENDIAN.recordLength() != 0) {
            throw new MalformedFileException(
                    file,
                    "has " + size + " bytes, expected a multiple of 3073 (records of one label byte and 3072 pixels) or"
                            + " of 3074 (two label bytes)");
        }
        return files(name, List.of(file), single ? Labels.SINGLE : Labels.BIG_ENDIAN);
    }

    /**
     * One or more files that follow each other.
     *
     * @param name the name of the set
     * @param files the files in order, at least one
     * @param labels how a record tells its label
     * @return the set, of any number of classes
     * @throws IOException if a file cannot be read, is empty or ends within a record
     */
    public static CifarBinary files(String name, List<Path> files, Labels labels) throws IOException {
        List<Source> sources = new ArrayList<>();
        for (Path file : files) {
            sources.add(Source.of(file));
        }
        return of(name, sources, labels);
    }

    /**
     * Entries of a {@code .tar.gz} archive that follow each other.
     *
     * @param name the name of the set
     * @param archive the archive
     * @param entries the file names of the entries in the order wanted, whatever their order in the archive and the
     *     folder they are in there; at least one
     * @param labels how a record tells its label
     * @return the set, of any number of classes
     * @throws IOException if the archive cannot be read, lacks an entry, or an entry is empty or ends within a record
     */
    public static CifarBinary archive(String name, Path archive, List<String> entries, Labels labels)
            throws IOException {
        Map<String, Source> found = Source.entries(archive, Set.copyOf(entries));
        List<Source> sources = new ArrayList<>();
        for (String entry : entries) {
            Source source = found.get(entry);
            if (source == null) {
                throw new MalformedFileException(archive, "has no entry " + entry);
            }
            sources.add(source);
        }
        return of(name, sources, labels);
    }

    private static CifarBinary of(String name, List<Source> sources, Labels labels) throws IOException {
        if (sources.isEmpty()) {
            throw new IllegalArgumentException("the set " + name + " has no file");
        }
        for (Source source : sources) {
            long size = source.length();
            if (size == Source.UNKNOWN) {
                throw source.malformed("is compressed, expected a plain file or an entry of a tar.gz archive");
            }
            if (size == 0) {
                throw source.malformed("is empty, expected records of " + labels.recordLength() + " bytes");
            }
            long rest = size % labels.recordLength();
            if (rest != 0) {
                throw truncated(source, size / labels.recordLength(), rest, labels);
            }
        }
        return new CifarBinary(name, sources, labels, List.of(), 0);
    }

    /** The same images with class names; a label beyond them is then a defect of the file. */
    public CifarBinary withClasses(List<String> names) {
        return new CifarBinary(name, sources, labels, names, names.size());
    }

    /** The same images; a label of {@code count} or more is then a defect of the file. Forgets the class names. */
    public CifarBinary withClassCount(int count) {
        if (count < 1) {
            throw new IllegalArgumentException("the number of classes must be >= 1, got " + count);
        }
        return new CifarBinary(name, sources, labels, List.of(), count);
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
        return Math.toIntExact(sources.stream()
                .mapToLong(source -> source.length() / labels.recordLength())
                .sum());
    }

    @Override
    public Stream<Image> images() throws IOException {
        return ImagePass.stream(new Records(this));
    }

    @Override
    public String digest() throws IOException {
        List<String> parts = new ArrayList<>(List.of(labels.name()));
        for (Source source : sources) {
            parts.add(source.digest());
        }
        return Digest.ofParts(parts.toArray(String[]::new));
    }

    @Override
    public String toString() {
        return "CifarBinary[" + name + ", " + size() + " images]";
    }

    private static MalformedFileException truncated(Source source, long record, long bytes, Labels labels) {
        return source.malformed(
                "ends within record " + record + ", after " + bytes + " of its " + labels.recordLength() + " bytes");
    }

    /** A pass over the records of all sources. */
    private static final class Records implements ImagePass {
        private final CifarBinary set;
        private int at;
        private InputStream in;
        private long record;
        private int index;

        Records(CifarBinary set) throws IOException {
            this.set = set;
            this.in = set.sources.get(0).open();
        }

        @Override
        public Optional<Image> next() throws IOException {
            Source source = set.sources.get(at);
            int length = set.labels.recordLength();
            if (record == source.length() / length) {
                if (at + 1 == set.sources.size()) {
                    return Optional.empty();
                }
                in.close();
                record = 0;
                at++;
                source = set.sources.get(at);
                in = source.open();
            }
            byte[] bytes = in.readNBytes(length);
            if (bytes.length < length) {
                throw truncated(source, record, bytes.length, set.labels);
            }
            int label = set.labels.of(bytes);
            if (set.classCount > 0 && label >= set.classCount) {
                throw source.malformed(
                        "has label " + label + " in record " + record + ", expected 0 to " + (set.classCount - 1));
            }
            byte[] pixels = new byte[PIXELS];
            System.arraycopy(bytes, set.labels.bytes, pixels, 0, PIXELS);
            record++;
            return Optional.of(new Image(set.name + "/" + index++, label, SIDE, SIDE, pixels));
        }

        @Override
        public void close() throws IOException {
            in.close();
        }
    }
}
