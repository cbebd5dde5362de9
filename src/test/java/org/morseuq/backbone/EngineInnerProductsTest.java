package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.Test;
import org.morseuq.algebra.TiledInnerProductsTest;

final class EngineInnerProductsTest {

    /** Sizes around the blocks of 512 rows and the parts of 4096. */
    @Test
    void everySizeAgreesWithSumsInDouble() {
        for (int[] sizes : new int[][] {{1, 1}, {513, 3}, {5, 4097}, {512, 4096}}) {
            float[][] rows = TiledInnerProductsTest.gaussian(sizes[0], 17, 1);
            float[][] bank = TiledInnerProductsTest.gaussian(sizes[1], 17, 2);
            TiledInnerProductsTest.requireProducts(rows, bank, new EngineInnerProducts(bank));
        }
    }

    @Test
    void nothingNativeIsLeftBehind() {
        float[][] bank = TiledInnerProductsTest.gaussian(5000, 3, 3);
        float[][] rows = TiledInnerProductsTest.gaussian(700, 3, 4);
        int before = LiveArrays.count();
        new EngineInnerProducts(bank).of(rows, (i, first, values, count) -> {});
        assertEquals(before, LiveArrays.count());
    }
}
