package org.morseuq.backbone;

import ai.djl.Device;
import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.stream.IntStream;
import org.morseuq.algebra.InnerProducts;

/**
 * Inner products by the engine's matrix multiplication, about twice as fast as {@link
 * org.morseuq.algebra.TiledInnerProducts} once the engine runs; starting it takes most of a second.
 *
 * <p>Nothing native outlives a call: the rows of B are brought to the engine again every time, which costs as
 * much as the products of about a hundred rows: score many at a time. Safe for several threads.
 */
public final class EngineInnerProducts implements InnerProducts {

    /** Rows of A and of B in one multiplication: enough for full speed, and the products stay in the cache. */
    private static final int ROWS = 512;

    private static final int PART = 4096;

    private final float[][] rows;

    /**
     * Keeps a matrix.
     *
     * @param rows the matrix B, n x d with n at least 1; not copied
     */
    public EngineInnerProducts(float[][] rows) {
        this.rows = rows;
    }

    @Override
    public void of(float[][] others, Receiver receiver) {
        try (NDManager scope = Engine.getEngine("PyTorch").newBaseManager(Device.cpu())) {
            NDArray[] parts = new NDArray[(rows.length + PART - 1) / PART];
            for (int p = 0; p < parts.length; p++) {
                parts[p] = matrix(scope, rows, p * PART, Math.min(PART, rows.length - p * PART))
                        .transpose();
            }
            for (int from = 0; from < others.length; from += ROWS) {
                int count = Math.min(ROWS, others.length - from);
                try (NDManager block = scope.newSubManager()) {
                    NDArray left = matrix(block, others, from, count);
                    for (int p = 0; p < parts.length; p++) {
                        try (NDArray products = left.matMul(parts[p])) {
                            handOver(products, from, count, p * PART, receiver);
                        }
                    }
                }
            }
        }
    }

    private static void handOver(NDArray products, int from, int count, int first, Receiver receiver) {
        int width = Math.toIntExact(products.getShape().get(1));
        FloatBuffer values = products.toByteBuffer(true) // the engine's own memory, if it lets us see it
                .order(ByteOrder.nativeOrder())
                .asFloatBuffer();
        IntStream.range(0, count).parallel().forEach(i -> {
            float[] row = new float[width];
            values.get(i * width, row);
            receiver.accept(from + i, first, row, width);
        });
    }

    private static NDArray matrix(NDManager manager, float[][] rows, int from, int count) {
        int width = rows[from].length;
        float[] numbers = new float[count * width];
        for (int i = 0; i < count; i++) {
            System.arraycopy(rows[from + i], 0, numbers, i * width, width);
        }
        return manager.create(numbers, new Shape(count, width));
    }
}
