package org.morseuq.store;

import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;

/**
 * Numbers with a name and a shape, as the bytes that model files hold them in.
 *
 * @param name of letters and digits, beginning with a letter, less than 128
 * @param type what the numbers are
 * @param shape the extents, each at least 1
 * @param littleEndian the bytes in row-major order; not copied
 */
public record NamedArray(String name, Type type, int[] shape, byte[] littleEndian) {

    /** What the numbers of model files are. */
    public enum Type {
        /** Doubles. */
        FLOAT64("DoubleStorage", 11),
        /** Long integers. */
        INT64("LongStorage", 7);

        private final String storage;
        private final int onnx;

        Type(String storage, int onnx) {
            this.storage = storage;
            this.onnx = onnx;
        }

        /** The name of PyTorch's class for them. */
        String storage() {
            return storage;
        }

        /** The number that stands for it in ONNX's enumeration {@code TensorProto.DataType}. */
        public int onnx() {
            return onnx;
        }
    }

    /** Checks name and size. */
    public NamedArray {
        if (!name.matches("[a-z][a-z0-9_]{0,126}")) {
            throw new IllegalArgumentException("'" + name + "' is no name for an array");
        }
        long size = Arrays.stream(shape).asLongStream().reduce(1, (a, b) -> a * b);
        if (size < 1 || size * Long.BYTES != littleEndian.length) {
            throw new IllegalArgumentException("shape " + Arrays.toString(shape) + " needs " + size * Long.BYTES
                    + " bytes, got " + littleEndian.length);
        }
    }

    /** Doubles of a shape; copied. */
    public static NamedArray of(String name, int[] shape, double[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN).asDoubleBuffer().put(values);
        return new NamedArray(name, Type.FLOAT64, shape.clone(), bytes);
    }

    /** A vector of integers; copied. */
    public static NamedArray of(String name, int[] values) {
        byte[] bytes = new byte[Math.multiplyExact(values.length, Long.BYTES)];
        ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
        for (int value : values) {
            buffer.putLong(value);
        }
        return new NamedArray(name, Type.INT64, new int[] {values.length}, bytes);
    }

    /** How many numbers. */
    public int size() {
        return littleEndian.length / Long.BYTES;
    }

    @Override
    public String toString() {
        return name + " " + type + Arrays.toString(shape);
    }
}
