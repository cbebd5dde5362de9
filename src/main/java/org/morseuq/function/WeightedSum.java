package org.morseuq.function;

import java.util.Arrays;
import java.util.List;

/**
 * The objective \( E = \sum_i w_i E_i \): the mean of batches, or tasks trained at once. All derivatives are the sums of
 * those of its terms and cost as much as all of them.
 */
public final class WeightedSum implements Objective {

    private final List<Objective> terms;
    private final double[] weights;

    /**
     * The sum.
     *
     * @param terms \( E_i \), at least one
     * @param weights \( w_i \), one a term, finite; copied
     */
    public WeightedSum(List<? extends Objective> terms, double... weights) {
        if (terms.isEmpty() || terms.size() != weights.length) {
            throw new IllegalArgumentException("a sum needs at least one term and a weight for each, got "
                    + terms.size() + " terms and " + weights.length + " weights");
        }
        for (double weight : weights) {
            if (!Double.isFinite(weight)) {
                throw new IllegalArgumentException("the weights of a sum must be finite, got " + weight);
            }
        }
        this.terms = List.copyOf(terms);
        this.weights = weights.clone();
    }

    /**
     * The sum with all weights 1.
     *
     * @param terms at least one
     */
    public static WeightedSum of(List<? extends Objective> terms) {
        double[] ones = new double[terms.size()];
        Arrays.fill(ones, 1);
        return new WeightedSum(terms, ones);
    }

    @Override
    public double value(Vector at) {
        double sum = 0;
        for (int i = 0; i < weights.length; i++) {
            sum += weights[i] * terms.get(i).value(at);
        }
        return sum;
    }

    @Override
    public double gradient(Vector at, Vector gradient) {
        double sum = 0;
        try (Vector term = at.zeros()) {
            gradient.fill(0);
            for (int i = 0; i < weights.length; i++) {
                sum += weights[i] * terms.get(i).gradient(at, term);
                gradient.add(weights[i], term);
            }
        }
        return sum;
    }

    @Override
    public void hessianProduct(Vector at, Vector direction, Vector product) {
        try (Vector term = at.zeros()) {
            product.fill(0);
            for (int i = 0; i < weights.length; i++) {
                terms.get(i).hessianProduct(at, direction, term);
                product.add(weights[i], term);
            }
        }
    }
}
