package org.morseuq.augmentation;

/**
 * A picture moved by an affine map of the plane, about its middle. With coordinates from the middle of the picture, in
 * pixels, the colour at (x, y) is that of the picture at \( (a x + b y + e,\; c x + d y + f) \), interpolated linearly
 * between the four pixels around; beyond the edge there is one colour.
 *
 * @param a of x in x
 * @param b of y in x
 * @param c of x in y
 * @param d of y in y
 * @param e added to x
 * @param f added to y
 */
record PlaneMap(double a, double b, double c, double d, double e, double f) {

    /** Turns the picture by an angle in radians. */
    static PlaneMap rotation(double angle) {
        double cos = Math.cos(angle);
        double sin = Math.sin(angle);
        return new PlaneMap(cos, -sin, sin, cos, 0, 0);
    }

    /** Moves every row by so many times its height over the middle, and every column by so many times its own. */
    static PlaneMap shear(double across, double down) {
        return new PlaneMap(1, across, down, 1, 0, 0);
    }

    /** Moves the picture by so many pixels, left and up where positive. */
    static PlaneMap translation(double across, double down) {
        return new PlaneMap(1, 0, 0, 1, across, down);
    }

    /**
     * The moved picture.
     *
     * @param pixels 3 x size x size bytes, planar; stay as they are
     * @param size height and width
     * @param colour of what lies beyond the edge, 3 bytes
     */
    byte[] of(byte[] pixels, int size, byte[] colour) {
        byte[] moved = new byte[pixels.length];
        int plane = size * size;
        double middle = (size - 1) / 2.0;
        for (int y = 0; y < size; y++) {
            for (int x = 0; x < size; x++) {
                double u = a * (x - middle) + b * (y - middle) + e + middle;
                double v = c * (x - middle) + d * (y - middle) + f + middle;
                int left = (int) Math.floor(u);
                int top = (int) Math.floor(v);
                double across = u - left;
                double down = v - top;
                for (int k = 0; k < 3; k++) {
                    double above = (1 - across) * at(pixels, size, k, top, left, colour)
                            + across * at(pixels, size, k, top, left + 1, colour);
                    double below = (1 - across) * at(pixels, size, k, top + 1, left, colour)
                            + across * at(pixels, size, k, top + 1, left + 1, colour);
                    moved[k * plane + y * size + x] = (byte) Math.round((1 - down) * above + down * below);
                }
            }
        }
        return moved;
    }

    private static int at(byte[] pixels, int size, int channel, int y, int x, byte[] colour) {
        boolean inside = y >= 0 && y < size && x >= 0 && x < size;
        return (inside ? pixels[(channel * size + y) * size + x] : colour[channel]) & 0xff;
    }
}
