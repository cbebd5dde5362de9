package org.morseuq.eval;

import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * The block of a table that a detector reads: chosen once when it is fitted, demanded again of every table it scores.
 *
 * @param block the block's name and length
 */
record Columns(Layout.Block block) {

    /** The classifier's logits. */
    static Columns logits(FeatureTable table) {
        return named(Layout.LOGITS, table);
    }

    /** The embedding, or the logits where the backbone shows nothing else. */
    static Columns embedding(FeatureTable table) {
        return named(table.layout().has(Layout.EMBEDDING) ? Layout.EMBEDDING : Layout.LOGITS, table);
    }

    private static Columns named(String name, FeatureTable table) {
        return new Columns(new Layout.Block(name, table.layout().length(name)));
    }

    /** The block of a table to fit to, which must have rows. */
    float[][] train(FeatureTable table) {
        if (table.size() == 0) {
            throw new IllegalArgumentException("a training table must have at least 1 row, got 0");
        }
        return of(table);
    }

    /**
     * The block of a table. A number that is not finite would come out as some quiet, wrong rank, so it is refused.
     *
     * @param table with a block of this name and length
     * @return a new n x length array
     */
    float[][] of(FeatureTable table) {
        if (!table.layout().blocks().contains(block)) {
            throw new IllegalArgumentException("the detector reads " + block.name() + "[" + block.length()
                    + "], but the table has " + table.layout());
        }
        float[][] rows = table.block(block.name());
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows[i].length; j++) {
                if (!Float.isFinite(rows[i][j])) {
                    throw new IllegalArgumentException(
                            block.name() + "[" + j + "] of row " + i + " must be finite, got " + rows[i][j]);
                }
            }
        }
        return rows;
    }
}
