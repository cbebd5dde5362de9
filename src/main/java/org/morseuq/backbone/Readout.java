package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Collections;
import java.util.EnumMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Set;
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

    /** Images whose rows are handed on together: as many as a detector judges without sharing them out again. */
    private static final int BLOCK = 16;

    private static final Reader NONE = (image, row) -> {};

    private final List<Place> places;
    private final int width;

    /**
     * Where in a row an output goes.
     *
     * @param batch its shape
     * @param offsets of the statistics of a map that are wanted; a matrix goes to that of the mean
     */
    private record Place(Shape batch, Map<MapStatistic, Integer> offsets) {

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
            if (batch.dimension() < 4) {
                List<MapStatistic> columns = Outputs.statistics(batch);
                int width = columns.size() * channels();
                float[] numbers = output.toFloatArray();
                Reader all =
                        reader(statistic -> copy(numbers, width, columns.indexOf(statistic) * channels(), statistic));
                return () -> all;
            }
            if (!SpatialMoments.canRead(output)) { // the engine pools the map
                Iterator<Outputs.Part> parts =
                        Outputs.parts(output, offsets.keySet()).iterator();
                Reader all = reader(statistic -> copy(parts.next().numbers(), channels(), 0, statistic));
                return () -> all;
            }
            NDArray last = output.transpose(0, 2, 3, 1); // the order in which this project's networks keep them
            views.add(last);
            ByteBuffer numbers = last.toByteBuffer(true);
            List<Map.Entry<MapStatistic, Integer>> targets = List.copyOf(offsets.entrySet());
            return () -> {
                SpatialMoments moments = new SpatialMoments(numbers, positions(), channels(), offsets.keySet());
                return (i, row) -> {
                    moments.of(i);
                    for (Map.Entry<MapStatistic, Integer> target : targets) {
                        moments.write(target.getKey(), row, target.getValue());
                    }
                };
            };
        }

        private Reader reader(Function<MapStatistic, Reader> each) {
            Reader all = NONE;
            for (MapStatistic statistic : offsets.keySet()) {
                Reader one = each.apply(statistic);
                all = all == NONE ? one : all.and(one);
            }
            return all;
        }

        /** Takes columns from a matrix of that width. */
        private Reader copy(float[] numbers, int width, int from, MapStatistic statistic) {
            int to = offsets.get(statistic);
            return (i, row) -> System.arraycopy(numbers, i * width + from, row, to, channels());
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
     * @param wanted blocks of {@link Outputs#layout} with {@linkplain MapStatistic#of those statistics that its names ask for},
     *     in any order; others are refused
     */
    public static Readout of(NDList outputs, int n, Layout wanted) {
        Set<MapStatistic> statistics = MapStatistic.of(wanted);
        Layout returned = Outputs.layout(outputs, n, statistics);
        if (!returned.blocks().containsAll(wanted.blocks())) {
            throw new IllegalArgumentException("the network returns " + returned + ", expected are " + wanted);
        }
        List<Place> places = new ArrayList<>();
        Iterator<Layout.Block> blocks = returned.blocks().iterator();
        for (NDArray output : outputs) {
            Map<MapStatistic, Integer> offsets = new EnumMap<>(MapStatistic.class);
            for (MapStatistic statistic : Outputs.statistics(output.getShape(), statistics)) {
                wanted.start(blocks.next().name()).ifPresent(offset -> offsets.put(statistic, offset));
            }
            places.add(new Place(output.getShape(), Collections.unmodifiableMap(offsets)));
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
        return each(outputs, n, List::of).toArray(float[][]::new);
    }

    /**
     * What is made of the rows, one an image: at once, where a few of them were read. Many images are shared out among the
     * processors of the common pool.
     *
     * @param outputs what the network returned; must {@linkplain #fits fit}
     * @param n the number of images
     * @param then takes at most 16 rows as the wanted layout says, on whatever thread, and returns as many results
     * @param <T> what it makes of each
     * @return n of them, in the order of the images
     */
    public <T> List<T> each(NDList outputs, int n, Function<float[][], List<T>> then) {
        try (NDList views = new NDList()) {
            List<Supplier<Reader>> readers = new ArrayList<>();
            for (int i = 0; i < places.size(); i++) {
                Place place = places.get(i);
                if (!place.offsets().isEmpty()) {
                    readers.add(place.readers(outputs.get(i).toType(DataType.FLOAT32, false), views));
                }
            }
            if (n <= BLOCK) { // without what streams cost a single image
                return block(readers, 0, n, then);
            }
            IntStream blocks = IntStream.range(0, (n + BLOCK - 1) / BLOCK);
            return (n <= FEW ? blocks : blocks.parallel())
                    .mapToObj(block -> block(readers, block * BLOCK, Math.min(n, (block + 1) * BLOCK), then))
                    .flatMap(List::stream)
                    .toList();
        }
    }

    private <T> List<T> block(List<Supplier<Reader>> suppliers, int from, int to, Function<float[][], List<T>> then) {
        List<Reader> readers = new ArrayList<>(suppliers.size());
        for (Supplier<Reader> supplier : suppliers) {
            readers.add(supplier.get());
        }
        float[][] rows = new float[to - from][width];
        for (int i = 0; i < rows.length; i++) {
            for (Reader reader : readers) {
                reader.read(from + i, rows[i]);
            }
        }
        return then.apply(rows);
    }
}
