package org.morseuq.chart;

import java.awt.Color;
import java.awt.Font;
import org.jfree.chart.axis.LogAxis;
import org.jfree.chart.axis.NumberAxis;
import org.jfree.chart.axis.NumberTickUnit;
import org.jfree.chart.axis.ValueAxis;

/**
 * One axis of a {@link Diagram}.
 *
 * @param label what it is
 * @param low the least value shown
 * @param high the largest, above {@code low}
 * @param scale what its values are
 */
public record Axis(String label, double low, double high, Scale scale) {

    /** How values lie on an axis, and which have labels. */
    public enum Scale {
        /** Evenly. */
        LINEAR,
        /** Evenly, with labels at whole numbers only. */
        WHOLE,
        /** With powers of ten evenly; all are above 0. */
        LOGARITHMIC
    }

    private static final Color GREY = new Color(0x55, 0x55, 0x55);

    /** Checks the range. */
    public Axis {
        if (!(high - low > 0 && high - low < Double.POSITIVE_INFINITY) || (scale == Scale.LOGARITHMIC && !(low > 0))) {
            throw new IllegalArgumentException("an axis needs finite low < high, and low > 0 if logarithmic, got ["
                    + low + ", " + high + "]" + (scale == Scale.LOGARITHMIC ? " logarithmic" : ""));
        }
    }

    /** An axis whose values are evenly spaced. */
    public static Axis linear(String label, double low, double high) {
        return new Axis(label, low, high, Scale.LINEAR);
    }

    /** An axis of numbers that count something. */
    public static Axis whole(String label, double low, double high) {
        return new Axis(label, low, high, Scale.WHOLE);
    }

    /** An axis whose powers of ten are evenly spaced. */
    public static Axis logarithmic(String label, double low, double high) {
        return new Axis(label, low, high, Scale.LOGARITHMIC);
    }

    /** Whether a number has a place on the axis, if perhaps outside of what is shown. */
    boolean shows(double value) {
        return scale != Scale.LOGARITHMIC || value > 0;
    }

    ValueAxis axis() {
        ValueAxis axis = scale == Scale.LOGARITHMIC ? powersOfTen() : even();
        axis.setRange(low, high);
        axis.setLabelFont(Panel.font(Font.ITALIC, 13));
        axis.setTickLabelFont(Panel.font(Font.PLAIN, 11));
        axis.setTickMarkPaint(GREY);
        axis.setAxisLinePaint(GREY);
        return axis;
    }

    private LogAxis powersOfTen() {
        LogAxis axis = new LogAxis(label);
        axis.setBaseSymbol("10");
        axis.setTickUnit(new NumberTickUnit(1)); // a label every power of ten
        axis.setMinorTickMarksVisible(true);
        axis.setMinorTickCount(9);
        return axis;
    }

    private NumberAxis even() {
        NumberAxis axis = new NumberAxis(label);
        axis.setTickUnit(new NumberTickUnit(Math.max(Panel.step(high - low), scale == Scale.WHOLE ? 1 : 0)));
        return axis;
    }
}
