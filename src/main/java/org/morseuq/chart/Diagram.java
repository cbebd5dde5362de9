package org.morseuq.chart;

import java.awt.BasicStroke;
import java.awt.Color;
import java.awt.Font;
import java.awt.Graphics2D;
import java.awt.RenderingHints;
import java.awt.geom.Rectangle2D;
import java.awt.image.BufferedImage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import javax.imageio.ImageIO;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.block.BlockBorder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.renderer.xy.XYLineAndShapeRenderer;
import org.jfree.chart.title.LegendTitle;
import org.jfree.chart.ui.RectangleEdge;
import org.jfree.chart.ui.RectangleInsets;
import org.jfree.data.xy.XYSeriesCollection;
import org.morseuq.store.AtomicFile;

/**
 * Curves on common axes, with a grid and a legend below.
 *
 * @param title above the axes
 * @param x the horizontal axis
 * @param y the vertical axis
 * @param curves from the bottom up, with names that differ
 */
public record Diagram(String title, Axis x, Axis y, List<Curve> curves) {

    private static final Color GRID = new Color(0xdd, 0xdd, 0xdd);

    /** Copies the list. */
    public Diagram {
        curves = List.copyOf(curves);
    }

    /**
     * Draws diagrams side by side to a PNG file, whole or not at all.
     *
     * @param diagrams at least one
     * @param file the file
     * @param width of each in pixels, at least 200
     * @param height in pixels, at least 200
     * @throws IOException if writing fails, or if the machine has no font to write titles with
     */
    public static void write(List<Diagram> diagrams, Path file, int width, int height) throws IOException {
        if (diagrams.isEmpty() || width < 200 || height < 200) {
            throw new IllegalArgumentException("a picture needs a diagram and 200 x 200 pixels for each, got "
                    + diagrams.size() + " and " + width + " x " + height);
        }
        BufferedImage image = new BufferedImage(diagrams.size() * width, height, BufferedImage.TYPE_INT_RGB);
        Graphics2D g = image.createGraphics();
        try {
            g.setRenderingHint(RenderingHints.KEY_ANTIALIASING, RenderingHints.VALUE_ANTIALIAS_ON);
            g.setRenderingHint(RenderingHints.KEY_TEXT_ANTIALIASING, RenderingHints.VALUE_TEXT_ANTIALIAS_ON);
            Sheet.requireFont(g);
            for (int i = 0; i < diagrams.size(); i++) {
                diagrams.get(i).chart().draw(g, new Rectangle2D.Double(i * (double) width, 0, width, height));
            }
        } finally {
            g.dispose();
        }
        AtomicFile.write(file, out -> {
            if (!ImageIO.write(IndexedColours.of(image), "png", out)) {
                throw new IOException("this Java cannot write PNG files");
            }
        });
    }

    private JFreeChart chart() {
        XYSeriesCollection data = new XYSeriesCollection();
        XYLineAndShapeRenderer renderer = new XYLineAndShapeRenderer();
        for (int i = 0; i < curves.size(); i++) {
            Curve curve = curves.get(i);
            data.addSeries(curve.series(x, y));
            curve.prepare(renderer, i);
        }
        renderer.setDrawSeriesLineAsPath(true); // else dashes begin anew at every point
        XYPlot plot = new XYPlot(data, x.axis(), y.axis(), renderer);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinePaint(GRID);
        plot.setRangeGridlinePaint(GRID);
        plot.setDomainGridlineStroke(new BasicStroke(1));
        plot.setRangeGridlineStroke(new BasicStroke(1));
        plot.setOutlinePaint(Color.GRAY);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        JFreeChart chart = new JFreeChart(title, Panel.font(Font.BOLD, 14), plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        chart.setPadding(new RectangleInsets(6, 6, 6, 14));
        LegendTitle legend = new LegendTitle(plot);
        legend.setPosition(RectangleEdge.BOTTOM);
        legend.setItemFont(Panel.font(Font.PLAIN, 12));
        legend.setFrame(BlockBorder.NONE);
        chart.addLegend(legend);
        return chart;
    }
}
