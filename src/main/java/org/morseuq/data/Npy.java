package org.morseuq.data;

import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.morseuq.store.AtomicFile;
import org.morseuq.store.MalformedFileException;

/**
 * Arrays of one or two dimensions in NumPy's {@code .npy} format, versions 1 to 3, little-endian and in C order.
 *
 * <p>The file must be exactly as long as its header says; this is checked before anything is allocated.
 *
 * <p>Reference: NumPy documentation, {@code numpy.lib.format}.
 */
public final class Npy {

    private static final int PART = 4096;

    private Npy() {}

    /**
     * Reads float16, float32, float64, int32, int64 or uint8 numbers as 32-bit floats, rounding to the nearest.
     *
     * @param file the file, of shape (n, d) or (n)
     * @return n x d; a one-dimensional array becomes n x 1
     * @throws IOException if the file cannot be read, is malformed, is empty, or holds a number that is not finite as a
     *     32-bit float
     */
    public static float[][] readFloats(Path file) throws IOException {
        List<float[]> all = new ArrayList<>();
        forEachPart(file, PART, part -> all.addAll(Arrays.asList(part)));
        return all.toArray(float[][]::new);
    }

    /** Takes some rows of a file. */
    @FunctionalInterface
    public interface Part {
        /**
         * The next rows.
         *
         * @param rows at least one; new arrays
         * @throws IOException if whoever takes them cannot go on
         */
        void take(float[][] rows) throws IOException;
    }

    /**
     * Reads the numbers of {@link #readFloats} part by part, in memory that does not grow with the file.
     *
     * @param file the file
     * @param size rows of a part, at least 1; the last one may be shorter
     * @param part takes them in order, those before a malformed row too
     * @throws IOException as {@link #readFloats}
     */
    public static void forEachPart(Path file, int size, Part part) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            NpyHeader header = NpyHeader.read(file, in);
            byte[] bytes = new byte[header.columns() * header.type().bytes()];
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int first = 0; first < header.rows(); first += size) {
                float[][] rows = new float[Math.min(size, header.rows() - first)][header.columns()];
                for (int i = 0; i < rows.length; i++) {
                    fill(file, in, bytes, first + i);
                    for (int j = 0; j < rows[i].length; j++) {
                        rows[i][j] = number(header.type(), buffer, j);
                        if (!Float.isFinite(rows[i][j])) {
                            throw new MalformedFileException(
                                    file,
                                    "row " + (first + i) + ", column " + j + " holds " + rows[i][j]
                                            + ", expected a finite 32-bit number");
                        }
                    }
                }
                part.take(rows);
            }
        }
    }

    /**
     * Reads int32, int64 or uint8 numbers as labels.
     *
     * @param file the file, of shape (n) or (n, 1)
     * @return n labels, {@link Image#UNLABELLED} or above
     * @throws IOException if the file cannot be read, is malformed, is empty, has another type or shape, or holds a
     *     number below -1 or beyond 32 bits
     */
    public static int[] readLabels(Path file) throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file), 1 << 16)) {
            NpyHeader header = NpyHeader.read(file, in);
            if (!header.type().integer() || header.columns() != 1) {
                throw new MalformedFileException(
                        file,
                        "holds " + header.rows() + " x " + header.columns() + " numbers of type " + header.type()
                                + ", expected one column of integers");
            }
            int[] labels = new int[header.rows()];
            byte[] bytes = new byte[header.type().bytes()];
            ByteBuffer buffer = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
            for (int i = 0; i < labels.length; i++) {
                fill(file, in, bytes, i);
                long label = integer(header.type(), buffer, 0);
                if (label < Image.UNLABELLED || label > Integer.MAX_VALUE) {
                    throw new MalformedFileException(
                            file, "row " + i + " holds the label " + label + ", expected -1 to " + Integer.MAX_VALUE);
                }
                labels[i] = (int) label;
            }
            return labels;
        }
    }

    /**
     * Writes float32 numbers, format version 1, whole or not at all.
     *
     * @param file the file, replaced if it exists
     * @param rows n x d, with n and d at least 1
     * @throws IOException if writing fails
     */
    public static void write(Path file, float[][] rows) throws IOException {
        if (rows.length == 0 || rows[0].length == 0) {
            throw new IllegalArgumentException("the array must have at least one row and one column");
        }
        int columns = rows[0].length;
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != columns) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + rows[i].length + " columns, expected " + columns);
            }
        }
        String header = "{'descr': '<f4', 'fortran_order': False, 'shape': (" + rows.length + ", " + columns + "), }";
        // The numbers begin at a multiple of 64 bytes, and the header ends with a new line, as NumPy writes it.
        int padding = 63 - (10 + header.length()) % 64;
        byte[] text = (header + " ".repeat(padding) + "\n").getBytes(StandardCharsets.US_ASCII);
        AtomicFile.write(file, out -> {
            out.write(new byte[] {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y', 1, 0});
            out.write(text.length & 255);
            out.write(text.length >> 8);
            out.write(text);
            ByteBuffer buffer = ByteBuffer.allocate(4 * columns).order(ByteOrder.LITTLE_ENDIAN);
            for (float[] row : rows) {
                buffer.asFloatBuffer().put(row);
                out.write(buffer.array());
            }
        });
    }

    private static void fill(Path file, InputStream in, byte[] bytes, int row) throws IOException {
        if (in.readNBytes(bytes, 0, bytes.length) < bytes.length) {
            throw new MalformedFileException(file, "ends within row " + row);
        }
    }

    private static float number(NpyHeader.Type type, ByteBuffer row, int column) {
        return switch (type) {
            case FLOAT16 -> half(row.getShort(2 * column));
            case FLOAT32 -> row.getFloat(4 * column);
            case FLOAT64 -> (float) row.getDouble(8 * column);
            case INT32, INT64, UINT8 -> integer(type, row, column);
        };
    }

    private static long integer(NpyHeader.Type type, ByteBuffer row, int column) {
        return switch (type) {
            case INT32 -> row.getInt(4 * column);
            case INT64 -> row.getLong(8 * column);
            case UINT8 -> Byte.toUnsignedInt(row.get(column));
            case FLOAT16, FLOAT32, FLOAT64 -> throw new IllegalArgumentException(type + " is not an integer type");
        };
    }

    /** IEEE 754 binary16: a sign, 5 bits of exponent with bias 15, 10 bits of fraction. */
    private static float half(short bits) {
        int exponent = bits >> 10 & 0x1f;
        int fraction = bits & 0x3ff;
        float magnitude =
                switch (exponent) {
                    case 0 -> Math.scalb((float) fraction, -24);
                    case 0x1f -> fraction == 0 ? Float.POSITIVE_INFINITY : Float.NaN;
                    default -> Math.scalb(1024f + fraction, exponent - 25);
                };
        return bits < 0 ? -magnitude : magnitude;
    }
}
