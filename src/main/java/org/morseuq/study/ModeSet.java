package org.morseuq.study;

import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;

/**
 * Where a density on a grid is close to one: how many connected pieces, and how much of the grid.
 *
 * @param pieces cells connect to the eight around them; a piece of a single cell counts
 * @param part of all cells, from 0 to 1
 */
record ModeSet(int pieces, double part) {

    /** The label of cells below the level. */
    static final int OUTSIDE = -1;

    /**
     * The cells of at least a level, in time linear in their number.
     *
     * @param field rows of one length, at least one
     * @param level the level
     * @return their pieces and part
     */
    static ModeSet of(float[][] field, double level) {
        int pieces = 0;
        int cells = 0;
        for (int[] row : label(field, level)) {
            for (int label : row) {
                pieces = Math.max(pieces, label + 1);
                cells += label == OUTSIDE ? 0 : 1;
            }
        }
        return new ModeSet(pieces, (double) cells / ((double) field.length * field[0].length));
    }

    /** The number of every cell's piece, from 0 on; {@link #OUTSIDE} below the level. */
    static int[][] label(float[][] field, double level) {
        int rows = field.length;
        int columns = field[0].length;
        int[][] labels = new int[rows][columns];
        for (int[] row : labels) {
            Arrays.fill(row, OUTSIDE);
        }
        int pieces = 0;
        Deque<int[]> open = new ArrayDeque<>();
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                if (labels[j][i] != OUTSIDE || field[j][i] < level) {
                    continue;
                }
                labels[j][i] = pieces;
                open.push(new int[] {j, i});
                while (!open.isEmpty()) {
                    int[] cell = open.pop();
                    for (int y = Math.max(0, cell[0] - 1); y <= Math.min(rows - 1, cell[0] + 1); y++) {
                        for (int x = Math.max(0, cell[1] - 1); x <= Math.min(columns - 1, cell[1] + 1); x++) {
                            if (labels[y][x] == OUTSIDE && field[y][x] >= level) {
                                labels[y][x] = pieces;
                                open.push(new int[] {y, x});
                            }
                        }
                    }
                }
                pieces++;
            }
        }
        return labels;
    }
}
