package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDList;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.training.GradientCollector;
import java.nio.DoubleBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.morseuq.data.FeatureTable;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.Pooling;

final class DifferentiableHeadTest {

    private static final FeatureTable DATA = Heads.data(21, 1);
    private static final FeatureTable REFERENCE = Heads.reference(18, 2);

    private NDManager manager;

    @BeforeEach
    void start() {
        manager = Engine.getEngine("PyTorch").newBaseManager();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private NDList batch(DifferentiableHead head, FeatureTable table) {
        int[] all = IntStream.range(0, table.size()).toArray();
        return head.batch(head.inputs(table), all, manager);
    }

    private static Set<Learnable> learned(boolean maps) {
        return maps ? Learnable.MAPS : Set.of(Learnable.RATES);
    }

    private static double[] doubles(NDArray array) {
        return array.toType(DataType.FLOAT64, true).toDoubleArray();
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian, true, MAX, true",
        "gaussian, true, MAX, false",
        "gaussian, true, SUM, true",
        "gaussian, true, SUM, false",
        "gaussian, false, MAX, true",
        "gaussian, false, SUM, false",
        "laplace, true, MAX, true",
        "laplace, true, MAX, false",
        "laplace, true, SUM, true",
        "laplace, true, SUM, false",
        "laplace, false, MAX, false",
        "laplace, false, SUM, true",
        "other, true, MAX, true",
        "other, true, SUM, true",
        "other, true, SUM, false"
    })
    void givesTheNumbersOfTheArrays(String kernel, boolean oneTargetAClass, Pooling pooling, boolean learnsMaps) {
        MorseNetwork network = Heads.network(kernel, oneTargetAClass, pooling);
        DataType type = learnsMaps ? DataType.FLOAT32 : DataType.FLOAT64;
        DifferentiableHead head = new DifferentiableHead(network, learned(learnsMaps), manager, type);
        NDArray classes = head.classEnergies(batch(head, DATA));
        double[] pooled = doubles(head.pooled(classes));
        double[] each = doubles(classes);
        int count = network.classes();
        for (int i = 0; i < DATA.size(); i++) {
            // float32 on either side: some ten operations of 6e-8 on numbers of the size of the energy.
            double[] expected = network.classEnergies(DATA.rows()[i]);
            for (int y = 0; y < count; y++) {
                assertEquals(expected[y], each[i * count + y], 1e-5 * expected[y]);
            }
            double energy = network.energy(DATA.rows()[i]);
            assertEquals(energy, pooled[i], 1e-5 * Math.abs(energy));
        }
        assertArrayEquals(network.energies(DATA), head.toNetwork().energies(DATA), 0, "nothing was learned yet");
    }

    private NDArray loss(DifferentiableHead head, KlLoss loss, NDList data, NDList reference) {
        return loss.of(head.pooled(head.classEnergies(data)), head.pooled(head.classEnergies(reference)));
    }

    @ParameterizedTest
    @CsvSource({
        "gaussian, true, MAX, true, false",
        "gaussian, true, SUM, true, true",
        "gaussian, false, MAX, false, true",
        "laplace, true, MAX, true, true",
        "laplace, true, SUM, true, false",
        "laplace, true, SUM, false, false",
        "other, true, SUM, true, true",
        "other, true, MAX, true, false"
    })
    void theGradientOfTheLossIsThatOfCentralDifferences(
            String kernel, boolean oneTargetAClass, Pooling pooling, boolean learnsMaps, boolean normalized) {
        MorseNetwork network = Heads.network(kernel, oneTargetAClass, pooling);
        Set<Learnable> learned =
                !learnsMaps || kernel.equals("other") ? learned(learnsMaps) : Set.of(Learnable.values());
        DifferentiableHead head = new DifferentiableHead(network, learned, manager, DataType.FLOAT64);
        KlLoss loss = normalized ? new KlLoss.SelfNormalized() : new KlLoss.Weighted(200);
        NDList data = batch(head, DATA);
        NDList reference = batch(head, REFERENCE);
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(loss(head, loss, data, reference));
        }
        List<double[]> gradients = new ArrayList<>();
        double largest = 0;
        for (NDArray parameter : head.parameters()) {
            gradients.add(parameter.getGradient().toDoubleArray());
            for (double g : gradients.get(gradients.size() - 1)) {
                largest = Math.max(largest, Math.abs(g));
            }
        }
        assertTrue(largest > 0.01, "the gradient is not zero");
        double h = 1e-5;
        for (int p = 0; p < gradients.size(); p++) {
            NDArray parameter = head.parameters().get(p);
            double[] values = parameter.toDoubleArray();
            for (int i = 0; i < values.length; i += 3) { // every third will do
                double[] sides = new double[2];
                for (int side = 0; side < 2; side++) {
                    double[] moved = values.clone();
                    moved[i] += side == 0 ? h : -h;
                    parameter.set(DoubleBuffer.wrap(moved));
                    sides[side] = loss(head, loss, data, reference).getDouble();
                }
                parameter.set(DoubleBuffer.wrap(values));
                // The differences err by h^2 times a third derivative and by 1e-16 / h times the loss: 1e-10 of order
                // one each. A wrong term would be seen at order one.
                assertEquals((sides[0] - sides[1]) / (2 * h), gradients.get(p)[i], 1e-7 * largest, p + "/" + i);
            }
        }
    }

    /** The engine in double against hand-written derivatives with float maps: some twenty roundings of 6e-8. */
    @ParameterizedTest
    @CsvSource({
        "gaussian, true, MAX",
        "gaussian, true, SUM",
        "laplace, true, SUM",
        "laplace, false, MAX",
        "cauchy, true, SUM",
        "student-t(3), true, MAX",
        "von-mises-fisher, false, SUM",
        "exponential, true, SUM",
        "other, true, MAX",
        "other, true, SUM"
    })
    void theGradientOfTheEnergyIsThatOfTheEngine(String kernel, boolean oneTargetAClass, Pooling pooling) {
        MorseNetwork network = Heads.network(kernel, oneTargetAClass, pooling);
        DifferentiableHead head = new DifferentiableHead(network, learned(true), manager, DataType.FLOAT64);
        NDList inputs = batch(head, DATA);
        inputs.forEach(input -> input.setRequiresGradient(true));
        try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
            collector.backward(head.pooled(head.classEnergies(inputs)).sum());
        }
        for (int i = 0; i < DATA.size(); i++) {
            double[] gradient = network.energyGradient(DATA.rows()[i]);
            assertEquals(Heads.LAYOUT.width(), gradient.length);
            double largest = Arrays.stream(gradient).map(Math::abs).max().orElseThrow();
            assertTrue(largest > 1e-3, "the gradient is not zero");
            for (int e = 0; e < 2; e++) {
                int[] columns = Heads.LAYOUT.columns(network.experts().get(e).blocks());
                double[] expected = inputs.get(e).getGradient().toDoubleArray();
                for (int j = 0; j < columns.length; j++) {
                    assertEquals(expected[i * columns.length + j], gradient[columns[j]], 2e-6 * largest, i + "/" + j);
                }
            }
            assertEquals(0, gradient[Heads.LAYOUT.width() - 1], 0, "no expert looks at it");
        }
    }

    @Test
    void targetsOnTheSimplexAreNotLearned() {
        Refusals.assertRefused(
                IllegalArgumentException.class,
                () -> new DifferentiableHead(
                        Heads.network("other", true, Pooling.MAX),
                        Set.of(Learnable.TARGETS),
                        manager,
                        DataType.FLOAT64),
                "Kullback-Leibler",
                "simplex");
    }
}
