package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;

import ai.djl.engine.Engine;
import ai.djl.ndarray.NDArray;
import ai.djl.ndarray.NDManager;
import ai.djl.training.GradientCollector;
import java.nio.ByteBuffer;
import org.junit.jupiter.api.Test;

/** The garbage collector must not change a number, whenever it runs. */
final class GarbageCollectionTest {

    /**
     * Between forward and backward pass the memory that the engine released is collected and used again: with the
     * engine's own {@code mul(Number)} the gradient comes out wrong here.
     */
    @Test
    void aNumberInTheGraphOutlivesTheForwardPass() {
        try (NDManager manager = Engine.getEngine("PyTorch").newBaseManager()) {
            NDArray x = manager.create(new float[] {1, 2, 3});
            x.setRequiresGradient(true);
            try (NDManager scope = manager.newSubManager();
                    GradientCollector collector = Engine.getEngine("PyTorch").newGradientCollector()) {
                NDArray copy = scope.zeros(x.getShape()).add(x);
                NDArray loss = Scalars.times(copy, 0.25).sum();
                ByteBuffer[] others = new ByteBuffer[40_000];
                for (int i = 0; i < others.length; i++) {
                    if (i % 2000 == 0) {
                        System.gc();
                    }
                    others[i] = ByteBuffer.allocateDirect(8).putDouble(0, -7);
                }
                collector.backward(loss);
                assertArrayEquals(
                        new float[] {0.25f, 0.25f, 0.25f}, x.getGradient().toFloatArray(), 0f);
            }
        }
    }
}
