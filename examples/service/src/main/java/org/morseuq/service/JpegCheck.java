package org.morseuq.service;

import java.io.ByteArrayOutputStream;
import java.nio.ByteBuffer;

/**
 * Walks through the segments of a JPEG file, looks at its header, and keeps what a decoder needs: no profile, no preview, no
 * comment. Refuses four-colour images, and those that make a decoder go over the image again and again.
 */
final class JpegCheck {

    private static final int START = 0xD8;
    private static final int END = 0xD9;
    private static final int SCAN = 0xDA;
    private static final int JFIF = 0xE0;
    private static final int ADOBE = 0xEE;
    private static final int COMMENT = 0xFE;

    /** Encoders make about ten; each is a pass of the decoder over the whole image. */
    private static final int MOST_SCANS = 64;

    private final ByteBuffer in;
    private final ByteArrayOutputStream kept = new ByteArrayOutputStream();
    private boolean header;
    private int scans;

    private JpegCheck(byte[] file) {
        this.in = ByteBuffer.wrap(file);
    }

    static boolean begins(byte[] file) {
        return file.length >= 3 && file[0] == (byte) 0xFF && file[1] == (byte) START && file[2] == (byte) 0xFF;
    }

    /** The file without what does not matter; refuses what is broken, of four colours or too large. */
    static byte[] essence(byte[] file, ImageLimits limits) {
        JpegCheck check = new JpegCheck(file);
        check.walk(limits);
        return check.kept.toByteArray();
    }

    private void walk(ImageLimits limits) {
        keep(2);
        int marker = START;
        while (marker != END) {
            while (in.remaining() >= 2 && unsigned(0) == 0xFF && unsigned(1) == 0xFF) {
                in.get(); // a marker may be led in by any number of these
            }
            if (in.remaining() < 2 || unsigned(0) != 0xFF) {
                throw damaged("it ends before its end marker, or holds no marker where one should be");
            }
            marker = unsigned(1);
            if (marker == END) {
                keep(2);
            } else {
                segment(marker, limits);
            }
        }
        if (!header || scans == 0) {
            throw damaged("it holds no picture");
        }
    }

    private void segment(int marker, ImageLimits limits) {
        int length = in.remaining() < 4 ? -1 : 2 + (unsigned(2) << 8 | unsigned(3));
        if (length < 4 || length > in.remaining()) {
            throw damaged("it ends within a segment");
        }
        if (frame(marker)) {
            frameHeader(length, limits);
        }
        boolean application = marker >= JFIF && marker < JFIF + 16 && marker != JFIF && marker != ADOBE;
        if (application || marker == COMMENT) {
            in.position(in.position() + length);
        } else {
            keep(length);
        }
        if (marker == SCAN) {
            scans++;
            if (!header || scans > MOST_SCANS) {
                throw damaged("it has a scan without a header, or more than " + MOST_SCANS + " scans");
            }
            keep(packed());
        }
    }

    private static boolean frame(int marker) {
        return marker >= 0xC0 && marker <= 0xCF && marker != 0xC4 && marker != 0xC8 && marker != 0xCC;
    }

    private void frameHeader(int length, ImageLimits limits) {
        if (header || length < 10) {
            throw damaged("it does not have one header");
        }
        header = true;
        int precision = unsigned(4);
        int height = unsigned(5) << 8 | unsigned(6);
        int width = unsigned(7) << 8 | unsigned(8);
        int components = unsigned(9);
        if (components == 4) {
            throw new Refusal(422, "the image has four colours (CMYK), expected grey or RGB");
        }
        if (precision != 8 || (components != 1 && components != 3)) {
            throw new Refusal(
                    422, "the image has " + components + " channels of " + precision + " bits, expected 1 or 3 of 8");
        }
        limits.check(width, height, 8 * components);
    }

    /** How many bytes there are up to the next marker that is not part of the packed samples. */
    private int packed() {
        int length = 0;
        while (in.remaining() >= length + 2) {
            int next = unsigned(length + 1);
            boolean inside = next == 0 || (next >= 0xD0 && next <= 0xD7);
            if (unsigned(length) == 0xFF && !inside && next != 0xFF) {
                return length;
            }
            length++;
        }
        throw damaged("it ends within its picture");
    }

    private int unsigned(int ahead) {
        return Byte.toUnsignedInt(in.get(in.position() + ahead));
    }

    private void keep(int length) {
        kept.write(in.array(), in.position(), length);
        in.position(in.position() + length);
    }

    private static Refusal damaged(String how) {
        return new Refusal(400, "the JPEG image is damaged: " + how);
    }
}
