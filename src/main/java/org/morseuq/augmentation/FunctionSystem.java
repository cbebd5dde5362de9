package org.morseuq.augmentation;

import java.util.SplittableRandom;

/**
 * The picture that a few contractions of the plane leave in place: M. Barnsley 1988, "Fractals Everywhere". From a point on,
 * one of the maps is drawn again and again, in proportion to how much area it leaves, and every point on the way is marked;
 * its colour is half that of the map and half that of the point before. The marks fill the picture's frame. A pixel with n marks
 * has their mean colour times \( \log (1 + n) / \log (1 + \max n) \).
 *
 * <p>Each map turns, stretches by two factors from 0.2 to 0.8 along axes at right angles, turns again, may mirror, and moves. Of
 * several systems the one that marks most pixels of a small picture is painted, since some shrink to almost nothing.
 */
final class FunctionSystem {

    private static final int TRIES = 3;
    private static final int MARKS_A_PIXEL = 12;
    private static final int SMALL = 16;
    private static final int FORGOTTEN = 30; // after which the start is less than a thousandth of a frame away

    private final double[][] maps;
    private final double[][] colours;
    private final double[] upTo;

    private FunctionSystem(SplittableRandom random) {
        int count = 2 + random.nextInt(5);
        maps = new double[count][];
        colours = new double[count][3];
        upTo = new double[count];
        double sum = 0;
        for (int i = 0; i < count; i++) {
            double longer = 0.4 + 0.4 * random.nextDouble();
            double shorter = 0.2 + (longer - 0.2) * random.nextDouble();
            double first = 2 * Math.PI * random.nextDouble();
            double second = 2 * Math.PI * random.nextDouble();
            double mirrored = random.nextBoolean() ? shorter : -shorter;
            double c = Math.cos(first);
            double s = Math.sin(first);
            double k = Math.cos(second);
            double t = Math.sin(second);
            maps[i] = new double[] {
                longer * c * k - mirrored * s * t,
                -longer * c * t - mirrored * s * k,
                longer * s * k + mirrored * c * t,
                -longer * s * t + mirrored * c * k,
                2 * random.nextDouble() - 1,
                2 * random.nextDouble() - 1
            };
            sum += longer * shorter;
            upTo[i] = sum;
            for (int channel = 0; channel < 3; channel++) {
                colours[i][channel] = random.nextDouble();
            }
        }
    }

    /** A picture of 3 x size x size bytes. */
    static byte[] picture(int size, SplittableRandom random) {
        FunctionSystem fullest = new FunctionSystem(random);
        int most = fullest.marked(random);
        for (int i = 1; i < TRIES; i++) {
            FunctionSystem other = new FunctionSystem(random);
            int marked = other.marked(random);
            if (marked > most) {
                most = marked;
                fullest = other;
            }
        }
        return developed(fullest.marks(size, random));
    }

    private int marked(SplittableRandom random) {
        int marked = 0;
        for (double n : marks(SMALL, random)[3]) {
            marked += n > 0 ? 1 : 0;
        }
        return marked;
    }

    /** The sums of red, green and blue at every pixel, and the number of marks. */
    private double[][] marks(int size, SplittableRandom random) {
        int count = MARKS_A_PIXEL * size * size;
        double[][] points = new double[5][count];
        double[] at = new double[5];
        for (int n = -FORGOTTEN; n < count; n++) {
            move(at, random);
            for (int k = 0; n >= 0 && k < 5; k++) {
                points[k][n] = at[k];
            }
        }
        int[] x = cells(points[0], size);
        int[] y = cells(points[1], size);
        double[][] marks = new double[4][size * size];
        for (int n = 0; n < count; n++) {
            int pixel = y[n] * size + x[n];
            for (int channel = 0; channel < 3; channel++) {
                marks[channel][pixel] += points[2 + channel][n];
            }
            marks[3][pixel]++;
        }
        return marks;
    }

    private void move(double[] at, SplittableRandom random) {
        double draw = upTo[upTo.length - 1] * random.nextDouble();
        int chosen = 0;
        while (upTo[chosen] < draw) {
            chosen++;
        }
        double[] m = maps[chosen];
        double x = m[0] * at[0] + m[1] * at[1] + m[4];
        at[1] = m[2] * at[0] + m[3] * at[1] + m[5];
        at[0] = x;
        for (int channel = 0; channel < 3; channel++) {
            at[2 + channel] = (at[2 + channel] + colours[chosen][channel]) / 2;
        }
    }

    /** The cells that coordinates fall into when their range has so many. */
    private static int[] cells(double[] coordinates, int size) {
        double least = coordinates[0];
        double most = coordinates[0];
        for (double value : coordinates) {
            least = Math.min(least, value);
            most = Math.max(most, value);
        }
        double width = Math.max(most - least, 1e-9);
        int[] cells = new int[coordinates.length];
        for (int n = 0; n < cells.length; n++) {
            cells[n] = Math.min(size - 1, (int) (size * (coordinates[n] - least) / width));
        }
        return cells;
    }

    private static byte[] developed(double[][] marks) {
        double most = 0;
        for (double n : marks[3]) {
            most = Math.max(most, n);
        }
        int plane = marks[3].length;
        byte[] pixels = new byte[3 * plane];
        for (int p = 0; p < plane; p++) {
            double n = marks[3][p];
            double light = n == 0 ? 0 : Math.log1p(n) / Math.log1p(most) / n;
            for (int channel = 0; channel < 3; channel++) {
                pixels[channel * plane + p] = (byte) Math.round(255 * light * marks[channel][p]);
            }
        }
        return pixels;
    }
}
