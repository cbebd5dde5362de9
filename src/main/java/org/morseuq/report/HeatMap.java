package org.morseuq.report;

import java.util.List;
import java.util.Locale;

/** A square of numbers as colours, its rows named at the left and its columns by the same numbers below. */
final class HeatMap {

    private static final double WIDTH = 360;
    private static final double LEFT = 112;
    private static final double RIGHT = 8;
    private static final double TOP = 28;
    private static final double BOTTOM = 24;
    private static final int LONGEST = 13;

    /** The colours of the lowest, the middle and the highest value. */
    private static final int[][] COLOURS = {{184, 67, 0}, {247, 247, 247}, {0, 89, 168}};

    private HeatMap() {}

    /**
     * The picture.
     *
     * @param title above it
     * @param names of the rows
     * @param values K x K; what is not a number stays white
     * @param low the value of the first colour
     * @param high the value of the last colour
     * @param description what is seen on it, in words
     */
    static Element draw(
            String title, List<String> names, double[][] values, double low, double high, String description) {
        int count = names.size();
        double cell = (WIDTH - LEFT - RIGHT) / count;
        Element svg = Element.of("svg")
                .with("viewBox", "0 0 360 " + Words.tenth(TOP + count * cell + BOTTOM))
                .with("role", "img")
                .with("aria-label", description);
        svg.add(Element.of("text", title).with("class", "title").with("x", 2).with("y", TOP - 10));
        for (int i = 0; i < count; i++) {
            String name = names.get(i);
            String shown = (i + 1) + " " + (name.length() > LONGEST ? name.substring(0, LONGEST - 1) + "." : name);
            svg.add(Element.of("text", shown)
                    .with("x", LEFT - 5)
                    .with("y", TOP + (i + 0.5) * cell + 4)
                    .with("text-anchor", "end"));
            svg.add(Element.of("text", Integer.toString(i + 1))
                    .with("x", LEFT + (i + 0.5) * cell)
                    .with("y", TOP + count * cell + 16)
                    .with("text-anchor", "middle"));
            for (int j = 0; j < count; j++) {
                svg.add(Element.of("rect")
                        .with("class", "cell")
                        .with("x", LEFT + j * cell)
                        .with("y", TOP + i * cell)
                        .with("width", cell)
                        .with("height", cell)
                        .with("fill", colour((values[i][j] - low) / (high - low))));
            }
        }
        return svg;
    }

    /** A legend of the colours. */
    static Element scale(String low, String high) {
        Element svg = Element.of("svg")
                .with("viewBox", "0 0 70 14")
                .with("aria-hidden", "true")
                .with("class", "scale");
        for (int step = 0; step < 5; step++) {
            svg.add(Element.of("rect")
                    .with("class", "step")
                    .with("x", 1 + 13 * step)
                    .with("y", 1)
                    .with("width", 13)
                    .with("height", 12)
                    .with("fill", colour(step / 4.0)));
        }
        return Element.of("li").add(svg).add(low + " to " + high);
    }

    private static String colour(double share) {
        if (Double.isNaN(share)) {
            return "#fff";
        }
        double at = 2 * Math.min(1, Math.max(0, share));
        int from = at < 1 ? 0 : 1;
        StringBuilder colour = new StringBuilder("#");
        for (int c = 0; c < 3; c++) {
            double mixed = COLOURS[from][c] + (at - from) * (COLOURS[from + 1][c] - COLOURS[from][c]);
            colour.append(String.format(Locale.ROOT, "%02x", Math.round(mixed)));
        }
        return colour.toString();
    }
}
