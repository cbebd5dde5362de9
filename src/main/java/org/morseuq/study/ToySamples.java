package org.morseuq.study;

import java.util.Arrays;
import java.util.List;
import org.morseuq.algebra.Extremum;
import org.morseuq.head.EffectiveSampleSize;
import org.morseuq.head.Langevin;
import org.morseuq.head.MorseNetwork;
import org.morseuq.head.ScaleReduction;

/**
 * What Langevin samples of a density of the plane are worth, beside the same quantities by quadrature: in two dimensions a
 * grid says exactly what chains only estimate.
 *
 * @param acceptance the part of the steps that was taken
 * @param worth effective sample size for the mean energy, the sum over the chains, see {@link EffectiveSampleSize}
 * @param scaleReduction \( \hat R \) of the coordinates, the larger of the two, see {@link ScaleReduction}: far above 1
 *     where chains keep to the curve to which they first came
 * @param aboveHalf the part of the samples where \( \mu > \) {@link ToyModes#HALF}
 * @param massAboveHalf the part of the density's mass there, by the grid
 * @param byClass the part of the samples whose least energy is that of class 0, 1, ...
 * @param massByClass the part of the density's mass, by the grid
 */
public record ToySamples(
        double acceptance,
        double worth,
        double scaleReduction,
        double aboveHalf,
        double massAboveHalf,
        List<Double> byClass,
        List<Double> massByClass) {

    /** Copies the lists. */
    public ToySamples {
        byClass = List.copyOf(byClass);
        massByClass = List.copyOf(massByClass);
    }

    /**
     * Measures chains.
     *
     * @param network the density, which is that of its best class
     * @param chains with every point kept; at least one
     * @param grid middles of equal cells that fill the square
     * @return the numbers
     */
    static ToySamples of(MorseNetwork network, List<Langevin.Chain> chains, float[][] grid) {
        float[][] points =
                chains.stream().flatMap(c -> Arrays.stream(c.points())).toArray(float[][]::new);
        Shares drawn = Shares.of(network, points, false);
        Shares exact = Shares.of(network, grid, true);
        double reduction = 0;
        for (int k = 0; k < 2; k++) {
            int coordinate = k;
            reduction = Math.max(
                    reduction,
                    ScaleReduction.of(chains.stream()
                            .map(c -> Arrays.stream(c.points())
                                    .mapToDouble(x -> x[coordinate])
                                    .toArray())
                            .toArray(double[][]::new)));
        }
        return new ToySamples(
                chains.stream()
                        .mapToDouble(Langevin.Chain::acceptance)
                        .average()
                        .orElseThrow(),
                chains.stream()
                        .mapToDouble(c -> EffectiveSampleSize.of(c.energies()))
                        .sum(),
                reduction,
                drawn.aboveHalf,
                exact.aboveHalf,
                drawn.byClass,
                exact.byClass);
    }

    /** Parts of points, each counted once, or with the density there. */
    private record Shares(double aboveHalf, List<Double> byClass) {

        static Shares of(MorseNetwork network, float[][] points, boolean byDensity) {
            double all = 0;
            double above = 0;
            double[] byClass = new double[network.classes()];
            for (float[] x : points) {
                double[] energies = network.classEnergies(x);
                int least = Extremum.least(energies);
                double density = Math.exp(-energies[least]);
                double weight = byDensity ? density : 1;
                all += weight;
                above += density > ToyModes.HALF ? weight : 0;
                byClass[least] += weight;
            }
            double total = all;
            return new Shares(
                    above / total,
                    Arrays.stream(byClass).mapToObj(w -> w / total).toList());
        }
    }
}
