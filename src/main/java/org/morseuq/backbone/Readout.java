package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.FloatBuffer;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.OptionalInt;
import java.util.function.Function;
import java.util.function.Supplier;
import java.util.stream.IntStream;
import org.morseuq.data.Layout;

/**
 * How the outputs of a network become the rows that are wanted of it: found out once, used for every batch. What is not
 * wanted is not fetched. Immutable and thread-safe.
 */
public final class Readout {

    /** Up to so many images are read on the caller's thread. */
    private static final int FEW = 32;

    /** Images that a thread reads at a time of more. */
    private static final int BLOCK = 8;

    private static final Reader NONE = (image, row) -> {};

    private final List<Place> places;
    private final int width;

    /** Where in a row an output goes: a matrix or the means of a map, and the deviations of a map. */
    private record Place(Shape batch, OptionalInt first, OptionalInt second) {

        int channels() {
            return Outputs.channels(batch);
        }

        int positions() {
            return (int) (batch.get(2) * batch.get(3));
        }

        /** Whether an output has this shape but for the number of images. */
        boolean fits(Shape shape) {
            if (shape.dimension() != batch.dimension()) {
                return false;
            }
            for (int d = 1; d < batch.dimension(); d++) {
                if (shape.get(d) != batch.get(d)) {
                    return false;
                }
            }
            return true;
        }

        /**
         * One for every thread that asks.
         *
         * @param output of a batch, in single precision
         * @param views arrays that must live until all is read
         */
        Supplier<Reader> readers(NDArray output, NDList views) {
            int width = Outputs.statistics(batch) * channels();
            if (batch.dimension() < 4) {
                float[] numbers = output.toFloatArray();
                Reader both = copy(numbers, width, 0, first()).and(copy(numbers, width, channels(), second()));
                return () -> both;
            }
            if (!SpatialMoments.canRead(output)) {
                List<Outputs.Part> parts = Outputs.parts(output); // the engine pools the map
                Reader both =
                        copy(parts.get(0), first()).and(second().isPresent() ? copy(parts.get(1), second()) : NONE);
                return () -> both;
            }
            NDArray last = output.transpose(0, 2, 3, 1); // the order in which this project's networks keep them
            views.add(last);
            FloatBuffer numbers = last.toByteBuffer(true).asFloatBuffer();
            return () -> {
                SpatialMoments moments = new SpatialMoments(numbers, positions(), channels());
                return (i, row) -> {
                    moments.of(i);
                    first().ifPresent(offset -> moments.means(row, offset));
                    second().ifPresent(offset -> moments.deviations(row, offset));
                };
            };
        }

        private Reader copy(Outputs.Part part, OptionalInt to) {
            return to.isPresent() ? copy(part.numbers(), channels(), 0, to) : NONE;
        }

        /** Takes columns from a matrix of that width. */
        private Reader copy(float[] numbers, int width, int from, OptionalInt to) {
            return to.isPresent()
                    ? (i, row) -> System.arraycopy(numbers, i * width + from, row, to.getAsInt(), channels())
                    : NONE;
        }
    }

    /** Writes the columns of an output that are wanted into the row of an image. */
    private interface Reader {

        void read(int image, float[] row);

        default Reader and(Reader next) {
            return (image, row) -> {
                read(image, row);
                next.read(image, row);
            };
        }
    }

    private Readout(List<Place> places, int width) {
        this.places = places;
        this.width = width;
    }

    /**
     * Finds out from a batch where everything goes.
     *
     * @param outputs what the network returned for {@code n} images
     * @param n the number of images
     * @param wanted blocks of {@link Outputs#layout}, in any order; others are refused
     */
    public static Readout of(NDList outputs, int n, Layout wanted) {
        Layout returned = Outputs.layout(outputs, n);
        if (!returned.blocks().containsAll(wanted.blocks())) {
            throw new IllegalArgumentException("the network returns " + returned + ", expected are " + wanted);
        }
        List<Place> places = new ArrayList<>();
        Iterator<Layout.Block> blocks = returned.blocks().iterator();
        for (NDArray output : outputs) {
            OptionalInt first = wanted.start(blocks.next().name());
            OptionalInt second = Outputs.statistics(output.getShape()) > 1
                    ? wanted.start(blocks.next().name())
                    : OptionalInt.empty();
            places.add(new Place(output.getShape(), first, second));
        }
        return new Readout(List.copyOf(places), wanted.width());
    }

    /** Whether these outputs have the shapes, but for the number of images, of those that it was made of. */
    public boolean fits(NDList outputs) {
        if (outputs.size() != places.size()) {
            return false;
        }
        for (int i = 0; i < places.size(); i++) {
            if (!places.get(i).fits(outputs.get(i).getShape())) {
                return false;
            }
        }
        return true;
    }

    /**
     * The rows, one an image.
     *
     * @param outputs what the network returned; must {@linkplain #fits fit}
     * @param n the number of images
     * @return n rows as the wanted layout says
     */
    public float[][] rows(NDList outputs, int n) {
        return each(outputs, n, row -> row).toArray(float[][]::new);
    }

    /**
     * What is made of the rows, one an image: at once, where the row was read. Many images are shared out among the
     * processors of the common pool.
     *
     * @param outputs what the network returned; must {@linkplain #fits fit}
     * @param n the number of images
     * @param then takes a row as the wanted layout says, on whatever thread
     * @param <T> what it makes of it
     * @return n of them, in the order of the images
     */
    public <T> List<T> each(NDList outputs, int n, Function<float[], T> then) {
        try (NDList views = new NDList()) {
            List<Supplier<Reader>> readers = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                if (place.first().isPresent() || place.second().isPresent()) {
                    readers.add(place.readers(outputs.get(i).toType(DataType.FLOAT32, false), views));
                }
            }
            if (n <= FEW) { // without what streams cost a single image
                return block(readers, 0, n, then);
            }
            return IntStream.range(0, (n + BLOCK - 1) / BLOCK)
                    .parallel()
                    .mapToObj(block -> block(readers, block * BLOCK, Math.min(n, (block + 1) * BLOCK), then))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private <T> List<T> block(List<Supplier<Reader>> suppliers, int from, int to, Function<float[], T> then) {
        List<Reader> readers = new ArrayList<>(suppliers.size());
        for (Supplier<Reader> supplier : suppliers) {
            readers.add(supplier.get());
        }
        List<T> results = new ArrayList<>(to - from);
        for (int i = from; i < to; i++) {
            float[] row = new float[width];
            for (Reader reader : readers) {
                reader.read(i, row);
            }
            results.add(then.apply(row));
        }
        return results;
    }
}
