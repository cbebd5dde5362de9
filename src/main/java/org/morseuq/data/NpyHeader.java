package org.morseuq.data;

import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.morseuq.store.MalformedFileException;

/**
 * The header of a NumPy file, checked against the length of the file, so that whoever allocates by it cannot be made to
 * allocate more than the file holds.
 *
 * @param type the type of the numbers
 * @param rows their rows, at least 1
 * @param columns their columns, at least 1; 1 if the array has one dimension
 * @param offset where the numbers begin
 */
record NpyHeader(Type type, int rows, int columns, int offset) {

    /** A type of number, little-endian. */
    enum Type {
        FLOAT16("<f2", 2, false),
        FLOAT32("<f4", 4, false),
        FLOAT64("<f8", 8, false),
        INT32("<i4", 4, true),
        INT64("<i8", 8, true),
        UINT8("|u1", 1, true);

        private final String code;
        private final int bytes;
        private final boolean integer;

        Type(String code, int bytes, boolean integer) {
            this.code = code;
            this.bytes = bytes;
            this.integer = integer;
        }

        int bytes() {
            return bytes;
        }

        boolean integer() {
            return integer;
        }
    }

    private static final byte[] MAGIC = {(byte) 0x93, 'N', 'U', 'M', 'P', 'Y'};

    /** Real headers have about a hundred characters. */
    private static final int MAX_HEADER = 1 << 16;

    private static final Pattern ITEM = Pattern.compile(
            "\\s*'(descr|fortran_order|shape)'\\s*:\\s*('[^']*'|True|False|\\([0-9,\\s]*\\))\\s*(,\\s*|$)");

    private static final Pattern SHAPE =
            Pattern.compile("\\(\\s*([0-9]{1,18})\\s*,\\s*(?:([0-9]{1,18})\\s*,?\\s*)?\\)");

    /**
     * Reads and checks the header.
     *
     * @param file the file
     * @param in the file at its beginning; left where the numbers begin
     * @return the header
     * @throws IOException if the file cannot be read or is malformed
     */
    static NpyHeader read(Path file, InputStream in) throws IOException {
        byte[] start = in.readNBytes(8);
        if (start.length < 8 || !Arrays.equals(Arrays.copyOf(start, MAGIC.length), MAGIC)) {
            throw new MalformedFileException(file, "does not begin as a NumPy .npy file does");
        }
        if (start[6] < 1 || start[6] > 3 || start[7] != 0) {
            throw new MalformedFileException(
                    file, "has format version " + start[6] + "." + start[7] + ", expected 1.0, 2.0 or 3.0");
        }
        byte[] lengthBytes = new byte[4];
        int lengthSize = start[6] == 1 ? 2 : 4;
        int got = in.readNBytes(lengthBytes, 0, lengthSize);
        int length = ByteBuffer.wrap(lengthBytes).order(ByteOrder.LITTLE_ENDIAN).getInt();
        if (got < lengthSize || length < 0 || length > MAX_HEADER) {
            throw new MalformedFileException(
                    file,
                    "announces a header of " + Integer.toUnsignedString(length) + " bytes, expected at most "
                            + MAX_HEADER);
        }
        byte[] header = in.readNBytes(length);
        if (header.length < length) {
            throw new MalformedFileException(
                    file, "ends within its header, after " + header.length + " of " + length + " bytes");
        }
        return of(file, new String(header, StandardCharsets.UTF_8), 8 + lengthSize + length);
    }

    private static NpyHeader of(Path file, String header, int offset) throws IOException {
        Map<String, String> items = items(file, header);
        String code = items.get("descr");
        Type type = Arrays.stream(Type.values())
                .filter(known -> code.equals("'" + known.code + "'"))
                .findFirst()
                .orElseThrow(() -> new MalformedFileException(
                        file,
                        "holds numbers of type " + code + ", expected one of "
                                + Arrays.stream(Type.values())
                                        .map(known -> known.code)
                                        .toList()));
        if (!items.get("fortran_order").equals("False")) {
            throw new MalformedFileException(file, "is stored column by column, expected C order");
        }
        Matcher shape = SHAPE.matcher(items.get("shape"));
        if (!shape.matches()) {
            throw new MalformedFileException(
                    file, "has shape " + items.get("shape") + ", expected one or two dimensions");
        }
        long rows = Long.parseLong(shape.group(1));
        long columns = shape.group(2) == null ? 1 : Long.parseLong(shape.group(2));
        long available = (Files.size(file) - offset) / type.bytes;
        // Divided, not multiplied: the product of two large sizes may overflow.
        if (rows < 1
                || columns < 1
                || rows > Integer.MAX_VALUE
                || columns > Integer.MAX_VALUE / type.bytes
                || rows > available / columns
                || offset + rows * columns * type.bytes != Files.size(file)) {
            throw new MalformedFileException(
                    file,
                    "promises " + rows + " x " + columns + " numbers of " + type.bytes + " bytes after a header of "
                            + offset + " bytes, which its length of " + Files.size(file) + " bytes does not fit");
        }
        return new NpyHeader(type, (int) rows, (int) columns, offset);
    }

    private static Map<String, String> items(Path file, String header) throws MalformedFileException {
        Map<String, String> items = new HashMap<>();
        String body = header.strip();
        boolean braces = body.startsWith("{") && body.endsWith("}");
        String inner = braces ? body.substring(1, body.length() - 1) : "";
        Matcher matcher = ITEM.matcher(inner);
        int at = 0;
        while (matcher.region(at, inner.length()).lookingAt()
                && items.put(matcher.group(1), matcher.group(2)) == null) {
            at = matcher.end();
        }
        if (items.size() != 3 || at != inner.length()) {
            throw new MalformedFileException(
                    file,
                    "has the header '" + abbreviated(body)
                            + "', expected a dictionary of descr, fortran_order and shape");
        }
        return items;
    }

    private static String abbreviated(String text) {
        String printable = text.replaceAll("[^\\x20-\\x7e]", "?");
        return printable.length() <= 80 ? printable : printable.substring(0, 80) + "...";
    }
}
