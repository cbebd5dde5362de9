package org.morseuq.backbone;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.training.ParameterStore;
import java.util.Set;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.data.Layout;

final class FoldedResidualNetworkTest {

    private NDManager manager;

    @BeforeEach
    void start() {
        EngineInfo.detect();
        manager = NDManager.newBaseManager("PyTorch");
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private StagedNetwork network(int depth, int size) {
        return network(depth, size, LastLayer.linear(3));
    }

    private StagedNetwork network(int depth, int size, LastLayer last) {
        StagedNetwork network = depth == 18 ? ResidualNetwork.resnet18(last) : ResidualNetwork.ofDepth(depth, last);
        network.initialize(manager, DataType.FLOAT32, new Shape(1, 3, size, size));
        Weights.fill(network, depth);
        return network;
    }

    private NDList forward(ai.djl.nn.Block network, NDArray x) {
        return network.forward(new ParameterStore(manager, false), new NDList(x), false);
    }

    /** Every layer sums up to 576 products (4,608 in ResNet-18) that are rounded to 6e-8 of their size; errors add up over the layers. */
    @ParameterizedTest
    @CsvSource({
        "8, 8, linear",
        "14, 16, linear",
        "18, 8, linear",
        "20, 12, linear",
        "8, 8, gaussian",
        "8, 8, laplace",
        "8, 8, cauchy",
        "8, 8, von-mises-fisher"
    })
    void givesTheOutputsOfTheNetworkItWasMadeOf(int depth, int size, String classifier) {
        StagedNetwork network = network(depth, size, new LastLayer(Classifier.parse(classifier), 3));
        NDArray x = manager.randomNormal(new Shape(5, 3, size, size));
        NDList expected = forward(network, x);
        NDList actual = forward(new FoldedResidualNetwork(network, MapStatistic.moments(), manager), x);
        assertEquals(4, actual.size());
        for (int i = 0; i < 4; i++) {
            assertEquals(expected.get(i).getShape(), actual.get(i).getShape());
            float largest = expected.get(i).abs().max().getFloat();
            assertArrayEquals(expected.get(i).toFloatArray(), actual.get(i).toFloatArray(), 1e-5f * largest);
        }
    }

    /** Of many images the maps before the last stage come out as what rows are made of; of 2 x 2 pixels they have one position. */
    @ParameterizedTest
    @CsvSource({"8, 'mean,std', 2", "8, std, 2", "8, 'mean,max', 4", "2, 'mean,std', 1", "2, 'mean,max', 1"})
    void poolsTheInnerMapsOfManyImages(int size, String wanted, int statistics) {
        int n = 33;
        Set<MapStatistic> these = MapStatistic.parse(wanted);
        StagedNetwork network = network(8, size);
        NDArray x = manager.randomNormal(new Shape(n, 3, size, size));
        NDList expected = forward(network, x);
        NDList actual = forward(new FoldedResidualNetwork(network, these, manager), x);
        assertEquals(new Shape(n, statistics, 32), actual.get(2).getShape());
        Layout layout = Outputs.layout(expected, n, these);
        assertEquals(layout, Outputs.layout(actual, n, these));
        float[][] rows = Outputs.rows(expected, layout, n);
        float[][] pooled = Outputs.rows(actual, layout, n);
        for (int i = 0; i < n; i++) {
            assertArrayEquals(rows[i], pooled[i], 1e-5f * expected.get(3).max().getFloat());
        }
    }

    @Test
    void outlivesTheNetworkItWasMadeOfAndLeavesItAlone() {
        StagedNetwork network = network(8, 8);
        NDArray x = manager.randomNormal(new Shape(2, 3, 8, 8));
        float[] before = forward(network, x).head().toFloatArray();
        FoldedResidualNetwork folded = new FoldedResidualNetwork(network, MapStatistic.moments(), manager);
        float[] first = forward(folded, x).head().toFloatArray();
        assertArrayEquals(before, forward(network, x).head().toFloatArray());
        network.clear();
        assertArrayEquals(first, forward(folded, x).head().toFloatArray());
    }

    @Test
    void cannotBeTrained() {
        FoldedResidualNetwork folded = new FoldedResidualNetwork(network(8, 8), MapStatistic.moments(), manager);
        NDList x = new NDList(manager.zeros(new Shape(1, 3, 8, 8)));
        assertThrows(IllegalStateException.class, () -> folded.forward(new ParameterStore(manager, false), x, true));
    }
}
