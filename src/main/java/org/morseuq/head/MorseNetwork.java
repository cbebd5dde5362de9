package org.morseuq.head;

import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.morseuq.data.FeatureTable;
import org.morseuq.data.Layout;

/**
 * A fitted Morse network: a product of experts over the blocks of a feature row.
 *
 * <p>For class y the unnormalised density is \( \mu(x, y) = \prod_e K_e(\varphi_e(x_e), t_{e,y}) \), that is, the energies
 * add: \( E_y(x) = \sum_e E_{e,y}(x) \). A product of experts is again a Morse network: that of the stacked maps. Without
 * classes ("unsupervised") there is a single y.
 *
 * <p>Dherin et al. 2023, arXiv 2307.00667. Immutable, thread-safe, plain arrays. The cost of one point is that of its maps
 * plus the number of classes times their outputs.
 */
public final class MorseNetwork {

    private final Layout layout;
    private final List<Expert> experts;
    private final Pooling pooling;
    private final int[][] columns;
    private final int classes;
    private final int width;
    private final List<Integer> everyExpert;

    /**
     * A network.
     *
     * @param layout what a feature row holds; must contain every expert's blocks, with as many columns as its map takes
     * @param experts at least one; those with several targets must all have the same number
     * @param pooling how the classes become one density
     */
    public MorseNetwork(Layout layout, List<Expert> experts, Pooling pooling) {
        this.layout = layout;
        this.experts = List.copyOf(experts);
        this.pooling = pooling;
        if (this.experts.isEmpty()) {
            throw new IllegalArgumentException("a Morse network has at least one expert");
        }
        long width = layout.blocks().stream().mapToLong(Layout.Block::length).sum();
        if (width > Integer.MAX_VALUE) {
            throw new IllegalArgumentException("no feature row can have " + width + " numbers");
        }
        classes = this.experts.stream().mapToInt(Expert::targetCount).max().orElse(1);
        columns = new int[this.experts.size()][];
        for (int e = 0; e < columns.length; e++) {
            Expert expert = this.experts.get(e);
            if (expert.targetCount() != 1 && expert.targetCount() != classes) {
                throw new IllegalArgumentException(
                        "expert " + e + " has " + expert.targetCount() + " targets, expected 1 or " + classes);
            }
            long length = expert.blocks().stream().mapToLong(layout::length).sum();
            if (length != expert.map().inputs()) { // before columns are listed: a file may claim billions
                throw new IllegalArgumentException("expert " + e + " takes "
                        + expert.map().inputs() + " numbers, " + expert.blocks() + " have " + length);
            }
            columns[e] = layout.columns(expert.blocks());
        }
        this.width = (int) width;
        this.everyExpert = IntStream.range(0, columns.length).boxed().toList();
    }

    /** What a feature row holds. */
    public Layout layout() {
        return layout;
    }

    /** The factors of the density. */
    public List<Expert> experts() {
        return experts;
    }

    /** How the classes become one density. */
    public Pooling pooling() {
        return pooling;
    }

    /** The number of classes; 1 for an unsupervised network. */
    public int classes() {
        return classes;
    }

    /** The columns of a feature row that an expert takes. */
    float[] gather(int expert, float[] row) {
        if (row.length != width) {
            throw new IllegalArgumentException(
                    "a feature row has " + width + " numbers (" + layout + "), got " + row.length);
        }
        int[] wanted = columns[expert];
        float[] x = new float[wanted.length];
        for (int i = 0; i < x.length; i++) {
            x[i] = row[wanted[i]];
        }
        return x;
    }

    /**
     * The energies of all classes, \( E_y(x) = -\log \mu(x, y) \).
     *
     * @param row one feature row
     * @return nats by class, at least 0
     */
    public double[] classEnergies(float[] row) {
        return sum(expertEnergies(row)[0]);
    }

    /** The energies of every expert at some points, by point, expert and target. */
    double[][][] expertEnergies(float[]... rows) {
        double[][][] energies = new double[rows.length][columns.length][];
        for (int e = 0; e < columns.length; e++) {
            float[][] x = new float[rows.length][];
            for (int i = 0; i < x.length; i++) {
                x[i] = gather(e, rows[i]);
            }
            double[][] ofExpert = experts.get(e).energies(x);
            for (int i = 0; i < x.length; i++) {
                energies[i][e] = ofExpert[i];
            }
        }
        return energies;
    }

    /** The energies of all classes, from those of every expert. */
    double[] sum(double[][] expertEnergies) {
        return sum(expertEnergies, everyExpert);
    }

    /** The energies of all classes under the product of some experts, from those of every expert. */
    double[] sum(double[][] expertEnergies, List<Integer> some) {
        double[] energies = new double[classes];
        for (int e : some) {
            double[] ofExpert = expertEnergies[e];
            for (int y = 0; y < classes; y++) {
                energies[y] += ofExpert[ofExpert.length == 1 ? 0 : y];
            }
        }
        return energies;
    }

    /**
     * The distance-aware classifier: \( p(y | x) = \mu(x, y) / \sum_j \mu(x, j) \), the softmax of minus the energies of
     * the classes (Dherin et al. 2023).
     *
     * <p>Far from all targets it depends on the kernel: the Cauchy and Student-t kernels forget the class, and all become
     * equally probable; a Laplace kernel tends to the softmax of \( \lambda\, u \cdot t_y \) along the direction u; a
     * Gaussian one becomes certain of the class with the largest \( u \cdot t_y \).
     *
     * @param row one feature row
     * @return by class, 1 together; uniform where all energies are infinite
     */
    public double[] classProbabilities(float[] row) {
        double[] energies = classEnergies(row);
        double pooled = Pooling.SUM.energy(energies);
        for (int y = 0; y < classes; y++) {
            energies[y] = Double.isInfinite(pooled) ? 1.0 / classes : Math.exp(pooled - energies[y]);
        }
        return energies;
    }

    /**
     * The energy \( V(x) = -\log \mu(x) \): the score, higher for what is more out-of-distribution.
     *
     * @param row one feature row
     * @return nats; with {@link Pooling#SUM} at least minus the logarithm of the number of classes, else at least 0
     */
    public double energy(float[] row) {
        return pooling.energy(classEnergies(row));
    }

    /**
     * The gradient of the energy, \( \nabla V(x) \), by hand-written derivatives: for {@link Pooling#MAX} that of the class
     * of least energy, for {@link Pooling#SUM} the mean of the classes' gradients weighted by \( \mu(x, y) / \mu(x) \).
     *
     * <p>It does not exist where classes tie, where a map has a kink, and at a mode of a Laplace kernel; there, one of the
     * one-sided limits is given, or zero. Under the Kullback-Leibler divergence it is too short where a target is less
     * likely than 1e-38, the least normal float.
     *
     * @param row one feature row
     * @return as many numbers as the row has; zero in columns that no expert takes
     */
    public double[] energyGradient(float[] row) {
        double[] weights = pooling.weights(classEnergies(row));
        double[] gradient = new double[row.length];
        for (int e = 0; e < columns.length; e++) {
            float[] ofExpert = experts.get(e).pullback(gather(e, row), weights);
            for (int i = 0; i < ofExpert.length; i++) {
                gradient[columns[e][i]] += ofExpert[i];
            }
        }
        return gradient;
    }

    /**
     * The energies of many points, on all processors of the common pool; their number changes no bit.
     *
     * @param table feature rows; blocks that this network does not know are ignored, their order does not matter
     * @return one energy a row
     */
    public double[] energies(FeatureTable table) {
        FeatureTable mine = table.layout().equals(layout) ? table : table.select(layout.names());
        return Blocks.of(mine.rows())
                .flatMapToDouble(
                        rows -> Arrays.stream(expertEnergies(rows)).mapToDouble(each -> pooling.energy(sum(each))))
                .toArray();
    }

    @Override
    public String toString() {
        return "MorseNetwork" + experts + ", " + pooling;
    }
}
