package org.morseuq.chart;

import java.awt.image.BufferedImage;
import org.jfree.chart.annotations.XYDataImageAnnotation;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.data.xy.XYSeriesCollection;

/**
 * A function on a rectangle as a heat map, on the scale of {@link Palette#sequential} from 0 to 1.
 *
 * @param box where it is defined
 * @param values at the middles of equal cells: rows from the bottom up, each from the left; at least one. Not copied
 */
public record Field(Box box, double[][] values) implements Layer {

    /** Checks that the rows have one length. */
    public Field {
        if (values.length == 0 || values[0].length == 0) {
            throw new IllegalArgumentException("a field has at least one cell");
        }
        for (double[] row : values) {
            if (row.length != values[0].length) {
                throw new IllegalArgumentException(
                        "the rows of a field have one length, got " + row.length + " and " + values[0].length);
            }
        }
    }

    @Override
    public void addTo(XYPlot plot, int index) {
        int rows = values.length;
        int columns = values[0].length;
        BufferedImage image = new BufferedImage(columns, rows, BufferedImage.TYPE_INT_RGB);
        for (int j = 0; j < rows; j++) {
            for (int i = 0; i < columns; i++) {
                image.setRGB(i, rows - 1 - j, Palette.sequential(values[j][i]).getRGB());
            }
        }
        // One image: cells drawn as rectangles of their own leave seams.
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer(false, false);
        renderer.addAnnotation(
                new XYDataImageAnnotation(
                        image, box.left(), box.bottom(), box.right() - box.left(), box.top() - box.bottom()),
                org.jfree.chart.ui.Layer.BACKGROUND); // else above the data of all layers
        plot.setDataset(index, new XYSeriesCollection());
        plot.setRenderer(index, renderer);
    }
}
