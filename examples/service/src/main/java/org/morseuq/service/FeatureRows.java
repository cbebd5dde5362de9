package org.morseuq.service;

import com.fasterxml.jackson.databind.JsonNode;
import org.morseuq.data.Layout;

/** Feature rows from JSON: one array of numbers, or an array of such arrays. */
final class FeatureRows {

    /** More rows than this in one request would keep others waiting. */
    static final int MOST = 1024;

    private FeatureRows() {}

    static float[][] parse(JsonNode array, Layout layout) {
        if (!array.isArray() || array.isEmpty()) {
            throw new Refusal(
                    400,
                    "expected an array of " + layout.width() + " numbers (" + layout
                            + ") or an array of such arrays, got " + kind(array));
        }
        if (!array.get(0).isArray()) {
            return new float[][] {row(array, layout, "the row")};
        }
        requireRows(array.size());
        float[][] rows = new float[array.size()][];
        for (int i = 0; i < rows.length; i++) {
            rows[i] = row(array.get(i), layout, "row " + i);
        }
        return rows;
    }

    /** Rows from one array after the other, as tensors may be sent. */
    static float[][] parseFlat(JsonNode array, int rows, Layout layout) {
        requireRows(rows);
        int width = layout.width();
        if (array.size() != rows * width) {
            throw new Refusal(400, "'data' has " + array.size() + " numbers, its shape says " + rows + " x " + width);
        }
        float[][] parsed = new float[rows][width];
        for (int i = 0; i < rows * width; i++) {
            parsed[i / width][i % width] = number(array.get(i), "'data'", i);
        }
        return parsed;
    }

    private static float[] row(JsonNode array, Layout layout, String where) {
        if (!array.isArray() || array.size() != layout.width()) {
            String found = array.isArray() ? array.size() + " numbers" : kind(array);
            throw new Refusal(
                    400, where + " has " + found + ", expected " + layout.width() + " numbers (" + layout + ")");
        }
        float[] row = new float[array.size()];
        for (int i = 0; i < row.length; i++) {
            row[i] = number(array.get(i), where, i);
        }
        return row;
    }

    private static float number(JsonNode node, String where, int index) {
        float value = node.isNumber() ? node.floatValue() : Float.NaN;
        if (!Float.isFinite(value)) {
            throw new Refusal(
                    400,
                    where + " has " + kind(node) + " at place " + index + ", expected a number that a"
                            + " 32-bit float can hold");
        }
        return value;
    }

    private static void requireRows(int rows) {
        if (rows < 1 || rows > MOST) {
            throw new Refusal(400, rows + " rows were sent, expected 1 to " + MOST);
        }
    }

    private static String kind(JsonNode node) {
        if (node.isNumber()) {
            String text = node.asText();
            return text.length() > 20 ? "a number out of range" : text;
        }
        return node.isEmpty() && node.isArray()
                ? "an empty array"
                : "a JSON " + node.getNodeType().toString().toLowerCase(java.util.Locale.ROOT);
    }
}
