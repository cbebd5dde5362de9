package org.morseuq.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.morseuq.store.Digest;

/**
 * Grey images and labels in the IDX format of MNIST and its relatives, plain or gzipped.
 *
 * <p>Both files hold big-endian 32-bit integers and then unsigned bytes: {@code 0x00000803, n, height, width} before the
 * pixels, {@code 0x00000801, n} before the labels. The grey plane is copied to red, green and blue; the size stays.
 *
 * <p>Reference: Y. LeCun, C. Cortes, C. J. C. Burges, The MNIST database of handwritten digits, "IDX file format".
 */
public final class Idx implements ImageSet {

    private static final int IMAGES = 0x803;
    private static final int LABELS = 0x801;
    private static final int MAX_PIXELS = 64_000_000;

    private final String name;
    private final Source images;
    private final Source labels;
    private final List<String> classes;
    private final int size;
    private final int height;
    private final int width;

    private Idx(String name, Source images, Source labels, List<String> classes, int[] header) {
        this.name = name;
        this.images = images;
        this.labels = labels;
        this.classes = classes;
        this.size = header[0];
        this.height = header[1];
        this.width = header[2];
    }

    /**
     * The images of one file with the labels of another.
     *
     * @param name the name of the set
     * @param images the image file, gzipped if its name ends in {@code .gz}
     * @param labels the label file, gzipped if its name ends in {@code .gz}
     * @param classes the class names, a label beyond which is a defect; empty if not known
     * @return the set
     * @throws IOException if a file cannot be read, its header is not what it should be, the two numbers of images
     *     differ, or a plain file has not the size that its header promises
     */
    public static Idx of(String name, Path images, Path labels, List<String> classes) throws IOException {
        Source imageSource = Source.of(images);
        Source labelSource = Source.of(labels);
        int[] header = header(imageSource, IMAGES, 3);
        long pixels = (long) header[1] * header[2];
        if (pixels > MAX_PIXELS) {
            throw imageSource.malformed("promises images of " + header[1] + " x " + header[2] + ", expected at most "
                    + MAX_PIXELS + " pixels");
        }
        checkLength(imageSource, 16 + pixels * header[0]);
        int labelCount = header(labelSource, LABELS, 1)[0];
        if (labelCount != header[0]) {
            throw labelSource.malformed(
                    "has " + labelCount + " labels, expected " + header[0] + ", the number of images in " + images);
        }
        checkLength(labelSource, 8L + labelCount);
        return new Idx(name, imageSource, labelSource, List.copyOf(classes), header);
    }

    private static int[] header(Source source, int magic, int dimensions) throws IOException {
        byte[] bytes;
        try (InputStream in = source.open()) {
            bytes = in.readNBytes(4 + 4 * dimensions);
        }
        if (bytes.length < 4 + 4 * dimensions) {
            throw source.malformed("ends within its header, after " + bytes.length + " bytes");
        }
        ByteBuffer buffer = ByteBuffer.wrap(bytes);
        int found = buffer.getInt();
        if (found != magic) {
            throw source.malformed(String.format(
                    "begins with 0x%08x, expected 0x%08x for IDX %s of unsigned bytes",
                    found, magic, magic == IMAGES ? "images" : "labels"));
        }
        int[] sizes = new int[dimensions];
        for (int i = 0; i < dimensions; i++) {
            sizes[i] = buffer.getInt();
            if (sizes[i] < 1) {
                throw source.malformed("has size " + sizes[i] + " in dimension " + i + " of its header, expected >= 1");
            }
        }
        return sizes;
    }

    private static void checkLength(Source source, long expected) throws IOException {
        if (source.length() != Source.UNKNOWN && source.length() != expected) {
            throw source.malformed(
                    "has " + source.length() + " bytes, expected " + expected + " from the sizes in its header");
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
        return size;
    }

    @Override
    public Stream<Image> images() throws IOException {
        return ImagePass.stream(new Pairs(this));
    }

    @Override
    public String digest() throws IOException {
        return Digest.ofParts(images.digest(), labels.digest());
    }

    @Override
    public String toString() {
        return "Idx[" + name + ", " + size + " images]";
    }

    /** A pass over both files side by side. */
    private static final class Pairs implements ImagePass {
        private final Idx set;
        private final InputStream pixels;
        private final InputStream labels;
        private int index;

        Pairs(Idx set) throws IOException {
            this.set = set;
            pixels = set.images.open();
            try {
                labels = set.labels.open();
                pixels.skipNBytes(16);
                labels.skipNBytes(8);
            } catch (IOException e) {
                pixels.close();
                throw e;
            }
        }

        @Override
        public Optional<Image> next() throws IOException {
            if (index == set.size) {
                checkEnd(pixels, set.images);
                checkEnd(labels, set.labels);
                return Optional.empty();
            }
            int plane = set.height * set.width;
            byte[] rgb = new byte[3 * plane];
            int read = pixels.readNBytes(rgb, 0, plane);
            if (read < plane) {
                throw set.images.malformed("ends within image " + index + ", after " + read + " of its " + plane
                        + " bytes, expected " + set.size + " images");
            }
            System.arraycopy(rgb, 0, rgb, plane, plane);
            System.arraycopy(rgb, 0, rgb, 2 * plane, plane);
            return Optional.of(new Image(set.name + "/" + index, label(index++), set.height, set.width, rgb));
        }

        private int label(int at) throws IOException {
            int label = labels.read();
            if (label < 0) {
                throw set.labels.malformed("ends before label " + at + ", expected " + set.size + " labels");
            }
            if (!set.classes.isEmpty() && label >= set.classes.size()) {
                throw set.labels.malformed(
                        "has label " + label + " for image " + at + ", expected 0 to " + (set.classes.size() - 1));
            }
            return label;
        }

        private void checkEnd(InputStream in, Source source) throws IOException {
            if (in.read() >= 0) {
                throw source.malformed("goes on after its " + set.size + " items, expected its end there");
            }
        }

        @Override
        public void close() throws IOException {
            try (labels) {
                pixels.close();
            }
        }
    }
}
