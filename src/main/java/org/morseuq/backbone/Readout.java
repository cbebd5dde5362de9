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
import java.util.stream.IntStream;
import org.morseuq.data.Layout;

/**
 * How the outputs of a network become the rows that are wanted of it: found out once, used for every batch. What is not
 * wanted is not fetched. Immutable and thread-safe.
 */
public final class Readout {

    /** Images whose maps are pooled on one thread. */
    private static final int TOGETHER = 32;

    private final List<Place> places;
    private final int width;

    /** Where in a row an output goes: a matrix or the means of a map, and the deviations of a map. */
    private record Place(Shape image, OptionalInt first, OptionalInt second) {

        boolean map() {
            return image.dimension() > 1;
        }

        int channels() {
            return (int) image.get(0);
        }

        int positions() {
            return (int) image.slice(1).size();
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
            Shape image = output.getShape().slice(1);
            OptionalInt first = wanted.start(blocks.next().name());
            OptionalInt second = image.dimension() > 1 && image.slice(1).size() > 1
                    ? wanted.start(blocks.next().name())
                    : OptionalInt.empty();
            places.add(new Place(image, first, second));
        }
        return new Readout(List.copyOf(places), wanted.width());
    }

    /** Whether these outputs have the shapes, but for the number of images, of those that it was made of. */
    public boolean fits(NDList outputs) {
        if (outputs.size() != places.size()) {
            return false;
        }
        for (int i = 0; i < places.size(); i++) {
            if (!sameImage(outputs.get(i).getShape(), places.get(i).image())) {
                return false;
            }
        }
        return true;
    }

    private static boolean sameImage(Shape batch, Shape image) {
        if (batch.dimension() != image.dimension() + 1) {
            return false;
        }
        for (int d = 0; d < image.dimension(); d++) {
            if (batch.get(d + 1) != image.get(d)) {
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
        float[][] rows = new float[n][width];
        for (int i = 0; i < places.size(); i++) {
            Place place = places.get(i);
            if (place.first().isPresent() || place.second().isPresent()) {
                NDArray output = outputs.get(i).toType(DataType.FLOAT32, false);
                if (place.map()) {
                    pool(output, place, rows);
                } else {
                    copy(output.toFloatArray(), rows, place.first().getAsInt());
                }
            }
        }
        return rows;
    }

    private static void copy(float[] block, float[][] rows, int offset) {
        int width = block.length / rows.length;
        for (int i = 0; i < rows.length; i++) {
            System.arraycopy(block, i * width, rows[i], offset, width);
        }
    }

    /** Where Java can read the engine's memory, it pools a map there; elsewhere the engine does. */
    private static void pool(NDArray maps, Place place, float[][] rows) {
        if (maps.getDevice().isGpu() || maps.size() > Integer.MAX_VALUE / Float.BYTES) {
            List<Outputs.Part> parts = Outputs.parts(maps);
            place.first().ifPresent(offset -> copy(parts.get(0).numbers(), rows, offset));
            place.second().ifPresent(offset -> copy(parts.get(1).numbers(), rows, offset));
            return;
        }
        try (NDArray last = maps.transpose(0, 2, 3, 1)) { // the order in which this project's networks keep them
            FloatBuffer numbers = last.toByteBuffer(true).asFloatBuffer();
            if (rows.length <= TOGETHER) {
                pool(numbers, place, rows, 0, rows.length);
            } else {
                IntStream.range(0, (rows.length + TOGETHER - 1) / TOGETHER)
                        .parallel()
                        .forEach(block -> pool(
                                numbers, place, rows, block * TOGETHER, Math.min(rows.length, (block + 1) * TOGETHER)));
            }
        }
    }

    private static void pool(FloatBuffer numbers, Place place, float[][] rows, int from, int to) {
        SpatialMoments moments = new SpatialMoments(numbers, place.positions(), place.channels());
        for (int i = from; i < to; i++) {
            moments.of(i);
            if (place.first().isPresent()) {
                moments.means(rows[i], place.first().getAsInt());
            }
            if (place.second().isPresent()) {
                moments.deviations(rows[i], place.second().getAsInt());
            }
        }
    }
}
