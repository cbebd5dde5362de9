package org.morseuq.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;

/**
 * Numbers by numbers, as a line or as marks.
 *
 * @param name what they are, for the legend
 * @param x where; not copied
 * @param y how much, as many; NaN lifts the pen, and so does what a logarithmic axis cannot show; not copied
 * @param colour of line and marks
 * @param style of line and marks
 */
public record Curve(String name, double[] x, double[] y, Color colour, Style style) {

    /** How a curve is drawn. */
    public enum Style {
        /** A line. */
        LINE(1.8f, false),
        /** A dashed line, thin: what is expected. */
        DASHED(1.2f, false),
        /** Marks without a line: what was measured. */
        MARKS(0, true),
        /** Marks on a line. */
        MARKED_LINE(1.4f, true);

        private final float width;
        private final boolean marked;

        Style(float width, boolean marked) {
            this.width = width;
            this.marked = marked;
        }
    }

    private static final double DIAMETER = 7;

    /** Those of M. Okabe and K. Ito that stand out on white: without the yellow. */
    private static final int[] COLOURS = {0x0072b2, 0xe69f00, 0x009e73, 0xcc79a7, 0x56b4e9, 0xd55e00, 0x222222};

    /** Checks that there are as many numbers. */
    public Curve {
        if (x.length != y.length) {
            throw new IllegalArgumentException("a curve needs as many y as x, got " + y.length + " and " + x.length);
        }
    }

    /**
     * A colour for lines on white.
     *
     * @param index at least 0; beyond the seventh they repeat
     * @return its colour
     */
    public static Color colour(int index) {
        return new Color(COLOURS[Math.floorMod(index, COLOURS.length)]);
    }

    XYSeries series(Axis horizontal, Axis vertical) {
        XYSeries series = new XYSeries(name, false, true);
        for (int i = 0; i < x.length; i++) {
            boolean shown = horizontal.shows(x[i]) && vertical.shows(y[i]);
            series.add(x[i], shown ? y[i] : Double.NaN, false);
        }
        return series;
    }

    void prepare(XYLineAndShapeRenderer renderer, int index) {
        renderer.setSeriesPaint(index, colour);
        renderer.setSeriesLinesVisible(index, style.width > 0);
        renderer.setSeriesShapesVisible(index, style.marked);
        renderer.setSeriesShape(index, Points.Mark.DOT.shape(DIAMETER));
        float width = Math.max(style.width, 1);
        renderer.setSeriesStroke(
                index,
                style != Style.DASHED
                        ? new BasicStroke(width, BasicStroke.CAP_ROUND, BasicStroke.JOIN_ROUND)
                        : new BasicStroke(
                                width, BasicStroke.CAP_BUTT, BasicStroke.JOIN_ROUND, 1, new float[] {6, 4}, 0));
    }
}
