package org.morseuq.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;
import java.util.Map;
import java.util.Set;
import java.util.zip.CRC32;
import java.util.zip.DataFormatException;
import java.util.zip.Inflater;

/**
 * Walks through the chunks of a PNG file and keeps only those that say which pixel has which colour: a text or profile that
 * unpacks to gigabytes never reaches a decoder. Checks every checksum, and that the packed samples are as many as the header
 * says, no fewer and no more.
 */
final class PngCheck {

    private static final byte[] SIGNATURE = {(byte) 0x89, 'P', 'N', 'G', '\r', '\n', 0x1a, '\n'};
    private static final int HEAD = 13;
    private static final Set<String> KEPT = Set.of("IHDR", "PLTE", "tRNS", "IDAT", "IEND");

    /** Channels by colour type: grey, RGB, palette, grey and alpha, RGB and alpha. */
    private static final Map<Integer, Integer> CHANNELS = Map.of(0, 1, 2, 3, 3, 1, 4, 2, 6, 4);

    /** The seven passes of an interlaced image: first column, first row, and the steps between. */
    private static final int[][] PASSES = {
        {0, 0, 8, 8}, {4, 0, 8, 8}, {0, 4, 4, 8}, {2, 0, 4, 4}, {0, 2, 2, 4}, {1, 0, 2, 2}, {0, 1, 1, 2}
    };

    private final ByteBuffer in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private final Inflater inflater = new Inflater();
    private long expected;
    private long unpacked;

    private PngCheck(byte[] file) {
        this.in = ByteBuffer.wrap(file);
    }

    static boolean begins(byte[] file) {
        return file.length >= SIGNATURE.length
                && java.util.Arrays.equals(SIGNATURE, 0, SIGNATURE.length, file, 0, SIGNATURE.length);
    }

    /** The file without what does not matter; refuses what is damaged, animated or too large. */
    static byte[] essence(byte[] file, ImageLimits limits) {
        PngCheck check = new PngCheck(file);
        try {
            check.walk(limits);
            return check.kept.toByteArray();
        } catch (DataFormatException e) {
            throw damaged("its samples are not packed as they should be");
        } finally {
            check.inflater.end();
        }
    }

    private void walk(ImageLimits limits) throws DataFormatException {
        keep(SIGNATURE.length);
        String type = "";
        while (!type.equals("IEND")) {
            int start = in.position();
            if (in.remaining() < 12) {
                throw damaged("it ends before its end chunk");
            }
            int length = in.getInt(start);
            if (length < 0 || length > in.remaining() - 12) {
                throw damaged("it ends within a chunk");
            }
            type = type(start + 4);
            CRC32 crc = new CRC32();
            crc.update(in.array(), start + 4, 4 + length);
            if ((int) crc.getValue() != in.getInt(start + 8 + length)) {
                throw damaged("a checksum is wrong");
            }
            if (expected == 0 || type.equals("IHDR")) {
                header(start, length, type, limits);
            }
            if (type.equals("acTL")) {
                throw new Refusal(422, "the image is animated, expected a still one");
            }
            if (type.equals("IDAT")) {
                unpack(start + 8, length);
            }
            if (KEPT.contains(type)) {
                keep(12 + length);
            } else {
                in.position(start + 12 + length);
            }
        }
        if (unpacked != expected) {
            throw damaged("it holds " + unpacked + " bytes of samples, its header says " + expected);
        }
    }

    private void header(int start, int length, String type, ImageLimits limits) {
        if (expected != 0 || length != HEAD || !type.equals("IHDR")) {
            throw damaged("it does not begin with one header");
        }
        int width = in.getInt(start + 8);
        int height = in.getInt(start + 12);
        int depth = in.get(start + 16);
        int channels = CHANNELS.getOrDefault((int) in.get(start + 17), 0);
        int interlaced = in.get(start + 20);
        boolean known = Integer.bitCount(depth) == 1 && depth >= 1 && depth <= 16;
        if (!known || channels == 0 || interlaced < 0 || interlaced > 1) {
            throw damaged("its header is not that of a PNG image");
        }
        limits.check(Integer.toUnsignedLong(width), Integer.toUnsignedLong(height), depth * channels);
        expected = interlaced == 0
                ? bytes(width, height, depth * channels)
                : java.util.Arrays.stream(PASSES)
                        .mapToLong(pass -> bytes(
                                (width - pass[0] + pass[2] - 1) / pass[2],
                                (height - pass[1] + pass[3] - 1) / pass[3],
                                depth * channels))
                        .sum();
    }

    /** Of rows, each with a byte that names its filter. */
    private static long bytes(long width, long height, int bits) {
        return width == 0 ? 0 : height * (1 + (width * bits + 7) / 8);
    }

    private void unpack(int start, int length) throws DataFormatException {
        inflater.setInput(in.array(), start, length);
        byte[] thrownAway = new byte[8192];
        int got = 1;
        while (got > 0 && unpacked <= expected) {
            got = inflater.inflate(thrownAway);
            unpacked += got;
        }
        if (unpacked > expected) {
            throw damaged("it holds more samples than its header says");
        }
    }

    private void keep(int length) {
        kept.write(in.array(), in.position(), length);
        in.position(in.position() + length);
    }

    private String type(int at) {
        return new String(in.array(), at, 4, java.nio.charset.StandardCharsets.ISO_8859_1);
    }

    private static Refusal damaged(String how) {
        return new Refusal(400, "the PNG image is damaged: " + how);
    }
}
