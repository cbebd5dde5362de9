package org.morseuq.head;

import java.util.Arrays;
import org.morseuq.head.Descent.Termination;
import org.morseuq.head.Potential.Slope;

/**
 * The gradient flow \( x' = -\nabla V(x) \), from which a Morse network draws points of its modes (Dherin et al. 2023, arXiv
 * 2307.00667), by explicit steps that never go up.
 *
 * <p>From x the flow goes to \( y = P(x - h \nabla V(x)) \), P the projection to the box, with the largest h among the
 * halvings of twice the last one for which \( V(y) \le V(x) - 10^{-4} \|y - x\|^2 / h \): L. Armijo 1966, "Minimization of
 * functions having Lipschitz continuous first partial derivatives"; with the projection D. P. Bertsekas 1976, "On the
 * Goldstein-Levitin-Polyak gradient projection method". So the energies decrease strictly, from any start and whatever the
 * curvature. The first h is that of {@link CorridorDescent}, of an energy of at least 1. An energy below 0, which a network
 * with {@link Pooling#SUM} may have, is no sign of a mode; there the gradient alone tells.
 *
 * <p>At a kink, as a Laplace kernel has at its modes, the steps may become short before the end: that is
 * {@link Termination#STALLED}.
 *
 * @param maxSteps at least 1
 * @param energyTolerance V in nats at which a mode is reached, at least 0
 * @param gradientTolerance the norm of the gradient, without what leads out of the box, at which a minimum is reached, at
 *     least 0
 */
public record GradientFlow(int maxSteps, double energyTolerance, double gradientTolerance) {

    private static final double SUFFICIENT = 1e-4;

    /** Beyond 2^-100 of the first, a step moves nothing. */
    private static final int HALVINGS = 100;

    /** Checks the ranges. */
    public GradientFlow {
        if (maxSteps < 1 || !(energyTolerance >= 0) || !(gradientTolerance >= 0)) {
            throw new IllegalArgumentException("a flow needs at least 1 step and tolerances of at least 0, got "
                    + maxSteps + ", " + energyTolerance + ", " + gradientTolerance);
        }
    }

    /**
     * Follows the flow.
     *
     * @param potential V
     * @param box what must not be left
     * @param start d finite numbers; brought into the box
     * @return where it ended
     */
    public Descent run(Potential potential, Box box, float[] start) {
        float[] x = box.step(start, 0, new double[start.length]);
        Slope here = potential.at(x);
        double[] energies = new double[maxSteps + 1];
        energies[0] = here.energy();
        int steps = 0;
        double h = Double.NaN;
        Termination end = Termination.MAX_STEPS;
        while (true) {
            double[] downhill = box.inward(x, here.gradient());
            double squares = squares(downhill);
            if (!here.finite()) {
                end = Termination.NOT_FINITE;
            } else if (Math.abs(here.energy()) <= energyTolerance || Math.sqrt(squares) <= gradientTolerance) {
                end = Termination.CONVERGED;
            }
            if (end != Termination.MAX_STEPS || steps == maxSteps) {
                break;
            }
            h = Double.isNaN(h) ? Math.max(here.energy(), 1) / squares : 2 * h;
            float[] y = null;
            Slope there = null;
            for (int halving = 0; halving < HALVINGS && there == null; halving++) {
                y = box.step(x, -h, downhill);
                double moved = squaredDistance(x, y);
                if (moved == 0) {
                    break;
                }
                Slope trial = potential.at(y);
                if (trial.energy() < here.energy()
                        && trial.energy() <= here.energy() - SUFFICIENT * moved / h
                        && trial.finite()) {
                    there = trial;
                } else {
                    h /= 2;
                }
            }
            if (there == null) {
                end = Termination.STALLED;
                break;
            }
            x = y;
            here = there;
            energies[++steps] = here.energy();
        }
        return new Descent(x, end, Arrays.copyOf(energies, steps + 1), potential.distance(x));
    }

    static double squares(double[] v) {
        double sum = 0;
        for (double a : v) {
            sum += a * a;
        }
        return sum;
    }

    private static double squaredDistance(float[] x, float[] y) {
        double sum = 0;
        for (int i = 0; i < x.length; i++) {
            double difference = (double) y[i] - x[i];
            sum += difference * difference;
        }
        return sum;
    }
}
