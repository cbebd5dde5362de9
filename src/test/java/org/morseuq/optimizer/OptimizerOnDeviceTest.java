package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import ai.djl.ndarray.NDManager;
import ai.djl.ndarray.types.DataType;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.morseuq.backbone.DeviceVector;
import org.morseuq.backbone.EngineInfo;
import org.morseuq.backbone.LiveArrays;
import org.morseuq.function.Vector;

/** Written once: the same steps on arrays of Java and in the memory of the engine. */
final class OptimizerOnDeviceTest {

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

    static List<String> names() {
        return Optimizers.names();
    }

    private static double[] after(OptimizerRecipe recipe, Vector x, int steps) {
        try (Optimizer optimizer = recipe.on(x)) {
            for (int k = 0; k < steps; k++) {
                assertTrue(optimizer.step(Reference.network(), x).taken());
            }
        }
        return x.toArray();
    }

    @ParameterizedTest
    @MethodSource("names")
    void stepsAreThoseOfArraysAndGiveTheirMemoryBack(String name) {
        OptimizerRecipe recipe = Optimizers.recipe(Optimizers.defaults(name));
        Vector x = DeviceVector.zeros(manager, 44, DataType.FLOAT64)
                .setArray(Reference.start().toArray());
        int before = LiveArrays.count();
        // five steps in double precision; fused and single operations round differently
        assertArrayEquals(after(recipe, Reference.start(), 5), after(recipe, x, 5), 1e-12);
        assertEquals(before, LiveArrays.count());
    }
}
