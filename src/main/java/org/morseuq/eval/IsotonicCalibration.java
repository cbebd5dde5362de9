package org.morseuq.eval;

import java.util.Arrays;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;

/**
 * One non-decreasing map for every class, from its softmax probability to how often it is the label, each class against
 * the rest; the C mapped numbers of a row are divided by their sum. Unlike a temperature it can change the prediction.
 *
 * <p>The maps are steps and often 0 or 1, where one wrong row would have an infinite log-likelihood. So the result is
 * \( p_c = (1 - \epsilon) \frac{g_c}{\sum_k g_k} + \frac{\epsilon}{C} \) with \( \epsilon = 1 / (n + 1) \) for n rows to
 * fit on: what was not seen in n rows has a probability of about this. A row whose g are all 0 gets 1/C each. A class
 * without rows gets 0 from its map.
 *
 * <p>Costs O(C n log(n)) to fit and O(C log(n)) a row. B. Zadrozny and C. Elkan (2002), Transforming Classifier Scores
 * into Accurate Multiclass Probability Estimates, KDD 2002, pages 694 to 699, sections 3 and 4; without the
 * \( \epsilon \).
 */
public final class IsotonicCalibration implements Recalibration {

    private final Columns columns;
    private final IsotonicMap[] maps;
    private final double unseen;

    private IsotonicCalibration(Columns columns, double unseen, IsotonicMap... maps) {
        this.columns = columns;
        this.unseen = unseen;
        this.maps = maps;
    }

    /**
     * Fits the maps.
     *
     * @param held at least one row with logits; labels in 0 .. classes - 1
     * @return the recalibration
     */
    public static IsotonicCalibration fit(FeatureTable held) {
        Columns columns = Columns.logits(held);
        double[][] probabilities = Softmax.rows(columns.train(held));
        int classes = probabilities[0].length;
        int[] labels = Covariance.requireClasses(held.labels(), classes);
        IsotonicMap[] maps = IntStream.range(0, classes)
                .mapToObj(c -> IsotonicMap.fit(
                        Predictions.column(probabilities, c),
                        Arrays.stream(labels)
                                .mapToDouble(label -> label == c ? 1 : 0)
                                .toArray()))
                .toArray(IsotonicMap[]::new);
        return new IsotonicCalibration(columns, 1.0 / (labels.length + 1), maps);
    }

    @Override
    public String name() {
        return "isotonic";
    }

    @Override
    public double[][] probabilities(FeatureTable table) {
        return Arrays.stream(columns.of(table)).map(this::of).toArray(double[][]::new);
    }

    private double[] of(float[] logits) {
        double[] mapped = Softmax.of(logits);
        double sum = 0;
        for (int c = 0; c < mapped.length; c++) {
            mapped[c] = maps[c].at(mapped[c]);
            sum += mapped[c];
        }
        for (int c = 0; c < mapped.length; c++) {
            double share = sum > 0 ? mapped[c] / sum : 1.0 / mapped.length;
            mapped[c] = (1 - unseen) * share + unseen / mapped.length;
        }
        return mapped;
    }
}
