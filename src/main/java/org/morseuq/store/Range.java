package org.morseuq.store;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Where a tensor's bytes lie, as a safetensors header says.
 *
 * @param name the tensor's name
 * @param type what its bytes mean
 * @param shape its extents
 * @param begin the first byte, counted from the end of the header
 * @param end the byte after the last
 */
record Range(String name, Safetensors.Type type, int[] shape, long begin, long end) {

    /** Refuses tensors of more numbers; as float32 they take 1 GiB. */
    private static final long MOST_NUMBERS = 1 << 28;

    static Range of(Path file, String name, Object description) throws MalformedFileException {
        MalformedFileException malformed = new MalformedFileException(
                file, "tensor '" + name + "' is not described by a dtype (F32, F16, U8), shape and data_offsets");
        if (!(description instanceof Map<?, ?> map)
                || !(map.get("dtype") instanceof String dtype)
                || !(map.get("shape") instanceof List<?> extents)
                || !(map.get("data_offsets") instanceof List<?> offsets)
                || offsets.size() != 2) {
            throw malformed;
        }
        try {
            Safetensors.Type type = Safetensors.Type.valueOf(dtype);
            int[] shape = new int[extents.size()];
            long count = 1;
            for (int i = 0; i < shape.length; i++) {
                shape[i] = Math.toIntExact(integer(extents.get(i)));
                count = Math.multiplyExact(count, shape[i]);
            }
            long begin = integer(offsets.get(0));
            long end = integer(offsets.get(1));
            if (count > MOST_NUMBERS || Math.subtractExact(end, begin) != count * type.bytes) {
                throw malformed;
            }
            return new Range(name, type, shape, begin, end);
        } catch (IllegalArgumentException | ArithmeticException e) {
            malformed.initCause(e);
            throw malformed;
        }
    }

    private static long integer(Object value) {
        if ((value instanceof Integer || value instanceof Long) && ((Number) value).longValue() >= 0) {
            return ((Number) value).longValue();
        }
        throw new IllegalArgumentException("expected an integer of at least 0, got " + value);
    }
}
