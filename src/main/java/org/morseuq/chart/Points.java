package org.morseuq.chart;

import java.awt.Color;
import java.awt.geom.Ellipse2D;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeries;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * Points of the plane as filled dots.
 *
 * @param name what they are, for the legend
 * @param rows n x 2, finite. Not copied
 * @param colour of the dots
 * @param diameter of a dot in pixels, above 0
 */
public record Points(String name, float[][] rows, Color colour, double diameter) implements Layer {

    /** Checks the shape. */
    public Points {
        for (float[] row : rows) {
            if (row.length != 2) {
                throw new IllegalArgumentException("a point of the plane has 2 coordinates, got " + row.length);
            }
        }
        if (!(diameter > 0)) {
            throw new IllegalArgumentException("a dot's diameter must be above 0, got " + diameter);
        }
    }

    @Override
    public void addTo(XYPlot plot, int index) {
        XYSeries series = new XYSeries(name, false, true);
        for (float[] row : rows) {
            series.add(row[0], row[1], false);
        }
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, true);
        renderer.setSeriesShape(0, new Ellipse2D.Double(-diameter / 2, -diameter / 2, diameter, diameter));
        renderer.setSeriesPaint(0, colour);
        plot.setDataset(index, new XYSeriesCollection(series));
        plot.setRenderer(index, renderer);
    }
}
