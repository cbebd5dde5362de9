package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import ai.djl.ndarray.types.Shape;
import ai.djl.pytorch.engine.PtNDArray;
import ai.djl.pytorch.jni.JniUtils;
import ai.djl.training.GradientCollector;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

final class KlLossTest {

    private NDManager manager;

    @BeforeEach
    void start() {
        manager = Engine.getEngine("PyTorch").newBaseManager();
    }

    @AfterEach
    void free() {
        manager.close();
    }

    private double loss(KlLoss loss, double[] data, double[] reference) {
        return loss.of(manager.create(data), manager.create(reference)).getDouble();
    }

    @Test
    void isTheMeanEnergyOfTheDataPlusTheWeightedMassOfTheReference() {
        double[] data = {1, 3};
        double[] reference = {Math.log(2), Math.log(4), Math.log(8), Math.log(8)}; // densities 1/2, 1/4, 1/8, 1/8
        assertEquals(2, loss(new KlLoss.Weighted(0), data, reference), 1e-15);
        assertEquals(2 + 3 * 0.25, loss(new KlLoss.Weighted(3), data, reference), 1e-15);
        assertEquals(2 + Math.log(0.25), loss(new KlLoss.SelfNormalized(), data, reference), 1e-15);
    }

    @ParameterizedTest
    @ValueSource(doubles = {-700, -1, 0.5, 30, 1000})
    void theSelfNormalizedLossDoesNotSeeAConstantInTheEnergy(double constant) {
        double[] data = {1, 3, 0.5};
        double[] reference = {2, 4, 7, 0.25};
        double[] movedData = data.clone();
        double[] movedReference = reference.clone();
        for (int i = 0; i < 3; i++) {
            movedData[i] += constant;
        }
        for (int i = 0; i < 4; i++) {
            movedReference[i] += constant;
        }
        KlLoss normalized = new KlLoss.SelfNormalized();
        // Two numbers of the size of the constant cancel.
        assertEquals(
                loss(normalized, data, reference),
                loss(normalized, movedData, movedReference),
                1e-15 * (10 + Math.abs(constant)));
        KlLoss weighted = new KlLoss.Weighted(1);
        assertTrue(Math.abs(loss(weighted, data, reference) - loss(weighted, movedData, movedReference)) > 0.1);
    }

    @ParameterizedTest
    @ValueSource(doubles = {0.5, 1, 2})
    void theOptimumAtEveryPointIsTheCappedRatioOfTheDensities(double weight) {
        // Cells of a line: how many data and reference points lie in each.
        int[] data = {40, 30, 14, 9, 4, 2, 1}; // no ratio is 1, where the loss is flat to fourth order
        int[] reference = {5, 10, 15, 15, 20, 15, 20};
        double p = 100;
        double u = 100;
        // The free energies are squares, so that they cannot be negative.
        NDArray roots = manager.ones(new Shape(7), DataType.FLOAT64).mul(1.5);
        roots.setRequiresGradient(true);
        NDArray dataCells = occupation(data);
        NDArray referenceCells = occupation(reference);
        KlLoss loss = new KlLoss.Weighted(weight);
        for (int k = 0; k < 1500; k++) {
            try (GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray energies = manager.ones(new Shape(7), DataType.FLOAT64)
                        .mul(roots)
                        .square()
                        .expandDims(1);
                NDArray total = loss.of(
                        dataCells.matMul(energies).squeeze(1),
                        referenceCells.matMul(energies).squeeze(1));
                collector.backward(total);
            }
            JniUtils.setGradMode(false);
            try (NDArray gradient = roots.getGradient()) {
                roots.subi(gradient);
            }
            JniUtils.zeroGrad((PtNDArray) roots);
        }
        double[] found = roots.toDoubleArray();
        int capped = 0;
        for (int cell = 0; cell < 7; cell++) {
            double expected = Math.min(1, (data[cell] / p) / (weight * reference[cell] / u));
            capped += expected == 1 ? 1 : 0;
            // Second derivatives are 0.03 to 0.8 there, so every step of length 1 takes at least 3 percent of the way.
            assertEquals(expected, Math.exp(-found[cell] * found[cell]), 1e-10, "cell " + cell);
        }
        assertTrue(capped > 0 && capped < 7, "both branches of the minimum occur");
    }

    /** One row a point, with a one in the column of its cell. */
    private NDArray occupation(int[] counts) {
        int total = 0;
        for (int count : counts) {
            total += count;
        }
        double[] rows = new double[total * counts.length];
        int row = 0;
        for (int cell = 0; cell < counts.length; cell++) {
            for (int i = 0; i < counts[cell]; i++) {
                rows[row++ * counts.length + cell] = 1;
            }
        }
        return manager.create(rows, new Shape(total, counts.length));
    }

    @Test
    void aWeightOutOfRangeIsRefused() {
        for (double weight : new double[] {-1, Double.NaN, Double.POSITIVE_INFINITY}) {
            assertThrows(IllegalArgumentException.class, () -> new KlLoss.Weighted(weight));
        }
    }
}
