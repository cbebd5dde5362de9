package org.morseuq.head;

import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.morseuq.data.Layout;

/** Divergences with points and targets for them, and a network of them all on the rows of {@link Fixtures}. */
final class Divergences {

    static final int K = 4;

    private Divergences() {}

    static Stream<Divergence> all() {
        return Stream.of(new Divergence.SquaredEuclidean(), new Divergence.KullbackLeibler(), mahalanobis(K, 3));
    }

    static SquaredMahalanobis mahalanobis(int k, long seed) {
        Random random = new Random(seed);
        float[][] factor = new float[k][k];
        for (int i = 0; i < k; i++) {
            for (int j = 0; j < i; j++) {
                factor[i][j] = (float) (0.5 * random.nextGaussian());
            }
            factor[i][i] = 0.5f + random.nextFloat();
        }
        return new SquaredMahalanobis(factor);
    }

    /** A point of the divergence's domain; of the simplex, none with a coordinate below 1/20. */
    static float[] point(Divergence divergence, Random random) {
        float[] x = new float[K];
        boolean simplex = divergence instanceof Divergence.KullbackLeibler;
        for (int k = 0; k < K; k++) {
            x[k] = (float) (simplex ? 2 * random.nextDouble() : random.nextGaussian());
        }
        return simplex ? new SoftmaxMap(K).apply(x) : x;
    }

    /** Every divergence, every map that is not in the network of {@link Fixtures}, and the remaining kernels. */
    static MorseNetwork network(Pooling pooling) {
        Random random = new Random(11);
        FeatureMap inner =
                new ResidualMap(affine(5, 5, random).then(new ActivationMap(ActivationMap.Function.TANH, 5)));
        FeatureMap deep = new ResidualMap(affine(5, 5, random)
                .then(new ActivationMap(ActivationMap.Function.RELU, 5))
                .then(inner)
                .then(affine(5, 5, random)));
        List<String> embedding = List.of(Layout.EMBEDDING);
        return new MorseNetwork(
                Fixtures.LAYOUT,
                List.of(
                        new Expert(
                                List.of(Layout.LOGITS),
                                new SoftmaxMap(3),
                                new float[][] {{1, 0, 0}, {0, 1, 0}, {0.1f, 0.2f, 0.7f}},
                                new Divergence.KullbackLeibler(),
                                new Kernel.Exponential(0.8)),
                        new Expert(
                                embedding,
                                deep,
                                numbers(3, 5, random),
                                mahalanobis(5, 7),
                                new Kernel.StudentT(0.3, 2.5)),
                        new Expert(
                                embedding,
                                affine(4, 5, random).then(new UnitNormMap(4)),
                                new float[][] {{0, 0.6f, 0.8f, 0}},
                                new Kernel.VonMisesFisher(3)),
                        new Expert(embedding, new IdentityMap(5), numbers(3, 5, random), new Kernel.Cauchy(2))),
                pooling);
    }

    static AffineMap affine(int outputs, int inputs, Random random) {
        return new AffineMap(numbers(outputs, inputs, random), numbers(1, outputs, random)[0]);
    }

    static float[][] numbers(int rows, int columns, Random random) {
        float[][] numbers = new float[rows][columns];
        for (float[] row : numbers) {
            for (int j = 0; j < columns; j++) {
                row[j] = (float) (0.7 * random.nextGaussian());
            }
        }
        return numbers;
    }
}
