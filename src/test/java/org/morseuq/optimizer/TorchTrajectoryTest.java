package org.morseuq.optimizer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.morseuq.function.ArrayVector;
import org.morseuq.function.Objective;
import org.morseuq.function.Vector;

/** A hundred steps on two alternating batches, beside PyTorch's. */
final class TorchTrajectoryTest {

    private static final StepSchedule COSINE = new StepSchedule(10, 100, StepSchedule.Shape.COSINE);

    private static final Map<String, OptimizerConfig> SETTINGS = Map.of(
            "sgd", Optimizers.defaults("sgd").withLearningRate(0.5).withWeightDecay(0.01),
            "momentum", Optimizers.defaults("momentum").withLearningRate(0.1),
            "nesterov",
                    Optimizers.defaults("nesterov")
                            .withLearningRate(0.2)
                            .withMomentum(0.8)
                            .withSchedule(COSINE),
            "adam", Optimizers.defaults("adam").withLearningRate(0.02).withWeightDecay(0.01),
            "adamw",
                    Optimizers.defaults("adamw")
                            .withLearningRate(0.02)
                            .withWeightDecay(0.1)
                            .withSchedule(COSINE),
            "adagrad", Optimizers.defaults("adagrad").withLearningRate(0.1),
            "rmsprop", Optimizers.defaults("rmsprop").withLearningRate(0.005));

    /** Double precision on both sides: a hundred steps let some roundings of 1e-16 grow, not to 1e-10. */
    @ParameterizedTest
    @ValueSource(strings = {"sgd", "momentum", "nesterov", "adam", "adamw", "adagrad", "rmsprop"})
    void followsPyTorch(String name) {
        JsonNode expected = Reference.get("trajectories").get(name);
        Objective[] batches = {Reference.rows(0, 4), Reference.rows(4, 8)};
        ArrayVector x = Reference.start();
        try (Optimizer optimizer = Optimizers.recipe(SETTINGS.get(name)).on(x)) {
            for (int k = 0; k < 100; k++) {
                StepReport report = optimizer.step(batches[k % 2], x);
                assertEquals(expected.get("losses").get(k).asDouble(), report.loss(), 1e-10, "step " + k);
                JsonNode point = expected.get("points").get(Integer.toString(k + 1));
                if (point != null) {
                    assertArrayEquals(Reference.numbers(point), x.toArray(), 1e-10, "step " + k);
                }
            }
        }
    }

    @Test
    void derivativesOfTheNetworkAreThoseOfAutograd() {
        Vector g = Reference.start().zeros();
        Vector drift = g.zeros();
        double loss = Reference.network().gradientAndDrift(Reference.start(), g, drift);
        // a sum over eight rows in another order
        assertEquals(Reference.get("loss").asDouble(), loss, 1e-14);
        assertArrayEquals(Reference.numbers(Reference.get("gradient")), g.toArray(), 1e-14);
        assertArrayEquals(Reference.numbers(Reference.get("drift")), drift.toArray(), 1e-14);
    }
}
