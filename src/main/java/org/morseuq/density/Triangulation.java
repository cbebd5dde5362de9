package org.morseuq.density;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/**
 * A map of 1 to 3 dimensions, linear on every simplex of a grid, and the simplices of which its level set consists.
 *
 * <p>Each cell is cut along the paths from its lowest to its highest corner, one for every order of the axes (H. Freudenthal
 * 1942), so that neighbours fit and the level set of the linear pieces has no gaps.
 */
final class Triangulation {

    private final Region region;
    private final int cells;
    private final int dimensions;
    private final double[][] values; // by node

    Triangulation(Region region, int cells, SmoothMap map) {
        this.region = region;
        this.cells = cells;
        dimensions = region.dimensions();
        values = new double[(int) Math.pow(cells + 1, dimensions)][];
        double[] largest = new double[map.outputs()];
        for (int node = 0; node < values.length; node++) {
            values[node] = map.value(place(node));
            for (int j = 0; j < largest.length; j++) {
                largest[j] = Math.max(largest[j], Math.abs(values[node][j]));
            }
        }
        // A level set through nodes would meet several faces in one point. Moved by so little it does not.
        for (double[] value : values) {
            for (int j = 0; j < value.length; j++) {
                value[j] += largest[j] * 1e-9 * (1 + 0.618 * j);
            }
        }
    }

    private double[] place(int node) {
        double[] parts = new double[dimensions];
        int rest = node;
        for (int i = 0; i < dimensions; i++) {
            parts[i] = (double) (rest % (cells + 1)) / cells;
            rest /= cells + 1;
        }
        return region.at(parts);
    }

    /** Gives every simplex of the level set, each as its corners. */
    void levelSet(Consumer<double[][]> simplices) {
        List<int[]> paths = new ArrayList<>();
        paths(new int[dimensions + 1], 1, 0, paths);
        for (int node = 0; node < values.length; node++) {
            int rest = node;
            boolean inside = true;
            for (int i = 0; i < dimensions; i++) {
                inside &= rest % (cells + 1) < cells;
                rest /= cells + 1;
            }
            if (inside) {
                for (int[] path : paths) {
                    int[] corners = path.clone();
                    for (int i = 0; i < corners.length; i++) {
                        corners[i] += node;
                    }
                    cut(corners, simplices);
                }
            }
        }
    }

    /** The nodes of every path from a cell's lowest to its highest corner, as offsets. */
    private void paths(int[] path, int length, int used, List<int[]> all) {
        if (length == path.length) {
            all.add(path.clone());
            return;
        }
        int stride = 1;
        for (int axis = 0; axis < dimensions; axis++, stride *= cells + 1) {
            if ((used & 1 << axis) == 0) {
                path[length] = path[length - 1] + stride;
                paths(path, length + 1, used | 1 << axis, all);
            }
        }
    }

    private void cut(int[] corners, Consumer<double[][]> simplices) {
        if (values[corners[0]].length == 1) {
            cutByOne(corners, simplices);
        } else {
            cutByTwo(corners, simplices);
        }
    }

    /** One equation: points on the edges between corners above and corners below. */
    private void cutByOne(int[] corners, Consumer<double[][]> simplices) {
        List<Integer> above = new ArrayList<>();
        List<Integer> below = new ArrayList<>();
        for (int corner : corners) {
            (values[corner][0] > 0 ? above : below).add(corner);
        }
        List<double[]> points = new ArrayList<>();
        for (int a : above) {
            for (int b : below) {
                double part = values[a][0] / (values[a][0] - values[b][0]);
                double[] x = place(a);
                RowSpace.add(part, RowSpace.difference(place(b), place(a)), x);
                points.add(x);
            }
        }
        if (points.size() == dimensions) {
            simplices.accept(points.toArray(double[][]::new));
        } else if (points.size() == 4) { // two above, two below: a quadrangle with the sides 01, 13, 32, 20
            simplices.accept(new double[][] {points.get(0), points.get(1), points.get(2)});
            simplices.accept(new double[][] {points.get(3), points.get(1), points.get(2)});
        }
    }

    /** Two equations in space: points on the triangles that hold 0 between the images of their corners. */
    private void cutByTwo(int[] corners, Consumer<double[][]> simplices) {
        List<double[]> points = new ArrayList<>();
        for (int without = 0; without < corners.length; without++) {
            int[] face = new int[3];
            for (int i = 0, j = 0; i < corners.length; i++) {
                if (i != without) {
                    face[j++] = corners[i];
                }
            }
            double[] weights = {
                area(values[face[1]], values[face[2]]),
                area(values[face[2]], values[face[0]]),
                area(values[face[0]], values[face[1]])
            };
            double sum = weights[0] + weights[1] + weights[2];
            if (weights[0] * sum > 0 && weights[1] * sum > 0 && weights[2] * sum > 0) {
                double[] x = new double[dimensions];
                for (int i = 0; i < 3; i++) {
                    RowSpace.add(weights[i] / sum, place(face[i]), x);
                }
                points.add(x);
            }
        }
        if (points.size() == 2) {
            simplices.accept(points.toArray(double[][]::new));
        }
    }

    private static double area(double[] a, double[] b) {
        return a[0] * b[1] - a[1] * b[0];
    }
}
