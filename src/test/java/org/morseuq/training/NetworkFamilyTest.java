package org.morseuq.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.morseuq.function.PointwiseMap;

/** Two classes told apart by brightness, in images of 8 x 8 pixels. */
final class NetworkFamilyTest {

    private final Examples train = images(48, 1);

    private static Examples images(int count, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[][] pixels = new float[count][3 * 8 * 8];
        int[] labels = new int[count];
        for (int i = 0; i < count; i++) {
            labels[i] = i % 2;
            for (int j = 0; j < pixels[i].length; j++) {
                pixels[i][j] = (float) (2 * labels[i] - 1 + 0.5 * random.nextGaussian());
            }
        }
        return new Examples(pixels, labels, List.of(3, 8, 8), 2);
    }

    private static NetworkFamily family() {
        Map<String, List<Double>> variations = new LinkedHashMap<>();
        variations.put(NetworkFamily.LEARNING_RATE, List.of(0.05));
        variations.put(NetworkFamily.BATCH, List.of(4.0));
        variations.put(NetworkFamily.WEIGHTS, List.of(0.0005));
        variations.put(NetworkFamily.COMPLEXITY, List.of(1.0));
        return new NetworkFamily("cnn", 30, 0.1, 8, variations);
    }

    private float[][] logits(NetworkFamily.Member member, long seed) {
        try (SweepRun run = family().start(member, seed, train)) {
            while (run.steps() < family().steps()) {
                assertTrue(run.step().taken());
            }
            return run.logits(train);
        }
    }

    @Test
    void membersDifferFromTheFirstInOneSetting() {
        List<NetworkFamily.Member> members = family().members();
        assertEquals(
                List.of(
                        "first",
                        "learning rate 0.05",
                        "batch size 4",
                        "squared weights 0.0005",
                        "complexity penalty 1"),
                members.stream().map(NetworkFamily.Member::name).toList());
        for (NetworkFamily.Member member : members) {
            long others = NetworkFamily.SETTINGS.stream()
                    .filter(setting -> !member.settings()
                            .get(setting)
                            .equals(members.get(0).settings().get(setting)))
                    .peek(setting -> assertEquals(setting, member.sweep()))
                    .count();
            assertEquals(member.sweep().isEmpty() ? 0 : 1, others);
        }
    }

    @Test
    void aRunFollowsFromItsSeed() {
        NetworkFamily.Member penalised = family().members().get(4);
        float[][] once = logits(penalised, 3);
        float[][] again = logits(penalised, 3);
        for (int i = 0; i < once.length; i++) {
            assertArrayEquals(once[i], again[i]);
        }
        assertFalse(Arrays.equals(once[0], logits(penalised, 4)[0]));
    }

    /** A penalty of 1 on a complexity of a few units is a large part of a loss below 0.7. */
    @Test
    void aPenaltyMakesTheEmbeddingLessComplex() {
        assertTrue(complexity(4) < 0.7 * complexity(0));
    }

    private double complexity(int member) {
        try (SweepRun run = family().start(family().members().get(member), 0, train)) {
            while (run.steps() < family().steps()) {
                run.step();
            }
            PointwiseMap embedding = run.map(1);
            double sum = 0;
            try (PointwiseMap.Linearisation here = embedding.at(train.rows())) {
                for (int k = 0; k < embedding.outputs(); k++) {
                    float[][] units = new float[train.count()][embedding.outputs()];
                    for (float[] unit : units) {
                        unit[k] = 1;
                    }
                    sum += Arrays.stream(here.squaredNorms(units)).sum();
                }
            }
            return sum / train.count();
        }
    }

    @Test
    void whatIsNoSettingIsRefused() {
        assertThrows(
                IllegalArgumentException.class,
                () -> new NetworkFamily("cnn", 1, 0.1, 8, Map.of("momentum", List.of(0.9))));
        assertThrows(IllegalArgumentException.class, () -> new NetworkFamily("cnn", 0, 0.1, 8, Map.of()));
    }
}
