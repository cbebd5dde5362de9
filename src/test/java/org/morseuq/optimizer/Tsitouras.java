package org.morseuq.optimizer;

import java.util.Arrays;

/**
 * The method of order 5(4) of Tsitouras 2011, "Runge-Kutta pairs of order 5(4) satisfying only the first column
 * simplifying assumption", with coefficients to double precision.
 */
final class Tsitouras {

    private static final double[][] LOWER = {
        {},
        {0.161},
        {-0.008480655492357, 0.3354806554923570},
        {2.897153057105494, -6.359448489975075, 4.362295432869581},
        {5.325864828439259, -11.74888356406283, 7.495539342889836, -0.09249506636175525},
        {5.86145544294642, -12.92096931784711, 8.159367898576159, -0.07158497328140101, -0.02826905039406838},
        {0.09646076681806523, 0.01, 0.4798896504144996, 1.379008574103742, -3.290069515436081, 2.324710524099774}
    };

    private static final double[] ERROR = {
        0.001780011052226,
        0.000816434459657,
        -0.007880878010262,
        0.144711007173263,
        -0.582357165452555,
        0.458082105929187,
        -1.0 / 66
    };

    private Tsitouras() {}

    static ButcherTableau tableau() {
        double[][] a = Arrays.stream(LOWER).map(row -> Arrays.copyOf(row, 7)).toArray(double[][]::new);
        double[] c =
                Arrays.stream(a).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
        return new ButcherTableau("tsitouras", a, a[6], c, ERROR, 5, 4);
    }

    static double[] embeddedWeights() {
        double[] weights = tableau().b();
        for (int i = 0; i < 7; i++) {
            weights[i] -= ERROR[i];
        }
        return weights;
    }
}
