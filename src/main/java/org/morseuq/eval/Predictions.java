package org.morseuq.eval;

import java.util.Arrays;

/** What every metric of predicted probabilities asks of its arguments, and the predicted class. */
final class Predictions {

    /** How far a row may be from summing to 1: room for probabilities computed in float over thousands of classes. */
    private static final double SUM_TOLERANCE = 1e-4;

    private Predictions() {}

    /** Refuses arguments that are not n rows of probabilities over the same classes with n class indices. */
    static void check(double[][] probabilities, int[] labels) {
        if (probabilities.length == 0 || probabilities.length != labels.length) {
            throw new IllegalArgumentException(
                    "probabilities and labels must have the same number of rows, at least 1, got "
                            + probabilities.length + " and " + labels.length);
        }
        int classes = probabilities[0].length;
        for (int i = 0; i < labels.length; i++) {
            if (probabilities[i].length != classes) {
                throw new IllegalArgumentException(
                        "probabilities[" + i + "] has " + probabilities[i].length + " classes, expected " + classes);
            }
            if (labels[i] < 0 || labels[i] >= classes) {
                throw new IllegalArgumentException(
                        "labels[" + i + "] must be in [0, " + classes + "), got " + labels[i]);
            }
            double sum = 0;
            for (int c = 0; c < classes; c++) {
                double p = probabilities[i][c];
                if (!(p >= 0 && p <= 1)) {
                    throw new IllegalArgumentException(
                            "probabilities[" + i + "][" + c + "] must be in [0, 1], got " + p);
                }
                sum += p;
            }
            if (Math.abs(sum - 1) > SUM_TOLERANCE) {
                throw new IllegalArgumentException("probabilities[" + i + "] must sum to 1, got " + sum);
            }
        }
    }

    /** The highest probability of each row. */
    static double[] confidences(double[][] probabilities) {
        return Arrays.stream(probabilities)
                .mapToDouble(row -> row[mostProbable(row)])
                .toArray();
    }

    /** Whether the most probable class of each row is the label. */
    static boolean[] right(double[][] probabilities, int[] labels) {
        boolean[] right = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            right[i] = mostProbable(probabilities[i]) == labels[i];
        }
        return right;
    }

    /** The probabilities of one class. */
    static double[] column(double[][] probabilities, int c) {
        return Arrays.stream(probabilities).mapToDouble(row -> row[c]).toArray();
    }

    /** Whether each label is a class. */
    static boolean[] labelled(int[] labels, int c) {
        boolean[] labelled = new boolean[labels.length];
        for (int i = 0; i < labels.length; i++) {
            labelled[i] = labels[i] == c;
        }
        return labelled;
    }

    /** The most probable class; of equals the first. */
    static int mostProbable(double[] probabilities) {
        int best = 0;
        for (int c = 1; c < probabilities.length; c++) {
            if (probabilities[c] > probabilities[best]) {
                best = c;
            }
        }
        return best;
    }
}
