package org.morseuq.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.util.ArrayList;
import java.util.List;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * The curve on which a field takes a value, as a line.
 *
 * @param name what it is, for the legend
 * @param field the field
 * @param level the value
 * @param colour of the line
 * @param width of the line in pixels, above 0
 */
public record Contour(String name, Field field, double level, Color colour, float width) implements Layer {

    /** Checks the width. */
    public Contour {
        if (!(width > 0)) {
            throw new IllegalArgumentException("a line's width must be above 0, got " + width);
        }
    }

    /**
     * The curve, piece by piece, by marching squares: the four neighbouring cell middles are cut into two triangles, on
     * each of which the field is taken as linear, so that there are no ambiguous cases.
     *
     * @return the ends x0, y0, x1, y1 of every piece; where a value equals the level it counts as above
     */
    public List<double[]> pieces() {
        double[][] values = field.values();
        int rows = values.length;
        int columns = values[0].length;
        List<double[]> pieces = new ArrayList<>();
        for (int j = 0; j + 1 < rows; j++) {
            for (int i = 0; i + 1 < columns; i++) {
                double[] a = node(i, j);
                double[] b = node(i + 1, j);
                double[] c = node(i + 1, j + 1);
                double[] d = node(i, j + 1);
                cut(a, b, c, pieces);
                cut(a, c, d, pieces);
            }
        }
        return pieces;
    }

    /** Place and value at a cell's middle. */
    private double[] node(int i, int j) {
        double[][] values = field.values();
        return new double[] {field.box().x(i, values[0].length), field.box().y(j, values.length), values[j][i]};
    }

    private void cut(double[] a, double[] b, double[] c, List<double[]> pieces) {
        List<double[]> ends = new ArrayList<>();
        for (double[][] edge : new double[][][] {{a, b}, {b, c}, {c, a}}) {
            double from = edge[0][2];
            double to = edge[1][2];
            if ((from >= level) != (to >= level)) {
                double part = (level - from) / (to - from);
                ends.add(new double[] {
                    edge[0][0] + part * (edge[1][0] - edge[0][0]), edge[0][1] + part * (edge[1][1] - edge[0][1])
                });
            }
        }
        if (ends.size() == 2) {
            pieces.add(new double[] {ends.get(0)[0], ends.get(0)[1], ends.get(1)[0], ends.get(1)[1]});
        }
    }

    @Override
    public void addTo(XYPlot plot, int index) {
        XYSeries series = new XYSeries(name, false, true);
        for (double[] piece : pieces()) {
            series.add(piece[0], piece[1], false);
            series.add(piece[2], piece[3], false);
            series.add(piece[2], Double.NaN, false); // lifts the pen
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(true, false);
        renderer.setSeriesPaint(0, colour);
        renderer.setSeriesStroke(0, new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND));
        plot.setDataset(index, new XYSeriesCollection(series));
        plot.setRenderer(index, renderer);
    }
}
