package org.morseuq.store;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Named float32 tensors and a few strings in one file, in the safetensors format: eight bytes with the length of a JSON
 * header, the header with every tensor's type, shape and byte range, then the numbers, little-endian.
 *
 * <p>The format holds no code and no pointers, and Python reads it with the package of the same name. Reading refuses a
 * header that disagrees with the file: ranges that overlap, leave gaps or point outside it, sizes that do not match the
 * shape. Types read are F32, F16 and U8 (all become float32).
 *
 * @param metadata strings by key, in order
 * @param tensors tensors by name, in order
 */
public record Safetensors(Map<String, String> metadata, Map<String, Tensor> tensors) {

    private static final String METADATA = "__metadata__";

    /** Refuses headers beyond this; a head has a few kilobytes. */
    private static final long LARGEST_HEADER = 16 << 20;

    /** Copies the maps, keeping their order. */
    public Safetensors {
        if (tensors.containsKey(METADATA)) {
            throw new IllegalArgumentException("no tensor can have the name " + METADATA + " of the strings");
        }
        metadata = Collections.unmodifiableMap(new LinkedHashMap<>(metadata));
        tensors = Collections.unmodifiableMap(new LinkedHashMap<>(tensors));
    }

    /** Number types of the format that can be written. */
    public enum Type {
        /** IEEE 754 single precision: exact. */
        F32(4),
        /** IEEE 754 half precision: 11 bits of significand, rounded to nearest even. */
        F16(2),
        /** Integers from 0 to 255: exact for such, refused for others. */
        U8(1);

        final int bytes;

        Type(int bytes) {
            this.bytes = bytes;
        }
    }

    /**
     * The named tensor.
     *
     * @param file the file it came from, for the message
     * @param name its name
     * @return the tensor
     * @throws MalformedFileException if there is none
     */
    public Tensor get(Path file, String name) throws MalformedFileException {
        Tensor tensor = tensors.get(name);
        if (tensor == null) {
            throw new MalformedFileException(file, "no tensor '" + name + "' among " + tensors.keySet());
        }
        return tensor;
    }

    /**
     * Writes all tensors as F32, whole or not at all.
     *
     * @param file the file
     * @throws IOException if writing fails
     */
    public void write(Path file) throws IOException {
        write(file, Map.of());
    }

    /**
     * Writes the tensors, whole or not at all.
     *
     * @param file the file
     * @param types the number type by tensor name; F32 where absent
     * @throws IOException if writing fails
     */
    public void write(Path file, Map<String, Type> types) throws IOException {
        Map<String, Object> header = new LinkedHashMap<>();
        if (!metadata.isEmpty()) {
            header.put(METADATA, metadata);
        }
        long offset = 0;
        for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
            Type type = types.getOrDefault(entry.getKey(), Type.F32);
            long end = offset + (long) type.bytes * entry.getValue().values().length;
            Map<String, Object> range = new LinkedHashMap<>();
            range.put("dtype", type.name());
            range.put("shape", entry.getValue().shape());
            range.put("data_offsets", new long[] {offset, end});
            header.put(entry.getKey(), range);
            offset = end;
        }
        byte[] json = Json.bytes(header);
        int padding = (8 - json.length % 8) % 8; // the format aligns the numbers to eight bytes with spaces
        AtomicFile.write(file, out -> {
            ByteBuffer length = ByteBuffer.allocate(8).order(ByteOrder.LITTLE_ENDIAN);
            out.write(length.putLong(json.length + padding).array());
            out.write(json);
            out.write(" ".repeat(padding).getBytes(StandardCharsets.US_ASCII));
            for (Map.Entry<String, Tensor> entry : tensors.entrySet()) {
                out.write(encode(entry.getValue().values(), types.getOrDefault(entry.getKey(), Type.F32)));
            }
        });
    }

    /**
     * Reads a file.
     *
     * @param file the file
     * @return its strings and tensors
     * @throws MalformedFileException if it is not a sound safetensors file
     * @throws IOException if it cannot be read
     */
    public static Safetensors read(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.READ)) {
            long size = channel.size();
            if (size < 8) {
                throw new MalformedFileException(file, "has " + size + " bytes, a safetensors file has at least 8");
            }
            long headerLength = readFully(file, channel, 8).getLong();
            if (headerLength < 2 || headerLength > Math.min(size - 8, LARGEST_HEADER)) {
                throw new MalformedFileException(
                        file, "declares a header of " + headerLength + " bytes in a file of " + size);
            }
            byte[] json = readFully(file, channel, (int) headerLength).array();
            Map<?, ?> header = Json.parse(file, json, Map.class);
            return readBody(file, channel, header, size - 8 - headerLength);
        }
    }

    private static Safetensors readBody(Path file, FileChannel channel, Map<?, ?> header, long bodyLength)
            throws IOException {
        Map<String, String> metadata = new LinkedHashMap<>();
        List<Range> ranges = new ArrayList<>();
        for (Map.Entry<?, ?> entry : header.entrySet()) {
            String name = (String) entry.getKey();
            if (name.equals(METADATA)) {
                if (!(entry.getValue() instanceof Map<?, ?> strings)) {
                    throw new MalformedFileException(file, "its " + METADATA + " is not an object");
                }
                for (Map.Entry<?, ?> string : strings.entrySet()) {
                    if (!(string.getValue() instanceof String value)) {
                        throw new MalformedFileException(
                                file, "its " + METADATA + " has no string for '" + string.getKey() + "'");
                    }
                    metadata.put((String) string.getKey(), value);
                }
            } else {
                ranges.add(Range.of(file, name, entry.getValue()));
            }
        }
        ranges.sort(Comparator.comparingLong(Range::begin).thenComparingLong(Range::end)); // empty tensors first
        long expected = 0;
        for (Range range : ranges) {
            if (range.begin() != expected || range.end() > bodyLength) {
                throw new MalformedFileException(
                        file,
                        "tensor '" + range.name() + "' claims bytes " + range.begin() + " to " + range.end()
                                + ", expected them to start at " + expected + " and end by " + bodyLength);
            }
            expected = range.end();
        }
        if (expected != bodyLength) {
            throw new MalformedFileException(
                    file, "has " + bodyLength + " bytes of numbers, its header describes " + expected);
        }
        Map<String, Tensor> tensors = new LinkedHashMap<>();
        for (Range range : ranges) {
            ByteBuffer bytes = readFully(file, channel, (int) (range.end() - range.begin()));
            tensors.put(range.name(), new Tensor(range.shape(), decode(bytes, range.type())));
        }
        return new Safetensors(metadata, tensors);
    }

    private static byte[] encode(float[] values, Type type) {
        ByteBuffer bytes = ByteBuffer.allocate(type.bytes * values.length).order(ByteOrder.LITTLE_ENDIAN);
        switch (type) {
            case F32 -> bytes.asFloatBuffer().put(values);
            case F16 -> {
                for (float value : values) {
                    bytes.putShort(HalfPrecision.toBits(value));
                }
            }
            case U8 -> {
                for (float value : values) {
                    if (value < 0 || value > 255 || value != (int) value) {
                        throw new IllegalArgumentException("U8 holds the integers from 0 to 255, got " + value);
                    }
                    bytes.put((byte) (int) value);
                }
            }
        }
        return bytes.array();
    }

    private static float[] decode(ByteBuffer bytes, Type type) {
        float[] values = new float[bytes.remaining() / type.bytes];
        switch (type) {
            case F32 -> bytes.asFloatBuffer().get(values);
            case F16 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = HalfPrecision.toFloat(bytes.getShort());
                }
            }
            case U8 -> {
                for (int i = 0; i < values.length; i++) {
                    values[i] = bytes.get() & 0xff;
                }
            }
        }
        return values;
    }

    private static ByteBuffer readFully(Path file, FileChannel channel, int length) throws IOException {
        ByteBuffer buffer = ByteBuffer.allocate(length).order(ByteOrder.LITTLE_ENDIAN);
        while (buffer.hasRemaining()) {
            if (channel.read(buffer) < 0) {
                throw new MalformedFileException(file, "became shorter while it was read");
            }
        }
        return buffer.flip();
    }
}
