package org.morseuq.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Shape;
import java.awt.geom.Ellipse2D;
import java.awt.geom.Path2D;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Points of the plane, all with the same mark.
 *
 * @param name what they are, for the legend
 * @param rows n x 2, finite. Not copied
 * @param mark what is drawn at each
 * @param colour of the marks
 * @param diameter of a mark in pixels, above 0
 */
public record Points(String name, float[][] rows, Mark mark, Color colour, double diameter) implements Layer {

    /** What is drawn at a point. */
    public enum Mark {
        /** A filled circle. */
        DOT,
        /** A square that stands on a corner, with a thin dark rim, to be seen on dark and light. */
        DIAMOND;

        /** The shape around the origin. */
        Shape shape(double diameter) {
            double r = diameter / 2;
            if (this == DOT) {
                return new Ellipse2D.Double(-r, -r, diameter, diameter);
            }
            Path2D diamond = new Path2D.Double();
            diamond.moveTo(0, -r);
            diamond.lineTo(r, 0);
            diamond.lineTo(0, r);
            diamond.lineTo(-r, 0);
            diamond.closePath();
            return diamond;
        }
    }

    static final Color RIM = new Color(0x33, 0x33, 0x33);

    /** Checks the shape. */
    public Points {
        for (float[] row : rows) {
            if (row.length != 2) {
                throw new IllegalArgumentException("a point of the plane has 2 coordinates, got " + row.length);
            }
        }
        if (!(diameter > 0)) {
            throw new IllegalArgumentException("a mark's diameter must be above 0, got " + diameter);
        }
    }

    @Override
    public void addTo(XYPlot plot, int index) {
        XYSeries series = new XYSeries(name, false, true);
        for (float[] row : rows) {
            series.add(row[0], row[1], false);
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setSeriesShape(0, mark.shape(diameter));
        renderer.setSeriesPaint(0, colour);
        if (mark == Mark.DIAMOND) {
            renderer.setUseOutlinePaint(true);
            renderer.setSeriesOutlinePaint(0, RIM);
            renderer.setSeriesOutlineStroke(0, new BasicStroke(0.6f));
        }
        plot.setDataset(index, new XYSeriesCollection(series));
        plot.setRenderer(index, renderer);
    }
}
