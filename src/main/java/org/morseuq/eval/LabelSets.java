package org.morseuq.eval;

import java.util.Arrays;

/**
 * Sets of labels that hold the true one with a chosen probability, by split-conformal calibration.
 *
 * <p>A row's label has a score, and a set holds every class whose score would not be unusual: with n calibration rows the
 * bound is the \( \lceil (n + 1)(1 - \alpha) \rceil \)-th smallest score of their labels. A new row, exchangeable with
 * them, has its label in its set with a probability of at least \( 1 - \alpha \) (and, without ties, of at most
 * \( 1 - \alpha + 1 / (n + 1) \)), however wrong the probabilities are; wrong ones make the sets large. The two scores:
 *
 * <ul>
 *   <li>{@link Score#LEAST_AMBIGUOUS}: \( 1 - p_y \). The smallest sets on average where p is right; sets of uncertain
 *       rows can be empty. M. Sadinle, J. Lei, L. Wasserman (2016), Least Ambiguous Set-Valued Classifiers with Bounded
 *       Error Levels, arXiv 1609.00451.
 *   <li>{@link Score#ADAPTIVE}: the probability of all classes that are at least as likely as y,
 *       \( \sum_{c: p_c \ge p_y} p_c \). Larger sets that are right more evenly over easy and hard rows. Y. Romano, M.
 *       Sesia, E. J. Candes (2020), Classification with Valid and Adaptive Coverage, arXiv 2006.02544; without its
 *       randomisation: least likely labels all have a score of 1, and where they are more frequent than \( \alpha \) every
 *       set is full; a class that has all the probability has a score of 1 too.
 * </ul>
 *
 * <p>Costs O(n C + n log(n)) to fit and O(C) a row for C classes, O(C^2) if adaptive.
 */
public final class LabelSets {

    /** How unusual a label is. */
    public enum Score {
        /** Minus its probability, up to a constant. */
        LEAST_AMBIGUOUS,
        /** The probability of what is at least as likely. */
        ADAPTIVE
    }

    private final Score score;
    private final double bound;

    private LabelSets(Score score, double bound) {
        this.score = score;
        this.bound = bound;
    }

    /**
     * Finds the bound.
     *
     * @param score how unusual a label is
     * @param probabilities n x classes, each row in [0, 1] and summing to 1, of rows that fitted nothing
     * @param labels n class indices
     * @param alpha how often the label may be missing, in (0, 1) and at least 1 / (n + 1)
     * @return the sets
     */
    public static LabelSets fit(Score score, double[][] probabilities, int[] labels, double alpha) {
        Predictions.check(probabilities, labels);
        if (!(alpha > 0 && alpha < 1)) {
            throw new IllegalArgumentException("alpha must be in (0, 1), got " + alpha);
        }
        double[] scores = new double[labels.length];
        for (int i = 0; i < labels.length; i++) {
            scores[i] = of(score, probabilities[i], labels[i]);
        }
        Arrays.sort(scores);
        // Rounding must not cost a row: 10 * (1 - 0.1) is a little more than 9 in some orders of evaluation.
        int rank = (int) Math.ceil((labels.length + 1.0) * (1 - alpha) - 1e-9);
        if (rank > labels.length) {
            throw new IllegalArgumentException("alpha = " + alpha + " needs at least "
                    + (long) Math.ceil(1 / alpha - 1 - 1e-9) + " calibration rows, got " + labels.length);
        }
        return new LabelSets(score, scores[Math.max(rank, 1) - 1]);
    }

    private static double of(Score score, double[] probabilities, int label) {
        if (score == Score.LEAST_AMBIGUOUS) {
            return -probabilities[label];
        }
        // Less than 1 by the probability of what is less likely: exact where that is 0, so that least likely labels
        // tie.
        double rest = 0;
        for (double p : probabilities) {
            rest += p < probabilities[label] ? p : 0;
        }
        return -rest;
    }

    /**
     * The sets of rows.
     *
     * @param probabilities n x classes
     * @return n x classes, whether a class is in the set of the row; a set may be empty
     */
    public boolean[][] of(double[][] probabilities) {
        boolean[][] sets = new boolean[probabilities.length][];
        for (int i = 0; i < sets.length; i++) {
            sets[i] = new boolean[probabilities[i].length];
            for (int c = 0; c < sets[i].length; c++) {
                sets[i][c] = of(score, probabilities[i], c) <= bound;
            }
        }
        return sets;
    }

    /**
     * The share of the rows whose set holds the label.
     *
     * @param sets n x classes, at least one row
     * @param labels n class indices
     * @return from 0 to 1
     */
    public static double coverage(boolean[][] sets, int[] labels) {
        if (sets.length == 0 || sets.length != labels.length) {
            throw new IllegalArgumentException("sets and labels must have the same number of rows, at least 1, got "
                    + sets.length + " and " + labels.length);
        }
        int covered = 0;
        for (int i = 0; i < labels.length; i++) {
            if (labels[i] < 0 || labels[i] >= sets[i].length) {
                throw new IllegalArgumentException(
                        "labels[" + i + "] must be in [0, " + sets[i].length + "), got " + labels[i]);
            }
            covered += sets[i][labels[i]] ? 1 : 0;
        }
        return (double) covered / labels.length;
    }

    /**
     * The mean number of classes in a set.
     *
     * @param sets n x classes, at least one row
     * @return from 0 to the number of classes
     */
    public static double meanSize(boolean[][] sets) {
        if (sets.length == 0) {
            throw new IllegalArgumentException("there must be at least 1 set, got 0");
        }
        long size = 0;
        for (boolean[] set : sets) {
            for (boolean held : set) {
                size += held ? 1 : 0;
            }
        }
        return (double) size / sets.length;
    }
}
