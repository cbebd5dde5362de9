package org.morseuq.training;

import java.util.SplittableRandom;

/** A random order, uniform over all of them: R. Durstenfeld 1964, "Algorithm 235: random permutation", from the inside out. */
final class Permutation {

    private Permutation() {}

    /** The numbers below n in a random order; takes n draws. */
    static int[] of(int n, SplittableRandom random) {
        int[] order = new int[n];
        for (int i = 0; i < n; i++) {
            int j = random.nextInt(i + 1);
            order[i] = order[j];
            order[j] = i;
        }
        return order;
    }
}
