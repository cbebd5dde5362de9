package org.morseuq.chart;

import java.awt.Color;

/**
 * Colours that people with any of the common colour deficiencies tell apart, and that keep their order in grey print.
 *
 * <p>The sequential scale runs from white to dark blue through the blues of C. Brewer's nine-class scheme (ColorBrewer
 * 2.0), in twenty steps of falling lightness, so that a number can be read off and files stay small. The categories are
 * the colours of M. Okabe and K. Ito (2008), Color Universal Design, that stand out on it.
 */
public final class Palette {

    private static final int[] BLUES = {
        0xffffff, 0xeaf2fa, 0xd3e3f3, 0xb0d2e7, 0x82bbdb, 0x559fcd, 0x3181bd, 0x1361a9, 0x08417f, 0x08254f
    };
    private static final int STEPS = 20;
    private static final int[] CATEGORIES = {0xe69f00, 0xcc79a7, 0x009e73, 0xf0e442, 0x56b4e9, 0xd55e00};

    private Palette() {}

    /**
     * The colour of a number on the sequential scale.
     *
     * @param value below 0.05 white, from 0.95 on dark blue, a step every 0.05 between; NaN is grey
     * @return its colour
     */
    public static Color sequential(double value) {
        if (Double.isNaN(value)) {
            return Color.GRAY;
        }
        double step = Math.min(STEPS - 1, Math.max(0, Math.floor(value * STEPS)));
        double place = step / (STEPS - 1) * (BLUES.length - 1);
        int node = Math.min(BLUES.length - 2, (int) place);
        double part = place - node;
        int red = mix(16, node, part);
        int green = mix(8, node, part);
        int blue = mix(0, node, part);
        return new Color(red, green, blue);
    }

    private static int mix(int shift, int node, double part) {
        int low = BLUES[node] >> shift & 0xff;
        int high = BLUES[node + 1] >> shift & 0xff;
        return (int) Math.round(low + part * (high - low));
    }

    /**
     * The colour of a category.
     *
     * @param index at least 0; beyond the sixth they repeat
     * @return its colour
     */
    public static Color category(int index) {
        return new Color(CATEGORIES[Math.floorMod(index, CATEGORIES.length)]);
    }
}
