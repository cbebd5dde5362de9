package org.morseuq.eval;

import java.util.ArrayDeque;
import java.util.Deque;

/**
 * Where a density on a grid is close to one: how many connected pieces, and how much of the grid.
 *
 * @param pieces cells connect to the eight around them; a piece of a single cell counts
 * @param part of all cells, from 0 to 1
 */
public record ModeSet(int pieces, double part) {

    /**
     * The cells of at least a level, in time linear in their number.
     *
     * @param field rows of one length, at least one
     * @param level the level
     * @return their pieces and part
     */
    public static ModeSet of(float[][] field, double level) {
        int rows = field.length;
        int columns = field[0].length;
        boolean[][] seen = new boolean[rows][columns];
        int pieces = 0;
        int cells = 0;
        Deque<int[]> open = new ArrayDeque<>();
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                if (seen[j][i] || field[j][i] < level) {
                    continue;
                }
                pieces++;
                seen[j][i] = true;
                open.push(new int[] {j, i});
                while (!open.isEmpty()) {
                    int[] cell = open.pop();
                    cells++;
                    for (int y = Math.max(0, cell[0] - 1); y <= Math.min(rows - 1, cell[0] + 1); y++) {
                        for (int x = Math.max(0, cell[1] - 1); x <= Math.min(columns - 1, cell[1] + 1); x++) {
                            if (!seen[y][x] && field[y][x] >= level) {
                                seen[y][x] = true;
                                open.push(new int[] {y, x});
                            }
                        }
                    }
                }
            }
        }
        return new ModeSet(pieces, (double) cells / ((double) rows * columns));
    }
}
