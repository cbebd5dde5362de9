package org.morseuq.density;

import java.util.ArrayList;
import java.util.List;
import org.morseuq.algebra.SymmetricEigen;

/** What the rows of a Jacobian span, which is the conormal space of its level set, and small algebra around it. */
final class RowSpace {

    /** The part of a unit row, beyond the rows before it, up to which it counts as dependent on them. */
    static final double DEPENDENT = 1e-6;

    private RowSpace() {}

    /** Orthonormal rows with the same span, by Gram and Schmidt, twice over so that they are orthogonal to rounding. */
    static double[][] orthonormal(double[][] rows) {
        List<double[]> basis = new ArrayList<>();
        for (double[] row : rows) {
            double length = norm(row);
            if (length == 0) {
                continue;
            }
            double[] rest = row.clone();
            scale(1 / length, rest);
            for (int pass = 0; pass < 2; pass++) {
                basis.forEach(unit -> add(-dot(unit, rest), unit, rest));
            }
            double left = norm(rest);
            if (left > DEPENDENT) {
                scale(1 / left, rest);
                basis.add(rest);
            }
        }
        return basis.toArray(double[][]::new);
    }

    /** \( \sqrt{\det J J^T} \), the volume that the rows span: 1 without rows, \( |\det J| \) for a square J. */
    static double volume(double[][] rows) {
        double volume = 1;
        List<double[]> basis = new ArrayList<>();
        for (double[] row : rows) {
            double[] rest = row.clone();
            for (int pass = 0; pass < 2; pass++) {
                basis.forEach(unit -> add(-dot(unit, rest), unit, rest));
            }
            double left = norm(rest);
            volume *= left;
            if (left == 0) {
                return 0;
            }
            scale(1 / left, rest);
            basis.add(rest);
        }
        return volume;
    }

    /**
     * \( J^+ f \), the shortest x with the least \( \|J x - f\| \). Directions whose singular value is below a part of the
     * largest one are left alone.
     */
    static double[] leastSquares(double[][] rows, double[] f, double cutoff) {
        double[] x = new double[rows[0].length];
        if (rows.length == 1) {
            double square = dot(rows[0], rows[0]);
            add(square > 0 ? f[0] / square : 0, rows[0], x);
            return x;
        }
        SymmetricEigen gram = SymmetricEigen.of(gram(rows));
        for (int k = 0; k < rows.length; k++) {
            double value = gram.values()[k];
            if (value > cutoff * cutoff * gram.values()[0]) {
                double factor = dot(gram.vectors()[k], f) / value;
                for (int i = 0; i < rows.length; i++) {
                    add(factor * gram.vectors()[k][i], rows[i], x);
                }
            }
        }
        return x;
    }

    /** \( J J^T \). */
    static double[][] gram(double[][] rows) {
        double[][] gram = new double[rows.length][rows.length];
        for (int i = 0; i < rows.length; i++) {
            for (int j = 0; j < rows.length; j++) {
                gram[i][j] = dot(rows[i], rows[j]);
            }
        }
        return gram;
    }

    static double[][] product(double[][] left, double[][] right) {
        double[][] product = new double[left.length][right.length == 0 ? 0 : right[0].length];
        for (int i = 0; i < left.length; i++) {
            for (int j = 0; j < right.length; j++) {
                add(left[i][j], right[j], product[i]);
            }
        }
        return product;
    }

    static double[][] stacked(double[][] above, double[][] below) {
        double[][] both = new double[above.length + below.length][];
        System.arraycopy(above, 0, both, 0, above.length);
        System.arraycopy(below, 0, both, above.length, below.length);
        return both;
    }

    static double dot(double[] a, double[] b) {
        double sum = 0;
        for (int i = 0; i < a.length; i++) {
            sum += a[i] * b[i];
        }
        return sum;
    }

    static double norm(double[] a) {
        return Math.sqrt(dot(a, a));
    }

    static double[] difference(double[] a, double[] b) {
        double[] difference = a.clone();
        add(-1, b, difference);
        return difference;
    }

    static void add(double factor, double[] from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] += factor * from[i];
        }
    }

    private static void scale(double factor, double[] a) {
        for (int i = 0; i < a.length; i++) {
            a[i] *= factor;
        }
    }
}
