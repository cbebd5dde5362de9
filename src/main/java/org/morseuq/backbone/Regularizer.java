package org.morseuq.backbone;

import ai.djl.ndarray.NDArray;
import java.util.Optional;
import java.util.SplittableRandom;
import org.morseuq.data.Layout;

/**
 * What is done to the loss L of a batch of n images to keep a network simple: a term added to it, or noise on its inputs.
 * With images \( x_i \), logits \( f(x_i) \), embeddings \( e(x_i) \), parameters \( \theta \) and weight matrices \( W_l \):
 *
 * <ul>
 *   <li>{@link Complexity}: \( \frac{\lambda}{n} \sum_i \|Df(x_i)\|_F^2 \), or with e for f: B. Dherin et al. 2022, arXiv
 *       2209.13083, and M. Munn et al. 2024, arXiv 2405.15706; estimated as by J. Hoffman et al. 2019, arXiv 1908.02729;
 *   <li>{@link InputGradient}: \( \frac{\lambda}{n} \sum_i \|\nabla_x \ell_i(x_i)\|^2 \) for a loss that is the mean of
 *       \( \ell_i \) (H. Drucker, Y. Le Cun 1992, "double backpropagation");
 *   <li>{@link LossGradient}: \( \mu \|\nabla_\theta L\|^2 \), explicit gradient regularisation: D. Barrett, B. Dherin 2021,
 *       arXiv 2009.11162, where descent with step h does the same with \( \mu = h / 4 \) unasked;
 *   <li>{@link SquaredWeights}: \( \lambda \sum_l \|W_l\|_F^2 \);
 *   <li>{@link SpectralNorm}: \( \lambda \sum_l \sigma(W_l)^2 \) (Y. Yoshida, T. Miyato 2017, arXiv 1705.10941, who write
 *       \( \lambda / 2 \));
 *   <li>{@link InputNoise}: L at \( x_i + s \epsilon_i \), \( \epsilon_i \) normal, which for a squared error adds
 *       \( s^2 \|Df\|_F^2 \) on average, exactly so where f is affine (C. Bishop 1995).
 * </ul>
 *
 * <p>\( W_l \) are all parameters of two or more dimensions, kernels flattened to (outputs, rest); biases and normalisations
 * are left alone. Inputs are on the network's scale. All terms are recorded and differentiated exactly, twice and more often
 * as an optimizer needs it; where a rectifier has no second derivative, it is taken to be 0. What is random is drawn from the
 * seed of the batch: every evaluation of one objective sees the same draws.
 *
 * <p>A network that normalises by the batch has no map of single images in training mode. There Df is that of the whole batch,
 * (n k) x (n d), and terms between images come in that fall like 1 / n; probes with random signs stay unbiased, and exact
 * complexity, which sums over images first, is refused; so are products with the Hessian of terms that hold a derivative, for
 * which the engine's third derivatives are wrong there (see {@link RecordedObjective}).
 *
 * <p>Cost, as a multiple of a plain gradient, measured with network {@code cnn}, 128 images of 32 x 32 pixels, 10 classes, one
 * thread of an Intel Xeon, single precision: complexity of 10 logits 16, estimated with one covector 2.6, with three 5.7; of 64
 * numbers of the embedding 93, estimated 2.5; squared gradients by inputs 2.4, by parameters 2.7; squared weights 1.1, spectral
 * norms 1.4, noise 1.2. Exact complexity keeps a recorded pass for every output in memory. A product with the Hessian takes one more pass through all that was recorded.
 *
 * <p>Each is written {@code NAME:NUMBER} with an option behind another colon: see {@link Regularizers}, which reads it again.
 */
public sealed interface Regularizer {

    /** The factor of the term, or the deviation of the noise; at least 0, where 0 does nothing. */
    double weight();

    /**
     * The inputs that the loss sees.
     *
     * @param inputs on the network's scale; not changed
     * @param seed of the batch
     */
    default float[] seen(float[] inputs, long seed) {
        return inputs;
    }

    /** What the weight multiplies, a recorded scalar in the scope of the pass; nothing if nothing is added. */
    Optional<NDArray> term(RecordedPass pass);

    /** Its name in {@link Regularizers}. */
    default String name() {
        return toString().substring(0, toString().indexOf(':'));
    }

    /** Whether it adds a term to the loss. */
    default boolean adds() {
        return weight() > 0;
    }

    /** How often the term differentiates the network itself. */
    default int derivatives() {
        return 0;
    }

    /** Whether it can be had of a network that normalises by the batch. */
    default boolean allowsBatchNormalisation() {
        return true;
    }

    /**
     * Geometric complexity.
     *
     * @param block {@link Layout#LOGITS} or {@link Layout#EMBEDDING}
     * @param weight λ
     * @param probe how it is found
     */
    record Complexity(String block, double weight, JacobianProbe probe) implements Regularizer {

        /** Checks the ranges. */
        public Complexity {
            if (!block.equals(Layout.LOGITS) && !block.equals(Layout.EMBEDDING)) {
                throw new IllegalArgumentException(
                        "complexity is that of the logits or of the embedding, got '" + block + "'");
            }
            requireWeight(Regularizers.name(block), weight);
        }

        /** Of the logits. */
        public static Complexity ofLogits(double weight, JacobianProbe probe) {
            return new Complexity(Layout.LOGITS, weight, probe);
        }

        /** Of the embedding, the network's second output. */
        public static Complexity ofEmbedding(double weight, JacobianProbe probe) {
            return new Complexity(Layout.EMBEDDING, weight, probe);
        }

        @Override
        public Optional<NDArray> term(RecordedPass pass) {
            return Optional.of(probe.mean(block.equals(Layout.LOGITS) ? pass.logits() : pass.embedding(), pass));
        }

        @Override
        public int derivatives() {
            return 1;
        }

        @Override
        public boolean allowsBatchNormalisation() {
            return probe.independentByImage();
        }

        @Override
        public String toString() {
            return Regularizers.name(block) + ":" + weight + probe.suffix();
        }
    }

    /**
     * The squared gradient of an image's loss by the image.
     *
     * @param weight λ
     */
    record InputGradient(double weight) implements Regularizer {

        /** Checks the range. */
        public InputGradient {
            requireWeight(Regularizers.INPUT_GRADIENT, weight);
        }

        @Override
        public Optional<NDArray> term(RecordedPass pass) {
            NDArray gradient = pass.pulledBack(pass.loss(), pass.ones(pass.loss()));
            return Optional.of(
                    pass.times(gradient.square().sum(), (double) pass.images())); // (1/n) grad l_i = grad of the mean
        }

        @Override
        public int derivatives() {
            return 1;
        }

        @Override
        public String toString() {
            return Regularizers.INPUT_GRADIENT + ":" + weight;
        }
    }

    /**
     * The squared gradient of the loss by the parameters.
     *
     * @param weight μ
     */
    record LossGradient(double weight) implements Regularizer {

        /** Checks the range. */
        public LossGradient {
            requireWeight(Regularizers.LOSS_GRADIENT, weight);
        }

        @Override
        public Optional<NDArray> term(RecordedPass pass) {
            NDArray gradient = pass.autograd()
                    .recordedGradient(pass.loss(), pass.parameters().parts());
            return Optional.of(gradient.square().sum());
        }

        @Override
        public int derivatives() {
            return 1;
        }

        @Override
        public String toString() {
            return Regularizers.LOSS_GRADIENT + ":" + weight;
        }
    }

    /**
     * The squared Frobenius norms of the weights. Weight decay of an optimizer covers biases too and may be decoupled.
     *
     * @param weight λ; its gradient is \( 2 \lambda W_l \)
     */
    record SquaredWeights(double weight) implements Regularizer {

        /** Checks the range. */
        public SquaredWeights {
            requireWeight(Regularizers.SQUARED_WEIGHTS, weight);
        }

        @Override
        public Optional<NDArray> term(RecordedPass pass) {
            return Optional.of(pass.norms().squares(pass.weights(), pass.scope()));
        }

        @Override
        public String toString() {
            return Regularizers.SQUARED_WEIGHTS + ":" + weight;
        }
    }

    /**
     * The squared largest singular values of the weights, as a power iteration finds them: from below, and to the first order
     * right once it has converged. The iteration starts anew at every evaluation from the same vectors and is differentiated
     * too, so that gradients are those of the number that is computed however few rounds there are. Of a kernel it is the norm
     * of the matrix (outputs, inputs times positions), not that of the convolution, which is at most the root of the number of
     * positions times as large.
     *
     * @param weight λ
     * @param rounds of the iteration, at least 1
     */
    record SpectralNorm(double weight, int rounds) implements Regularizer {

        /** Checks the ranges. */
        public SpectralNorm {
            requireWeight(Regularizers.SPECTRAL_NORM, weight);
            if (rounds < 1) {
                throw new IllegalArgumentException("a power iteration takes at least 1 round, got " + rounds);
            }
        }

        @Override
        public Optional<NDArray> term(RecordedPass pass) {
            return Optional.of(pass.norms().spectral(pass.weights(), rounds, pass.scope()));
        }

        @Override
        public String toString() {
            return Regularizers.SPECTRAL_NORM + ":" + weight + ":rounds=" + rounds;
        }
    }

    /**
     * Normal noise on every number of the inputs; added terms see the noisy inputs too.
     *
     * @param weight s, the standard deviation on the network's scale
     */
    record InputNoise(double weight) implements Regularizer {

        /** Checks the range. */
        public InputNoise {
            requireWeight(Regularizers.INPUT_NOISE, weight);
        }

        @Override
        public float[] seen(float[] inputs, long seed) {
            SplittableRandom random = new SplittableRandom(seed);
            float[] noisy = new float[inputs.length];
            for (int i = 0; i < noisy.length; i++) {
                noisy[i] = (float) (inputs[i] + weight * random.nextGaussian());
            }
            return noisy;
        }

        @Override
        public Optional<NDArray> term(RecordedPass pass) {
            return Optional.empty();
        }

        @Override
        public boolean adds() {
            return false;
        }

        @Override
        public String toString() {
            return Regularizers.INPUT_NOISE + ":" + weight;
        }
    }

    private static void requireWeight(String name, double weight) {
        if (!(weight >= 0 && weight < Double.POSITIVE_INFINITY)) {
            throw new IllegalArgumentException(
                    "the number of " + name + " must be at least 0 and finite, got " + weight);
        }
    }
}
