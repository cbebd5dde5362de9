package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.morseuq.data.FeatureTable;
import org.morseuq.eval.Auroc;
import org.morseuq.head.Langevin;
import org.morseuq.head.MorseNetwork;

/**
 * Morse densities of the plane, for every toy and kernel, with and without labels: the definition, as its {@code
 * experiment.json} says it, and how one fitted density is measured.
 *
 * @param title what it shows, in a line
 * @param kind {@code morse-toys}
 * @param toys names of {@link Toy}s
 * @param noise \( \sigma \) of the toys, above 0
 * @param points how many fit a density, at least 1
 * @param fresh how many measure it, and as many of the square, at least 1
 * @param reference how many points of the square stand for the reference measure, at least 1
 * @param box half the side of the square, above 0
 * @param kernels where the rate of a kernel starts, by its kind
 * @param weight w of the reference measure
 * @param hidden units of each hidden layer
 * @param epochs passes over the points
 * @param batchSize points a step
 * @param learningRate at the start
 * @param grid cells along each side of the picture, at least 2
 * @param sampling how modes are found and samples drawn
 * @param seed of everything random
 * @param aurocTolerance by how much an area may move before it is reported as moved
 * @param densityTolerance by how much a mean density may
 */
public record ToyStudy(
        String title,
        String kind,
        List<String> toys,
        double noise,
        int points,
        int fresh,
        int reference,
        double box,
        Map<String, Double> kernels,
        double weight,
        int hidden,
        int epochs,
        int batchSize,
        double learningRate,
        int grid,
        ToySampling sampling,
        long seed,
        double aurocTolerance,
        double densityTolerance) {

    /** From which density on a point counts as on a mode. */
    public static final double MODE = 0.99;

    /** Refuses what cannot be run. */
    public ToyStudy {
        if (toys == null || toys.isEmpty() || kernels == null || kernels.isEmpty()) {
            throw new IllegalArgumentException("a study of toys needs 'toys' and 'kernels'");
        }
        if (sampling == null) {
            throw new IllegalArgumentException("a study of toys needs 'sampling'");
        }
        toys.forEach(Toy::named);
        if (points < 1 || fresh < 1 || reference < 1 || grid < 2) {
            throw new IllegalArgumentException("a study of toys needs 'points', 'fresh' and 'reference' >= 1 and"
                    + " 'grid' >= 2, got " + points + ", " + fresh + ", " + reference + " and " + grid);
        }
        if (!(noise > 0) || !(box > 0) || !(aurocTolerance >= 0) || !(densityTolerance >= 0)) {
            throw new IllegalArgumentException("a study of toys needs 'noise' and 'box' > 0 and tolerances >= 0, got "
                    + noise + ", " + box + ", " + aurocTolerance + " and " + densityTolerance);
        }
        toys = List.copyOf(toys);
        kernels = Collections.unmodifiableMap(new LinkedHashMap<>(kernels));
    }

    /**
     * What one density is of.
     *
     * @param toy its name
     * @param kernel its kind
     * @param supervised whether every class has a target of its own
     */
    public record Cell(String toy, String kernel, boolean supervised) {

        /** For people and for file names. */
        @Override
        public String toString() {
            return toy + "-" + kernel + (supervised ? "-supervised" : "");
        }
    }

    /** All cells: by toy, then without and with labels, then by kernel. */
    public List<Cell> cells() {
        List<Cell> cells = new ArrayList<>();
        for (String toy : toys) {
            for (boolean supervised : new boolean[] {false, true}) {
                kernels.keySet().forEach(kernel -> cells.add(new Cell(toy, kernel, supervised)));
            }
        }
        return cells;
    }

    /** The points that fit a density. */
    public FeatureTable data(Toy toy) {
        return toy.draw(points, noise, seed);
    }

    /** The points of the square that it is fitted against. */
    public FeatureTable referencePoints() {
        return Toy.uniform(reference, box, seed + 1);
    }

    private FeatureTable freshData(Toy toy) {
        return toy.draw(fresh, noise, seed + 2);
    }

    private FeatureTable freshBox() {
        return Toy.uniform(fresh, box, seed + 3);
    }

    /**
     * The area under the receiver operating characteristic of the true density, which no score exceeds but by chance
     * (Neyman and Pearson 1933).
     *
     * @param toy the toy
     * @return of the very points on which the fitted densities are measured
     */
    public double ceiling(Toy toy) {
        return Auroc.of(minusDensity(toy, freshData(toy)), minusDensity(toy, freshBox()));
    }

    private double[] minusDensity(Toy toy, FeatureTable table) {
        return Arrays.stream(table.rows())
                .mapToDouble(x -> -toy.density(x, noise))
                .toArray();
    }

    /**
     * Measures a fitted density.
     *
     * @param cell what it is of
     * @param network the density
     * @param field its values on the grid, see {@link #field}
     * @param chains its samples, see {@link #chains}
     * @return the numbers
     */
    public ToySummary.Line measure(Cell cell, MorseNetwork network, float[][] field, List<Langevin.Chain> chains) {
        FeatureTable in = freshData(Toy.named(cell.toy()));
        double[] data = network.energies(in);
        double[] square = network.energies(freshBox());
        return new ToySummary.Line(
                cell.toy(),
                cell.kernel(),
                cell.supervised(),
                Auroc.of(data, square),
                meanDensity(data),
                meanDensity(square),
                cell.supervised() ? accuracy(network, in) : null,
                ModeSet.of(field, MODE).part(),
                ToyModes.of(sampling.flows(network, box, seed + 4), field, box),
                ToySamples.of(network, chains, middles()));
    }

    /** Langevin chains of a density. */
    public List<Langevin.Chain> chains(MorseNetwork network) {
        return sampling.chains(network, box, seed + 4);
    }

    private static double meanDensity(double[] energies) {
        return Arrays.stream(energies).map(v -> Math.exp(-v)).average().orElseThrow();
    }

    private static double accuracy(MorseNetwork network, FeatureTable table) {
        int right = 0;
        for (int i = 0; i < table.size(); i++) {
            double[] energies = network.classEnergies(table.rows()[i]);
            double least = Arrays.stream(energies).min().orElseThrow();
            right += energies[table.labels()[i]] == least ? 1 : 0;
        }
        return (double) right / table.size();
    }

    /**
     * A density on the picture's grid.
     *
     * @param network the density
     * @return \( \mu \) at the middles of the cells: rows from the bottom of the square up, each from the left
     */
    public float[][] field(MorseNetwork network) {
        float[][] field = new float[grid][grid];
        float[][] middles = middles();
        for (int i = 0; i < middles.length; i++) {
            field[i / grid][i % grid] = (float) Math.exp(-network.energy(middles[i]));
        }
        return field;
    }

    private float[][] middles() {
        float[][] middles = new float[grid * grid][];
        for (int i = 0; i < middles.length; i++) {
            middles[i] = new float[] {middle(i % grid), middle(i / grid)};
        }
        return middles;
    }

    private float middle(int i) {
        return (float) (box * (2 * (i + 0.5) / grid - 1));
    }
}
