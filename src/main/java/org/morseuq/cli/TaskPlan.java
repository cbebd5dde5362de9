package org.morseuq.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/**
 * How images are divided into tasks.
 *
 * @param batches into so many parts in order; 0 for the classes
 * @param step h of the conflict term
 */
record TaskPlan(int batches, double step) {

    /** More tasks are refused: their products with the Hessian grow with the square of their number. */
    static final int MOST = 20;

    private static final String CLASSES = "classes";

    /** Reads what the option says: {@code classes} or a number of batches. */
    static TaskPlan parse(String text, double step) {
        if (!Double.isFinite(step)) {
            throw new IllegalArgumentException("--step must be finite, got " + step);
        }
        if (text.equals(CLASSES)) {
            return new TaskPlan(0, step);
        }
        if (text.matches("[0-9]{1,9}")) {
            int batches = Integer.parseInt(text);
            if (batches >= 2 && batches <= MOST) {
                return new TaskPlan(batches, step);
            }
        }
        throw new IllegalArgumentException(
                "--tasks must be 'classes' or a number of batches from 2 to " + MOST + ", got '" + text + "'");
    }

    /**
     * The tasks by name, each with the places of its images.
     *
     * @param labels of all images
     * @param classes their names, if they are known
     */
    Map<String, int[]> divide(int[] labels, List<String> classes) {
        Map<String, int[]> tasks = new LinkedHashMap<>();
        if (batches == 0) {
            IntStream.of(labels)
                    .distinct()
                    .sorted()
                    .forEach(k -> tasks.put(
                            k < classes.size() ? classes.get(k) : "class " + k,
                            IntStream.range(0, labels.length)
                                    .filter(i -> labels[i] == k)
                                    .toArray()));
        } else {
            for (int b = 0; b < Math.min(batches, labels.length); b++) {
                int count = Math.min(batches, labels.length);
                tasks.put(
                        "batch " + (b + 1),
                        IntStream.range((int) ((long) b * labels.length / count), (int)
                                        ((b + 1L) * labels.length / count))
                                .toArray());
            }
        }
        if (tasks.size() < 2) {
            throw new UnsupportedOperationException("all images are of one class; give --tasks a number of batches");
        }
        if (tasks.size() > MOST) {
            throw new UnsupportedOperationException("brackets of " + tasks.size() + " classes take "
                    + tasks.size() * (tasks.size() - 1) + " products with Hessians; give --tasks a number of batches");
        }
        return tasks;
    }
}
