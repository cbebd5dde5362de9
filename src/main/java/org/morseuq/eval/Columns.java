package org.morseuq.eval;

import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * The blocks of a table that a detector reads: chosen once when it is fitted, demanded again of every table it scores.
 *
 * @param layout the blocks' names and lengths, in the order in which they are joined
 * @param unitLength whether a joined row is divided by its Euclidean norm
 */
record Columns(Layout layout, boolean unitLength) {

    /** The classifier's logits. */
    static Columns logits(FeatureTable table) {
        return FeatureView.on(Layout.LOGITS).columns(table);
    }

    /** The embedding, or the logits where the backbone shows nothing else. */
    static Columns embedding(FeatureTable table) {
        return FeatureView.embedding(table.layout()).columns(table);
    }

    /** The blocks of a table to fit to, which must have rows. */
    float[][] train(FeatureTable table) {
        if (table.size() == 0) {
            throw new IllegalArgumentException("a training table must have at least 1 row, got 0");
        }
        return of(table);
    }

    /**
     * The blocks of a table. A number that is not finite would come out as some quiet, wrong rank, so it is refused.
     *
     * @param table with blocks of these names and lengths
     * @return a new n x width array
     */
    float[][] of(FeatureTable table) {
        if (!table.layout().blocks().containsAll(layout.blocks())) {
            throw new IllegalArgumentException(
                    "the detector reads " + layout + ", but the table has " + table.layout());
        }
        float[][] rows = table.columns(layout.names());
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                if (!Float.isFinite(rows[i][j])) {
                    throw new IllegalArgumentException(
                            column(j) + " of row " + i + " must be finite, got " + rows[i][j]);
                }
            }
            if (unitLength) {
                scale(rows[i]);
            }
        }
        return rows;
    }

    private String column(int index) {
        int past = index;
        for (Layout.Block block : layout.blocks()) {
            if (past < block.length()) {
                return block.name() + "[" + past + "]";
            }
            past -= block.length();
        }
        throw new IllegalArgumentException("no column " + index + " in " + layout);
    }

    private static void scale(float[] row) {
        double sum = 0;
        for (float x : row) {
            sum += (double) x * x;
        }
        double norm = Math.sqrt(sum);
        for (int j = 0; j < row.length && norm > 0; j++) {
            row[j] = (float) (row[j] / norm);
        }
    }
}
