package org.morseuq.study;

import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.morseuq.density.SmoothMap;
import org.morseuq.density.Transversality;
import org.morseuq.density.ZeroSearch;
import org.morseuq.head.Expert;
import org.morseuq.head.FeatureMap;
import org.morseuq.head.MorseBott;
import org.morseuq.head.MorseNetwork;

/**
 * The modes of Morse networks as level sets, \( \varphi(x) - t_y = 0 \), and whether products of experts have a stable
 * sharp limit.
 *
 * <p>As their kernels narrow, two Morse densities tend to densities on their mode sets; the product of both, normalised,
 * tends to a density on the intersection if the mode sets are transversal there, to 0 if they do not meet, and has no stable
 * limit if they touch. How far from touching they are is the margin of {@link Transversality}. Kernels and their rates play
 * no part: the mode set is that of the map and the target alone.
 *
 * <p>A map need not reach its target: that of normalised features does not reach the mean of a class, which is shorter than
 * 1, and then the density is below 1 everywhere, the mode set empty, and so is every product.
 *
 * <p>The maps are in single precision, so search with a tolerance of at least 1e-6; angles up to its root then count as 0.
 */
public final class MorseModes {

    private MorseModes() {}

    /**
     * The equations of the modes of a class: those of all experts stacked.
     *
     * @param network the network
     * @param label y, from 0 up to the number of classes
     * @return from a feature row to the images of the experts' maps minus their targets
     */
    public static SmoothMap of(MorseNetwork network, int label) {
        SmoothMap all = ofExpert(network, 0, label);
        for (int e = 1; e < network.experts().size(); e++) {
            all = all.stacked(ofExpert(network, e, label));
        }
        return all;
    }

    /**
     * The equations of the modes of one expert.
     *
     * @param network the network
     * @param expert its index
     * @param label y, from 0 up to the number of classes
     * @return from a feature row to the image of the expert's map minus its target
     */
    public static SmoothMap ofExpert(MorseNetwork network, int expert, int label) {
        if (label < 0 || label >= network.classes()) {
            throw new IllegalArgumentException(
                    "label must be from 0 up to " + network.classes() + " classes, got " + label);
        }
        Expert one = network.experts().get(expert);
        FeatureMap map = one.map();
        float[] target = one.targets()[one.targetCount() == 1 ? 0 : label];
        int[] columns = network.layout().columns(one.blocks());
        int width = network.layout().width();
        return SmoothMap.of(
                width,
                map.outputs(),
                row -> {
                    float[] z = map.apply(gather(row, columns));
                    return IntStream.range(0, z.length)
                            .mapToDouble(k -> (double) z[k] - target[k])
                            .toArray();
                },
                row -> {
                    double[][] jacobian = MorseBott.jacobian(map, gather(row, columns));
                    double[][] wide = new double[jacobian.length][width];
                    for (int k = 0; k < wide.length; k++) {
                        for (int i = 0; i < columns.length; i++) {
                            wide[k][columns[i]] = jacobian[k][i];
                        }
                    }
                    return wide;
                });
    }

    private static float[] gather(double[] row, int[] columns) {
        float[] x = new float[columns.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = (float) row[columns[i]];
        }
        return x;
    }

    /**
     * Whether the product of two Morse heads, on the same feature rows, has a stable sharp limit: the worst crossing of the
     * mode sets of any class of the one and any class of the other, of the same class if both have several.
     *
     * @param first a head
     * @param second another, with the same layout
     * @param where the search for common modes
     * @return empty if no common mode was found, so that the sharp product counts as 0; else {@link Transversality#transversal} with the
     *     {@link ZeroSearch#angleTolerance} of the search says whether the limit is stable
     */
    public static Optional<Transversality> transversality(MorseNetwork first, MorseNetwork second, ZeroSearch where) {
        if (!first.layout().equals(second.layout())) {
            throw new IllegalArgumentException(
                    "heads on different rows have no product: " + first.layout() + " and " + second.layout());
        }
        if (first.classes() > 1 && second.classes() > 1 && first.classes() != second.classes()) {
            throw new IllegalArgumentException(
                    "heads of " + first.classes() + " and " + second.classes() + " classes have no product by class");
        }
        List<Optional<Transversality>> crossings = IntStream.range(0, Math.max(first.classes(), second.classes()))
                .mapToObj(y -> Transversality.least(
                        of(first, Math.min(y, first.classes() - 1)),
                        of(second, Math.min(y, second.classes() - 1)),
                        where))
                .toList();
        return crossings.stream().flatMap(Optional::stream).min((a, b) -> Double.compare(a.angle(), b.angle()));
    }
}
