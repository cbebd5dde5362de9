package org.morseuq.data;

/**
 * One RGB image with its label.
 *
 * @param id a name that is unique within its set: a file name or {@code set/index}
 * @param label the class index, or {@link #UNLABELLED}
 * @param height the number of rows, at least 1
 * @param width the number of columns, at least 1
 * @param pixels the {@code 3 * height * width} samples in planar order: all of red row by row, then green, then blue;
 *     each byte is unsigned. Not copied: do not change it
 */
public record Image(String id, int label, int height, int width, byte[] pixels) {

    /** The label of an image whose class is not known. */
    public static final int UNLABELLED = -1;

    /** Checks the sizes. */
    public Image {
        if (height < 1 || width < 1) {
            throw new IllegalArgumentException("image size must be at least 1 x 1, got " + height + " x " + width);
        }
        if (pixels.length != 3 * height * width) {
            throw new IllegalArgumentException("a " + height + " x " + width + " RGB image has " + 3 * height * width
                    + " samples, got " + pixels.length);
        }
    }

    @Override
    public String toString() {
        return "Image[" + id + ", label " + label + ", " + height + " x " + width + "]";
    }
}
