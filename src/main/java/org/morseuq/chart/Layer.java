package org.morseuq.chart;

import org.jfree.chart.plot.XYPlot;

/** Something drawn on the axes of a panel, above the layers before it. */
public sealed interface Layer permits Field, Points, Contour {

    /**
     * Adds this layer to a plot.
     *
     * @param plot the plot
     * @param index of the layer, from the bottom up
     */
    void addTo(XYPlot plot, int index);
}
