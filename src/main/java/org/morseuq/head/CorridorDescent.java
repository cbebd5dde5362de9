package org.morseuq.head;

import java.util.Arrays;
import org.morseuq.head.Descent.Termination;
import org.morseuq.head.Potential.Slope;

/**
 * Gradient descent with the corridor learning rate, \( x \leftarrow x - \frac{V}{\|\nabla V\|^2} \nabla V \): B. Dherin and
 * M. Rosca 2024, "Corridor geometry in gradient-based optimization", arXiv 2402.08818; it is the step of B. T. Polyak 1969,
 * "Minimization of unsmooth functionals", for a function whose least value is 0, as the energy of a Morse network has on
 * its modes.
 *
 * <p>A mode finder without parameters. A Laplace kernel of a map with \( \|\nabla\varphi\| = 1 \) is a corridor: one step
 * lands on the mode. With a Gaussian kernel and an affine map to one output, every step halves \( \varphi - t \). The
 * energies need not decrease, so the point of least energy is returned. Where V has no zero, as that of experts that
 * contradict each other, the steps do not become short: let {@link GradientFlow} finish.
 *
 * @param maxSteps at least 1
 * @param energyTolerance V in nats at which a mode is reached, at least 0
 */
public record CorridorDescent(int maxSteps, double energyTolerance) {

    /** Checks the ranges. */
    public CorridorDescent {
        if (maxSteps < 1 || !(energyTolerance >= 0)) {
            throw new IllegalArgumentException(
                    "a corridor descent needs at least 1 step and a tolerance of at least 0, got " + maxSteps + ", "
                            + energyTolerance);
        }
    }

    /**
     * Descends.
     *
     * @param potential V, nowhere below 0; so not that of a network with {@link Pooling#SUM}, and one is refused where it is
     * @param box what must not be left; steps are projected to it
     * @param start d finite numbers; brought into the box
     * @return where it ended
     */
    public Descent run(Potential potential, Box box, float[] start) {
        float[] x = box.step(start, 0, new double[start.length]);
        float[] best = x;
        double least = Double.POSITIVE_INFINITY;
        double[] energies = new double[maxSteps + 1];
        int steps = 0;
        Termination end;
        while (true) {
            Slope here = potential.at(x);
            energies[steps] = here.energy();
            if (here.energy() < least) {
                least = here.energy();
                best = x;
            }
            double[] downhill = box.inward(x, here.gradient());
            double squares = GradientFlow.squares(downhill);
            if (!here.finite()) {
                end = Termination.NOT_FINITE;
                break;
            }
            if (here.energy() < 0) {
                throw new IllegalArgumentException(
                        "the corridor learning rate is for energies of at least 0, got " + here.energy());
            }
            if (here.energy() <= energyTolerance) {
                end = Termination.CONVERGED;
                break;
            }
            if (steps == maxSteps) {
                end = Termination.MAX_STEPS;
                break;
            }
            float[] y = box.step(x, -here.energy() / squares, downhill);
            if (squares == 0 || Arrays.equals(x, y)) {
                end = Termination.STALLED;
                break;
            }
            x = y;
            steps++;
        }
        return new Descent(best, end, Arrays.copyOf(energies, steps + 1), potential.distance(best));
    }
}
