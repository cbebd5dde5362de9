package org.morseuq.training;

import java.util.SplittableRandom;
import org.morseuq.augmentation.Augmentations;

/**
 * Mixes every image of a batch with another: H. Zhang et al. 2018, "mixup: Beyond Empirical Risk Minimization", arXiv
 * 1710.09412. With a random permutation \( \pi \) and one share \( \lambda \sim \mathrm{Beta}(\alpha, \alpha) \) a batch,
 * the i-th image becomes \( \lambda x_i + (1 - \lambda) x_{\pi(i)} \) on the network's scale, and its target
 * \( \lambda y_i + (1 - \lambda) y_{\pi(i)} \).
 *
 * <p>The larger of \( \lambda \) and \( 1 - \lambda \) is taken for \( \lambda \). That leaves the batch's distribution as it is,
 * since the inverse of a uniform permutation is uniform, and makes the own class the one with the larger share: an image
 * counts as classified correctly if the network names that one.
 *
 * @param alpha from above 0, where an image is hardly ever mixed, to {@link Augmentations#MOST_ALPHA}; at 1 the share is uniform
 */
record Mixup(double alpha) {

    /**
     * A mixed batch.
     *
     * @param batch unmixed, one label an image; stays as it is
     * @param random where the permutation and the share come from
     */
    AugmentedBatches.Batch of(AugmentedBatches.Batch batch, SplittableRandom random) {
        int[] labels = batch.labels();
        int[] partner = Permutation.of(labels.length, random);
        double drawn = share(random);
        float share = (float) Math.max(drawn, 1 - drawn);
        float[] own = batch.pixels();
        float[] mixed = new float[own.length];
        int[] others = new int[labels.length];
        int numbers = own.length / labels.length;
        for (int b = 0; b < labels.length; b++) {
            others[b] = labels[partner[b]];
            int from = partner[b] * numbers;
            for (int p = 0; p < numbers; p++) {
                mixed[b * numbers + p] = share * own[b * numbers + p] + (1 - share) * own[from + p];
            }
        }
        return new AugmentedBatches.Batch(mixed, labels, others, share);
    }

    /**
     * Beta(alpha, alpha) by M. Jöhnk 1964: two powers of uniform numbers, drawn again until their sum is at most 1. In
     * logarithms, since the powers are 0 in floating point if alpha is small.
     */
    double share(SplittableRandom random) {
        while (true) {
            double x = Math.log(1 - random.nextDouble()) / alpha;
            double y = Math.log(1 - random.nextDouble()) / alpha;
            if (Math.exp(x) + Math.exp(y) <= 1) {
                return 1 / (1 + Math.exp(y - x));
            }
        }
    }
}
