package org.morseuq.chart;

import java.awt.Color;
import java.awt.Font;
import java.util.List;
import org.jfree.chart.JFreeChart;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.plot.DatasetRenderingOrder;
import org.jfree.chart.plot.XYPlot;
import org.jfree.chart.ui.RectangleInsets;

/**
 * Layers on common axes.
 *
 * @param title above the axes
 * @param xLabel what the horizontal axis is
 * @param yLabel what the vertical axis is
 * @param box what is shown
 * @param layers from the bottom up
 */
public record Panel(String title, String xLabel, String yLabel, Box box, List<Layer> layers) {

    private static final Color GREY = new Color(0x55, 0x55, 0x55);

    /** Copies the list. */
    public Panel {
        layers = List.copyOf(layers);
    }

    JFreeChart chart() {
        XYPlot plot = new XYPlot();
        plot.setDomainAxis(axis(xLabel, box.left(), box.right()));
        plot.setRangeAxis(axis(yLabel, box.bottom(), box.top()));
        plot.setDatasetRenderingOrder(DatasetRenderingOrder.FORWARD);
        plot.setBackgroundPaint(Color.WHITE);
        plot.setDomainGridlinesVisible(false);
        plot.setRangeGridlinesVisible(false);
        plot.setOutlinePaint(GREY);
        plot.setAxisOffset(RectangleInsets.ZERO_INSETS);
        for (int i = 0; i < layers.size(); i++) {
            layers.get(i).addTo(plot, i);
        }
        JFreeChart chart = new JFreeChart(title, font(Font.BOLD, 13), plot, false);
        chart.setBackgroundPaint(Color.WHITE);
        return chart;
    }

    private static NumberAxis axis(String label, double low, double high) {
        NumberAxis axis = new NumberAxis(label);
        axis.setRange(low, high);
        axis.setTickUnit(new NumberTickUnit(step(high - low)));
        axis.setLabelFont(font(Font.ITALIC, 13));
        axis.setTickLabelFont(font(Font.PLAIN, 11));
        axis.setTickMarkPaint(GREY);
        axis.setAxisLinePaint(GREY);
        return axis;
    }

    /** The largest of 1, 2 and 5 times a power of ten that gives at least four ticks. */
    static double step(double range) {
        double power = Math.pow(10, Math.floor(Math.log10(range / 4)));
        double multiple = range / 4 / power;
        return power * (multiple >= 5 ? 5 : multiple >= 2 ? 2 : 1);
    }

    static Font font(int style, int size) {
        return new Font(Font.SANS_SERIF, style, size);
    }
}
