package org.morseuq.optimizer;

import java.util.Arrays;
import java.util.List;

/**
 * The Runge-Kutta methods by name.
 *
 * <p>Hairer, Norsett and Wanner 1993, "Solving Ordinary Differential Equations I", sections II.1, II.4 and II.5, and
 * Hairer and Wanner 1996, "Solving Ordinary Differential Equations II", section IV.5. On the real axis {@link #EULER} and
 * the methods of order 2 are stable up to 2, those of order 3 in three stages up to 2.5127, {@link #RK4} and
 * {@link #THREE_EIGHTHS} up to 2.7853: four evaluations buy a step 1.39 times as long.
 */
public final class Tableaux {

    /** \( x + h F(x) \): gradient descent. */
    public static final ButcherTableau EULER = explicit("euler", 1, new double[][] {{}}, 1);

    /** Runge's: a half step to the middle, whose slope takes the whole step. */
    public static final ButcherTableau MIDPOINT = explicit("midpoint", 2, new double[][] {{}, {1.0 / 2}}, 0, 1);

    /** The trapezoidal rule with a predicted end. */
    public static final ButcherTableau HEUN = explicit("heun", 2, new double[][] {{}, {1}}, 1.0 / 2, 1.0 / 2);

    /** Of the methods of order 2 in two stages, the one with the least bound of the error. */
    public static final ButcherTableau RALSTON =
            explicit("ralston", 2, new double[][] {{}, {2.0 / 3}}, 1.0 / 4, 3.0 / 4);

    /** Kutta's of order 3, Simpson's rule. */
    public static final ButcherTableau KUTTA_3 =
            explicit("kutta3", 3, new double[][] {{}, {1.0 / 2}, {-1, 2}}, 1.0 / 6, 2.0 / 3, 1.0 / 6);

    /** The classical method. */
    public static final ButcherTableau RK4 = explicit(
            "rk4", 4, new double[][] {{}, {1.0 / 2}, {0, 1.0 / 2}, {0, 0, 1}}, 1.0 / 6, 1.0 / 3, 1.0 / 3, 1.0 / 6);

    /** Kutta's other one of order 4. */
    public static final ButcherTableau THREE_EIGHTHS = explicit(
            "three-eighths",
            4,
            new double[][] {{}, {1.0 / 3}, {-1.0 / 3, 1}, {1, -1, 1}},
            1.0 / 8,
            3.0 / 8,
            3.0 / 8,
            1.0 / 8);

    /** Order 3 with an embedded one of order 2; the first stage is the last one of the step before. */
    public static final ButcherTableau BOGACKI_SHAMPINE = embedded(
            "bogacki-shampine",
            3,
            new double[][] {{}, {1.0 / 2}, {0, 3.0 / 4}, {2.0 / 9, 1.0 / 3, 4.0 / 9}},
            2,
            7.0 / 24,
            1.0 / 4,
            1.0 / 3,
            1.0 / 8);

    /** Order 5 with an embedded one of order 4; the first stage is the last one of the step before. */
    public static final ButcherTableau DORMAND_PRINCE = embedded(
            "dormand-prince",
            5,
            new double[][] {
                {},
                {1.0 / 5},
                {3.0 / 40, 9.0 / 40},
                {44.0 / 45, -56.0 / 15, 32.0 / 9},
                {19372.0 / 6561, -25360.0 / 2187, 64448.0 / 6561, -212.0 / 729},
                {9017.0 / 3168, -355.0 / 33, 46732.0 / 5247, 49.0 / 176, -5103.0 / 18656},
                {35.0 / 384, 0, 500.0 / 1113, 125.0 / 192, -2187.0 / 6784, 11.0 / 84}
            },
            4,
            5179.0 / 57600,
            0,
            7571.0 / 16695,
            393.0 / 640,
            -92097.0 / 339200,
            187.0 / 2100,
            1.0 / 40);

    /** \( x' = x + h F(x') \), never unstable on a convex quadratic: a proximal step. */
    public static final ButcherTableau IMPLICIT_EULER = new ButcherTableau(
            "implicit-euler", new double[][] {{1}}, new double[] {1}, new double[] {1}, new double[0], 1, 0);

    /** The two points of Gauss and Legendre, order 4. */
    public static final ButcherTableau GAUSS_LEGENDRE_2 = new ButcherTableau(
            "gauss-legendre-2",
            new double[][] {
                {1.0 / 4, 1.0 / 4 - Math.sqrt(3) / 6},
                {1.0 / 4 + Math.sqrt(3) / 6, 1.0 / 4}
            },
            new double[] {1.0 / 2, 1.0 / 2},
            new double[] {1.0 / 2 - Math.sqrt(3) / 6, 1.0 / 2 + Math.sqrt(3) / 6},
            new double[0],
            4,
            0);

    private static final List<ButcherTableau> ALL = List.of(
            EULER,
            MIDPOINT,
            HEUN,
            RALSTON,
            KUTTA_3,
            RK4,
            THREE_EIGHTHS,
            BOGACKI_SHAMPINE,
            DORMAND_PRINCE,
            IMPLICIT_EULER,
            GAUSS_LEGENDRE_2);

    private Tableaux() {}

    /** All of them. */
    public static List<ButcherTableau> all() {
        return ALL;
    }

    /**
     * One by its name.
     *
     * @param name for instance {@code rk4}
     * @throws IllegalArgumentException if there is none of that name; the message lists them
     */
    public static ButcherTableau named(String name) {
        return ALL.stream()
                .filter(tableau -> tableau.name().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("unknown Runge-Kutta method '" + name + "'; known: "
                        + String.join(
                                ", ", ALL.stream().map(ButcherTableau::name).toList())));
    }

    /** Rows of only the coefficients below the diagonal. */
    private static ButcherTableau explicit(String name, int order, double[][] lower, double... b) {
        double[][] a = square(lower);
        return new ButcherTableau(name, a, b, times(a), new double[0], order, 0);
    }

    /** One whose last row is its weights. */
    private static ButcherTableau embedded(
            String name, int order, double[][] lower, int embeddedOrder, double... embeddedWeights) {
        double[][] a = square(lower);
        double[] b = a[a.length - 1];
        double[] e = new double[b.length];
        for (int i = 0; i < b.length; i++) {
            e[i] = b[i] - embeddedWeights[i];
        }
        return new ButcherTableau(name, a, b, times(a), e, order, embeddedOrder);
    }

    private static double[][] square(double[][] lower) {
        return Arrays.stream(lower).map(row -> Arrays.copyOf(row, lower.length)).toArray(double[][]::new);
    }

    private static double[] times(double[][] a) {
        return Arrays.stream(a).mapToDouble(row -> Arrays.stream(row).sum()).toArray();
    }
}
