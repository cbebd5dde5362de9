package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.Shape;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.morseuq.data.Layout;

final class ReadoutTest {

    private final NDManager manager = NDManager.newBaseManager();

    @AfterEach
    void close() {
        manager.close();
    }

    private NDList outputs(int n, int side) {
        return new NDList(
                normal(new Shape(n, 3)),
                normal(new Shape(n, 5)),
                normal(new Shape(n, 4, side, side)).maximum(0),
                normal(new Shape(n, 6, 1, 1)));
    }

    private NDArray normal(Shape shape) {
        return manager.randomNormal(shape);
    }

    private static Layout.Block block(String name, int length) {
        return new Layout.Block(name, length);
    }

    /** Seventy images are pooled on several threads. */
    @Test
    void theOrderIsThatOfWhatIsWanted() {
        NDList outputs = outputs(70, 7);
        float[][] all = Outputs.rows(outputs, Outputs.layout(outputs, 70), 70);
        Layout wanted = new Layout(List.of(block("inner1.std", 4), block("inner2.mean", 6), block(Layout.LOGITS, 3)));
        float[][] some = Readout.of(outputs, 70, wanted).rows(outputs, 70);
        int[] columns = Outputs.layout(outputs, 70).columns(wanted.names());
        for (int i = 0; i < 70; i++) {
            for (int j = 0; j < columns.length; j++) {
                assertEquals(all[i][columns[j]], some[i][j]);
            }
        }
    }

    @Test
    void whatIsMadeOfTheRowsIsInTheirOrder() {
        NDList outputs = outputs(70, 7);
        Readout readout = Readout.of(outputs, 70, Layout.of("inner1.std", 4));
        float[][] rows = readout.rows(outputs, 70);
        List<Float> second = readout.each(
                outputs, 70, few -> Arrays.stream(few).map(row -> row[1]).toList());
        assertEquals(70, second.size());
        for (int i = 0; i < 70; i++) {
            assertEquals(rows[i][1], second.get(i));
        }
    }

    /** Of the engine: other sums, each a few units in the last place off; no sums in the largest number and the share. */
    @ParameterizedTest
    @EnumSource
    void theEnginePoolsAlike(MapStatistic statistic) {
        NDList outputs = outputs(3, 9);
        outputs.set(2, outputs.get(2).sub(0.1f)); // some below 0
        float[][] rows = Outputs.rows(outputs, Layout.of("inner1." + statistic, 4), 3);
        float[] engine = Outputs.parts(outputs.get(2), Set.of(statistic)).get(0).numbers();
        double rounding = MapStatistic.moments().contains(statistic) ? 1e-6 : 1e-7;
        for (int i = 0; i < 3; i++) {
            for (int c = 0; c < 4; c++) {
                assertEquals(engine[4 * i + c], rows[i][c], rounding);
            }
        }
    }

    /** The names that are wanted say which statistics are taken, whatever a network is usually asked for. */
    @Test
    void statisticsAreTakenByName() {
        NDList outputs = outputs(40, 7);
        Layout all = Outputs.layout(outputs, 40, Set.of(MapStatistic.values())); // whose order changes from run to run
        assertEquals(
                "logits[3] embedding[5] inner1.mean[4] inner1.std[4] inner1.max[4] inner1.active[4] inner2.mean[6]",
                all.toString());
        assertEquals(Set.of(MapStatistic.values()), MapStatistic.of(all));
        float[][] rows = Outputs.rows(outputs, all, 40);
        Layout two = new Layout(List.of(block("inner1.active", 4), block("inner1.std", 4), block("inner2.mean", 6)));
        float[][] some = Outputs.rows(outputs, two, 40);
        int[] columns = all.columns(two.names());
        for (int i = 0; i < 40; i++) {
            for (int j = 0; j < columns.length; j++) {
                assertEquals(rows[i][columns[j]], some[i][j]);
            }
        }
        float[] four = new float[40 * 16];
        for (int i = 0; i < 40; i++) {
            System.arraycopy(rows[i], 8, four, 16 * i, 16);
        }
        NDArray pooled = manager.create(four, new Shape(40, 4, 4)); // as a network may pool them itself
        NDList own = new NDList(outputs.get(0), outputs.get(1), pooled, outputs.get(3));
        float[][] same = Outputs.rows(own, two, 40);
        for (int i = 0; i < 40; i++) {
            assertArrayEquals(some[i], same[i]);
        }
        float[] maps = outputs.get(2).toFloatArray();
        for (int k = 0; k < 160; k++) {
            float largest = 0;
            int active = 0;
            for (int p = 0; p < 49; p++) {
                largest = Math.max(largest, maps[49 * k + p]);
                active += maps[49 * k + p] > 0 ? 1 : 0;
            }
            assertEquals(largest, rows[k / 4][16 + k % 4]);
            assertEquals(active / 49f, rows[k / 4][20 + k % 4]);
        }
    }

    @Test
    void mapsThatWerePooledToTwoHaveNoOthers() {
        NDList outputs = new NDList(normal(new Shape(2, 3)), normal(new Shape(2, 2, 4)));
        assertEquals(
                "logits[3] inner1.mean[4] inner1.std[4]",
                Outputs.layout(outputs, 2).toString());
        assertEquals(
                "logits[3] inner1.std[4]",
                Outputs.layout(outputs, 2, MapStatistic.parse("std")).toString());
        var thrown = assertThrows(
                IllegalArgumentException.class, () -> Outputs.layout(outputs, 2, MapStatistic.parse("mean,max")));
        assertEquals(
                "output 1 is pooled to [mean, std] already, not to [mean, max]; load the network with these statistics, or let it return its maps",
                thrown.getMessage());
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "mean,median | unknown statistic 'median' of a map, known are [mean, std, max, active]",
                "max,max | the statistic max is named twice",
                "'' | unknown statistic '' of a map, known are [mean, std, max, active]"
            })
    void otherStatisticsAreRefused(String words, String sentence) {
        var thrown = assertThrows(IllegalArgumentException.class, () -> MapStatistic.parse(words));
        assertEquals(sentence, thrown.getMessage());
    }

    /** A network may pool its maps itself. */
    @Test
    void pooledMapsAreReadAsTheyAre() {
        NDList outputs = outputs(40, 7);
        Layout layout = Outputs.layout(outputs, 40, MapStatistic.moments());
        List<Outputs.Part> parts = Outputs.parts(outputs.get(2), MapStatistic.moments());
        float[] means = parts.get(0).numbers();
        float[] deviations = parts.get(1).numbers();
        float[] both = new float[40 * 8];
        for (int i = 0; i < 40; i++) {
            System.arraycopy(means, 4 * i, both, 8 * i, 4);
            System.arraycopy(deviations, 4 * i, both, 8 * i + 4, 4);
        }
        NDArray pooled = manager.create(both, new Shape(40, 2, 4));
        NDArray single = outputs.get(3).reshape(40, 1, 6);
        NDList own = new NDList(outputs.get(0), outputs.get(1), pooled, single);
        assertEquals(layout, Outputs.layout(own, 40));
        assertFalse(Readout.of(outputs, 40, layout).fits(own));
        float[][] expected = Outputs.rows(outputs, layout, 40);
        float[][] actual = Outputs.rows(own, layout, 40);
        for (int i = 0; i < 40; i++) {
            assertArrayEquals(expected[i], actual[i], 1e-6f);
        }
        Outputs.Part second = Outputs.parts(pooled, MapStatistic.moments()).get(1);
        assertArrayEquals(deviations, second.numbers());
        NDList three = new NDList(outputs.get(0), normal(new Shape(40, 3, 4)));
        var thrown = assertThrows(IllegalArgumentException.class, () -> Outputs.layout(three, 40));
        assertEquals(
                "output 1 has shape (40, 3, 4), expected (n, d), (n, d, h, w) or, pooled, (n, k, d) with k of 1, 2 or 4 with n = 40",
                thrown.getMessage());
    }

    /** The order in memory that this project's networks use is another, and the numbers are the same. */
    @Test
    void theOrderInMemoryChangesNoBit() {
        NDArray maps = normal(new Shape(2, 4, 5, 5));
        NDArray turned = manager.create(maps.transpose(0, 2, 3, 1).toFloatArray(), new Shape(2, 5, 5, 4))
                .transpose(0, 3, 1, 2);
        NDArray logits = normal(new Shape(2, 3));
        Layout wanted = new Layout(List.of(block("inner1.mean", 4), block("inner1.std", 4)));
        float[][] first = Outputs.rows(new NDList(logits, maps), wanted, 2);
        float[][] second = Outputs.rows(new NDList(logits, turned), wanted, 2);
        assertArrayEquals(first[0], second[0]);
        assertArrayEquals(first[1], second[1]);
    }

    @Test
    void itKnowsTheShapesThatItWasMadeOf() {
        Readout readout = Readout.of(outputs(2, 7), 2, Layout.of(Layout.LOGITS, 3));
        assertTrue(readout.fits(outputs(5, 7)));
        assertFalse(readout.fits(outputs(2, 8)));
        assertFalse(readout.fits(new NDList(outputs(2, 7).subList(0, 3))));
        NDList matrix = outputs(2, 7);
        matrix.set(2, normal(new Shape(2, 4)));
        assertFalse(readout.fits(matrix));
    }

    @Test
    void whatIsNotThereIsRefused() {
        NDList outputs = outputs(2, 7);
        Layout wanted = Layout.of("inner3", 4);
        var thrown = assertThrows(IllegalArgumentException.class, () -> Readout.of(outputs, 2, wanted));
        assertEquals(
                "the network returns logits[3] embedding[5] inner1.mean[4] inner1.std[4] inner2.mean[6], expected are"
                        + " inner3[4]",
                thrown.getMessage());
    }
}
