package org.morseuq.data;

import java.util.Arrays;
import java.util.List;

/**
 * What a backbone says about n inputs: one row of numbers each, with the classes where they are known.
 *
 * @param layout what the columns mean; d columns in all
 * @param rows n x d, finite. Not copied: do not change it
 * @param labels n class indices, {@link Image#UNLABELLED} where not known. Not copied
 */
public record FeatureTable(Layout layout, float[][] rows, int[] labels) {

    /** Checks the shapes. */
    public FeatureTable {
        if (rows.length != labels.length) {
            throw new IllegalArgumentException(rows.length + " rows but " + labels.length + " labels");
        }
        int width = layout.width();
        for (int i = 0; i < rows.length; i++) {
            if (rows[i].length != width) {
                throw new IllegalArgumentException(
                        "row " + i + " has " + rows[i].length + " columns, expected " + width + " (" + layout + ")");
            }
        }
    }

    /** The number of rows. */
    public int size() {
        return rows.length;
    }

    /**
     * The columns of one block.
     *
     * @param name the block; must exist
     * @return a new n x length array
     */
    public float[][] block(String name) {
        return columns(List.of(name));
    }

    /**
     * The columns of several blocks, in the order of the names.
     *
     * @param names the blocks; each must exist
     * @return a new n x (sum of lengths) array
     */
    public float[][] columns(List<String> names) {
        int[] columns = layout.columns(names);
        float[][] selected = new float[rows.length][columns.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < columns.length; j++) {
                selected[i][j] = rows[i][columns[j]];
            }
        }
        return selected;
    }

    /** The table of the named blocks alone, in the order of the names; the numbers are copied. */
    public FeatureTable select(List<String> names) {
        return new FeatureTable(layout.select(names), columns(names), labels);
    }

    /**
     * Some of the rows.
     *
     * @param indices row indices in the order wanted
     * @return a table that shares the rows with this one
     */
    public FeatureTable rows(int[] indices) {
        float[][] picked = new float[indices.length][];
        int[] pickedLabels = new int[indices.length];
        for (int i = 0; i < indices.length; i++) {
            picked[i] = rows[indices[i]];
            pickedLabels[i] = labels[indices[i]];
        }
        return new FeatureTable(layout, picked, pickedLabels);
    }

    /**
     * This table followed by another of the same layout.
     *
     * @param other the rows to append
     * @return a table that shares the rows with both
     */
    public FeatureTable followedBy(FeatureTable other) {
        if (!layout.equals(other.layout)) {
            throw new IllegalArgumentException("layouts differ: " + layout + " and " + other.layout);
        }
        float[][] all = Arrays.copyOf(rows, rows.length + other.rows.length);
        System.arraycopy(other.rows, 0, all, rows.length, other.rows.length);
        int[] allLabels = Arrays.copyOf(labels, all.length);
        System.arraycopy(other.labels, 0, allLabels, rows.length, other.labels.length);
        return new FeatureTable(layout, all, allLabels);
    }

    @Override
    public String toString() {
        return "FeatureTable[" + rows.length + " rows of " + layout + "]";
    }
}
