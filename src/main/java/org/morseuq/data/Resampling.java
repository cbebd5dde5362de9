package org.morseuq.data;

/**
 * Brings an image to the size that a network wants, as the usual evaluation code does: shorter side to that size, then
 * the centre.
 *
 * <p>Along one axis with \( n \) samples in and \( m \) out, sample \( j \) of the result is
 * \( \sum_i w_{ij} x_i / \sum_i w_{ij} \) with \( w_{ij} = \max(0, 1 - |i + 1/2 - (j + 1/2) s| / \max(s, 1)) \) and
 * \( s = n / m \): linear interpolation where the image grows, and where it shrinks a triangle as wide as the reduction,
 * so that no pixel is left out. Rows are resampled first and rounded to 8 bits, then columns. This is Pillow's
 * {@code BILINEAR} and PyTorch's {@code bilinear} with {@code antialias}; torchvision's {@code Resize} and
 * {@code CenterCrop} say how lengths and offsets are rounded.
 */
public final class Resampling {

    private Resampling() {}

    /**
     * Resizes the shorter side to {@code size}, the longer one in proportion (rounded down), and cuts out the centre
     * (an offset that ends in one half is rounded to the even number).
     *
     * @param image any image
     * @param size the side of the result, at least 1
     * @return a {@code size x size} image with the same id and label; the image itself if it has that size
     */
    public static Image fit(Image image, int size) {
        if (size < 1) {
            throw new IllegalArgumentException("size must be >= 1, got " + size);
        }
        int height = image.height();
        int width = image.width();
        if (height == size && width == size) {
            return image;
        }
        int shorter = Math.min(height, width);
        Axis horizontal = Axis.centre(width, (long) size * width / shorter, size);
        Axis vertical = Axis.centre(height, (long) size * height / shorter, size);
        // Only the rows that the centre needs: a long strip would otherwise cost memory for nothing.
        int top = vertical.begin();
        int rows = vertical.end() - top;
        byte[] narrow = new byte[3 * rows * size];
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < rows; y++) {
                for (int x = 0; x < size; x++) {
                    narrow[(plane * rows + y) * size + x] =
                            horizontal.sample(image.pixels(), (plane * height + top + y) * width, 1, x);
                }
            }
        }
        byte[] pixels = new byte[3 * size * size];
        for (int plane = 0; plane < 3; plane++) {
            for (int y = 0; y < size; y++) {
                for (int x = 0; x < size; x++) {
                    pixels[(plane * size + y) * size + x] =
                            vertical.sample(narrow, (plane * rows - top) * size + x, size, y);
                }
            }
        }
        return new Image(image.id(), image.label(), size, size, pixels);
    }

    /** For each sample wanted along one axis: where its weights begin, and the weights, of sum 1. */
    private record Axis(int[] first, double[][] weights) {

        /** The {@code size} samples in the middle of the {@code out} that replace {@code in}. */
        static Axis centre(int in, long out, int size) {
            long offset = (long) Math.rint((out - size) / 2.0);
            double scale = (double) in / out;
            double support = Math.max(scale, 1);
            int[] first = new int[size];
            double[][] weights = new double[size][];
            for (int j = 0; j < size; j++) {
                double centre = (offset + j + 0.5) * scale;
                first[j] = Math.max((int) (centre - support + 0.5), 0);
                int end = Math.min((int) (centre + support + 0.5), in);
                weights[j] = new double[end - first[j]];
                double sum = 0;
                for (int i = 0; i < weights[j].length; i++) {
                    double distance = Math.abs(first[j] + i + 0.5 - centre) / support;
                    weights[j][i] = Math.max(0, 1 - distance);
                    sum += weights[j][i];
                }
                for (int i = 0; i < weights[j].length; i++) {
                    weights[j][i] /= sum;
                }
            }
            return new Axis(first, weights);
        }

        int begin() {
            return first[0];
        }

        int end() {
            return first[first.length - 1] + weights[weights.length - 1].length;
        }

        /** Sample {@code j} of the line that begins at {@code start} and goes on every {@code stride} bytes. */
        byte sample(byte[] bytes, int start, int stride, int j) {
            double[] weight = weights[j];
            int at = start + first[j] * stride;
            double sum = 0;
            for (int i = 0; i < weight.length; i++, at += stride) {
                sum += weight[i] * Byte.toUnsignedInt(bytes[at]);
            }
            return (byte) Math.round(sum);
        }
    }
}
