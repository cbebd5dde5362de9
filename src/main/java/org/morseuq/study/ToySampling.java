package org.morseuq.study;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.morseuq.head.Box;
import org.morseuq.head.Descent;
import org.morseuq.head.FeaturePotential;
import org.morseuq.head.GradientFlow;
import org.morseuq.head.Langevin;
import org.morseuq.head.MorseNetwork;

/**
 * How the modes of a density of the plane are found and how it is sampled: by the gradient flow and by adjusted Langevin
 * chains at \( \beta = 1 \), both from the same starts, drawn evenly from the square.
 *
 * <p>Many short chains stand for few long ones: a chain may stay on the curve to which it first comes, but together they
 * come to all of them.
 *
 * @param starts how many, at least 1
 * @param flowSteps steps of a flow, at most; at least 1
 * @param burnIn steps of a chain that are not kept, at least 0
 * @param draws steps that are, at least 4
 * @param tolerance by how much a part of the samples or of the flows may move before it is reported as moved
 */
public record ToySampling(int starts, int flowSteps, int burnIn, int draws, double tolerance) {

    /** What the diagnostics of a chain need. */
    private static final int FEWEST_DRAWS = 4;

    private static final double ENERGY_TOLERANCE = 1e-4;
    private static final double GRADIENT_TOLERANCE = 1e-4;

    /** Only where a chain begins to look for its step: a step of the order of the curves' thickness. */
    private static final double FIRST_STEP = 0.01;

    /** Checks the ranges. */
    public ToySampling {
        if (starts < 1 || flowSteps < 1 || burnIn < 0 || draws < FEWEST_DRAWS || !(tolerance >= 0)) {
            throw new IllegalArgumentException("sampling needs 'starts' and 'flow_steps' >= 1, 'burn_in' >= 0, 'draws'"
                    + " >= " + FEWEST_DRAWS + " and 'tolerance' >= 0, got " + starts + ", " + flowSteps + ", " + burnIn
                    + ", " + draws + " and " + tolerance);
        }
    }

    private static Box square(double half) {
        float side = (float) half;
        return new Box(new float[] {-side, -side}, new float[] {side, side});
    }

    private float[][] from(double half, long seed) {
        return Toy.uniform(starts, half, seed).rows();
    }

    /**
     * The flows.
     *
     * @param network the density
     * @param half half the side of the square, which they do not leave
     * @param seed of the starts
     * @return one for every start
     */
    public List<Descent> flows(MorseNetwork network, double half, long seed) {
        GradientFlow flow = new GradientFlow(flowSteps, ENERGY_TOLERANCE, GRADIENT_TOLERANCE);
        return Arrays.stream(from(half, seed))
                .map(start -> flow.run(new FeaturePotential(network), square(half), start))
                .toList();
    }

    /**
     * The chains, every point kept.
     *
     * @param network the density
     * @param half half the side of the square, which they do not leave
     * @param seed of the starts and of everything else that is random
     * @return one for every start
     */
    public List<Langevin.Chain> chains(MorseNetwork network, double half, long seed) {
        Langevin langevin = new Langevin(true, FIRST_STEP, burnIn, draws, 1);
        SplittableRandom seeds = new SplittableRandom(seed);
        List<Langevin.Chain> chains = new ArrayList<>();
        for (float[] start : from(half, seed)) {
            chains.add(langevin.run(new FeaturePotential(network), square(half), start, seeds.nextLong()));
        }
        return chains;
    }
}
