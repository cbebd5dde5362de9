package org.morseuq.head;

import java.util.SplittableRandom;
import org.morseuq.head.Potential.Slope;

/**
 * Langevin sampling of the density \( e^{-\beta V} \) restricted to a box: \( y = x - \epsilon \beta \nabla V(x) + \sqrt{2
 * \epsilon} \, \xi \) with standard normal \( \xi \). A Morse network has \( \beta = 1 \); the larger \( \beta \), the
 * nearer to the modes.
 *
 * <p>Unadjusted, every y is taken (brought into the box), and the stationary distribution is off by the order of
 * \( \epsilon \): at \( \beta = 1 \) for \( V = \frac{\lambda}{2} \|x - t\|^2 \) the variance is
 * \( 1 / (\lambda (1 - \epsilon \lambda / 2)) \) for \( 1 / \lambda \). Adjusted, y is taken with the probability of
 * Metropolis and Hastings and never outside of the box, and the stationary distribution is exact: G. O. Roberts and R. L.
 * Tweedie 1996, "Exponential convergence of Langevin distributions and their discrete approximations".
 *
 * <p>During the burn-in the adjusted form moves \( \log \epsilon \) after the k-th step by \( k^{-0.6} (a - 0.574) \), a the
 * probability of acceptance; 0.574 is best in many dimensions (G. O. Roberts and J. S. Rosenthal 1998, "Optimal scaling of
 * discrete approximations to Langevin diffusions"). Afterwards, as without burn-in, the step is fixed.
 *
 * <p>Along directions in which V does not grow, as along the rays of a map that begins with {@link UnitNormMap}, only the
 * box makes the density one that can be sampled.
 *
 * <p>In d dimensions a typical V lies some \( d / (2 \beta) \) above its minimum: of a network whose data have lower energies
 * than that, because its density is one against a reference and not against volume, take \( \beta \) above 1.
 *
 * @param beta \( \beta \), above 0
 * @param adjusted whether Metropolis and Hastings correct the step
 * @param step \( \epsilon \), above 0
 * @param burnIn steps that are not kept, at least 0
 * @param draws steps whose energies are kept, at least 1
 * @param every of these, every how many-th point is kept, from 1 to {@code draws}
 */
public record Langevin(double beta, boolean adjusted, double step, int burnIn, int draws, int every) {

    private static final double BEST_ACCEPTANCE = 0.574;

    /** Checks the ranges. */
    public Langevin {
        if (!(beta > 0) || Double.isInfinite(beta)) {
            throw new IllegalArgumentException("beta must be above 0 and finite, got " + beta);
        }
        if (!(step > 0) || Double.isInfinite(step)) {
            throw new IllegalArgumentException("the step must be above 0 and finite, got " + step);
        }
        if (burnIn < 0 || draws < 1 || every < 1 || every > draws || burnIn > Integer.MAX_VALUE - draws) {
            throw new IllegalArgumentException("a chain needs burn-in >= 0, draws >= 1, fewer than 2^31 steps together,"
                    + " and every from 1 to draws, got "
                    + burnIn + ", " + draws + ", " + every);
        }
    }

    /**
     * Sampling of \( e^{-V} \).
     *
     * @param adjusted whether Metropolis and Hastings correct the step
     * @param step \( \epsilon \), above 0
     * @param burnIn steps that are not kept, at least 0
     * @param draws steps whose energies are kept, at least 1
     * @param every of these, every how many-th point is kept, from 1 to {@code draws}
     */
    public Langevin(boolean adjusted, double step, int burnIn, int draws, int every) {
        this(1, adjusted, step, burnIn, draws, every);
    }

    /**
     * What a chain came to.
     *
     * @param points the kept points, oldest first; not copied
     * @param energies V in nats after every step that is kept; not copied
     * @param acceptance the part of these steps that was taken; 1 if unadjusted
     * @param step \( \epsilon \) of these steps
     */
    public record Chain(float[][] points, double[] energies, double acceptance, double step) {

        @Override
        public String toString() {
            return "Chain[" + energies.length + " steps, acceptance " + acceptance + "]";
        }
    }

    /**
     * Runs one chain; for several, call once for each start with a seed of its own.
     *
     * @param potential V; finite at the start
     * @param box what must not be left
     * @param start d finite numbers; brought into the box
     * @param seed of everything random
     * @return the chain
     */
    public Chain run(Potential potential, Box box, float[] start, long seed) {
        SplittableRandom random = new SplittableRandom(seed);
        float[] x = box.step(start, 0, new double[start.length]);
        Slope here = potential.at(x);
        double logStep = Math.log(step);
        double epsilon = step;
        int accepted = 0;
        float[][] points = new float[draws / every][];
        double[] energies = new double[draws];
        double[] drift = new double[x.length];
        for (int k = 1; k <= burnIn + draws; k++) {
            for (int i = 0; i < drift.length; i++) {
                drift[i] = Math.sqrt(2 * epsilon) * random.nextGaussian() - epsilon * beta * here.gradient()[i];
            }
            float[] y = adjusted ? free(x, drift) : box.step(x, 1, drift);
            Slope there = !adjusted || box.contains(y) ? potential.at(y) : null;
            double acceptance = !adjusted ? 1 : there == null ? 0 : acceptance(x, here, y, there, epsilon);
            if (random.nextDouble() < acceptance) {
                x = y;
                here = there;
                accepted += k > burnIn ? 1 : 0;
            }
            if (adjusted && k <= burnIn) {
                logStep += Math.pow(k, -0.6) * (acceptance - BEST_ACCEPTANCE);
                epsilon = Math.exp(logStep);
            }
            int kept = k - burnIn;
            if (kept > 0) {
                energies[kept - 1] = here.energy();
                if (kept % every == 0) {
                    points[kept / every - 1] = x;
                }
            }
        }
        return new Chain(points, energies, accepted / (double) draws, epsilon);
    }

    private static float[] free(float[] x, double[] drift) {
        float[] y = new float[x.length];
        for (int i = 0; i < y.length; i++) {
            y[i] = (float) (x[i] + drift[i]);
        }
        return y;
    }

    /** \( \min(1, e^{\beta (V(x) - V(y))} q(x | y) / q(y | x)) \), q normal around \( x - \epsilon \beta \nabla V(x) \). */
    private double acceptance(float[] x, Slope atX, float[] y, Slope atY, double epsilon) {
        if (!atY.finite()) {
            return 0;
        }
        double difference = 0;
        for (int i = 0; i < x.length; i++) {
            double forth = (double) y[i] - x[i] + epsilon * beta * atX.gradient()[i];
            double back = (double) x[i] - y[i] + epsilon * beta * atY.gradient()[i];
            difference += forth * forth - back * back;
        }
        return Math.min(1, Math.exp(beta * (atX.energy() - atY.energy()) + difference / (4 * epsilon)));
    }
}
