package org.morseuq.complexity;

import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * Few-shot transfer: how often the nearest mean of a few examples finds the class of another example, on features whose
 * network may never have seen these classes.
 *
 * <p>An episode draws n examples of every class without repetition, takes their means and classifies all other rows; the
 * error is averaged over classes, so that each counts the same. As in T. Galanti, A. Gyorgy, M. Hutter 2021, arXiv
 * 2112.15121, without their centring or normalising of features. Costs O(n d K) an episode.
 *
 * @param shots n, at least 1
 * @param episodes at least 1
 * @param seed of the draws
 */
public record FewShot(int shots, int episodes, long seed) {

    /** Checks the ranges. */
    public FewShot {
        if (shots < 1 || episodes < 1) {
            throw new IllegalArgumentException(
                    "few-shot transfer needs at least 1 shot and 1 episode, got " + shots + " and " + episodes);
        }
    }

    /**
     * The error.
     *
     * @param rows N x d
     * @param labels N numbers from 0 to K - 1, of each more than n
     * @return the mean error of the episodes, which share the rows and so are not quite independent
     */
    public Estimate error(float[][] rows, int[] labels) {
        ClassMeans all = ClassMeans.of(rows, labels);
        int classes = all.classes();
        int[][] members = new int[classes][];
        for (int k = 0; k < classes; k++) {
            if (all.counts()[k] <= shots) {
                throw new IllegalArgumentException("class " + k + " has " + all.counts()[k] + " rows, and " + shots
                        + " shots need at least " + (shots + 1));
            }
            int wanted = k;
            members[k] = IntStream.range(0, labels.length)
                    .filter(i -> labels[i] == wanted)
                    .toArray();
        }
        SplittableRandom random = new SplittableRandom(seed);
        double[] errors = new double[episodes];
        for (int episode = 0; episode < episodes; episode++) {
            errors[episode] = episode(rows, members, random);
        }
        return Estimate.of(errors);
    }

    private double episode(float[][] rows, int[][] members, SplittableRandom random) {
        int classes = members.length;
        float[][] support = new float[classes * shots][];
        int[] supportLabels = new int[classes * shots];
        for (int k = 0; k < classes; k++) {
            for (int s = 0; s < shots; s++) {
                int drawn = s + random.nextInt(members[k].length - s);
                int kept = members[k][s];
                members[k][s] = members[k][drawn];
                members[k][drawn] = kept;
                support[k * shots + s] = rows[members[k][s]];
                supportLabels[k * shots + s] = k;
            }
        }
        ClassMeans means = ClassMeans.of(support, supportLabels);
        double error = 0;
        for (int k = 0; k < classes; k++) {
            int wrong = 0;
            for (int i = shots; i < members[k].length; i++) {
                wrong += means.nearest(rows[members[k][i]]) == k ? 0 : 1;
            }
            error += (double) wrong / (members[k].length - shots) / classes;
        }
        return error;
    }
}
