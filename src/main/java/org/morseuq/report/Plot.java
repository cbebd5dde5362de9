package org.morseuq.report;

import java.util.ArrayList;
import java.util.List;

/**
 * Curves, bars and points on two axes, as an SVG picture that is as wide as the page lets it be.
 *
 * <p>What a mark looks like is up to its class in the page's style sheet. A unit is about a pixel.
 */
final class Plot {

    private static final double WIDTH = 360;
    private static final double HEIGHT = 250;
    private static final double RIGHT = 12;
    private static final double TOP = 28;

    /** Room for numbers and labels, where there are some. */
    private static final double LEFT = 48;

    private static final double BOTTOM = 46;

    /** What long numbers need: room for the label and the gaps, and for each of their digits. */
    private static final double BESIDE = 26;

    private static final double DIGIT = 7.5;

    /** Curve points closer than this to the last one drawn are left out. */
    private static final double CLOSE = 0.7;

    private final String title;
    private final Axis x;
    private final Axis y;
    private final double left;
    private final double bottom;
    private final List<Element> marks = new ArrayList<>();

    private Plot(String title, Axis x, Axis y, double left, double bottom) {
        this.title = title;
        this.x = x;
        this.y = y;
        this.left = left;
        this.bottom = bottom;
    }

    /** Empty axes in the shape of a landscape. */
    static Plot wide(String title, Axis x, Axis y) {
        int longest =
                y.ticks().stream().mapToInt(tick -> y.text(tick).length()).max().orElse(0);
        return new Plot(title, x, y, Math.max(LEFT, BESIDE + DIGIT * longest), HEIGHT - BOTTOM);
    }

    /** An empty square for points whose coordinates mean nothing by themselves. */
    static Plot map(String title, Axis x, Axis y) {
        return new Plot(title, x, y, RIGHT, TOP + WIDTH - 2 * RIGHT);
    }

    /** A curve through points, in order. */
    Plot curve(String style, double[] xs, double[] ys) {
        StringBuilder path = new StringBuilder();
        double lastX = Double.NEGATIVE_INFINITY;
        double lastY = Double.NEGATIVE_INFINITY;
        for (int i = 0; i < xs.length; i++) {
            double px = px(xs[i]);
            double py = py(ys[i]);
            if (i == 0 || i == xs.length - 1 || Math.abs(px - lastX) >= CLOSE || Math.abs(py - lastY) >= CLOSE) {
                to(path, path.isEmpty() ? 'M' : 'L', px, py);
                lastX = px;
                lastY = py;
            }
        }
        marks.add(path(style, path));
        return this;
    }

    /** Bars from the bottom of the axes, side by side: their outline, and the area below it. */
    Plot bars(String style, double[] edges, double[] heights) {
        StringBuilder path = new StringBuilder();
        to(path, 'M', px(edges[0]), py(y.low()));
        for (int b = 0; b < heights.length; b++) {
            to(path, 'L', px(edges[b]), py(heights[b]));
            to(path, 'L', px(edges[b + 1]), py(heights[b]));
        }
        to(path, 'L', px(edges[heights.length]), py(y.low()));
        marks.add(path(style, path));
        return this;
    }

    /** A single bar from the bottom of the axes. */
    Plot bar(String style, double from, double to, double top) {
        marks.add(Element.of("rect")
                .with("class", style)
                .with("x", px(from))
                .with("y", py(top))
                .with("width", px(to) - px(from))
                .with("height", py(y.low()) - py(top)));
        return this;
    }

    /** Upright lines between two values, such as intervals. */
    Plot spans(String style, double[] xs, double[] lows, double[] highs) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            to(path, 'M', px(xs[i]), py(lows[i]));
            to(path, 'L', px(xs[i]), py(highs[i]));
        }
        marks.add(path(style, path));
        return this;
    }

    /** The area between two curves. */
    Plot band(String style, double[] xs, double[] lows, double[] highs) {
        StringBuilder path = new StringBuilder();
        for (int i = 0; i < xs.length; i++) {
            to(path, i == 0 ? 'M' : 'L', px(xs[i]), py(highs[i]));
        }
        for (int i = xs.length - 1; i >= 0; i--) {
            to(path, 'L', px(xs[i]), py(lows[i]));
        }
        marks.add(path(style, path.append('Z')));
        return this;
    }

    /** The shapes that points are drawn as: relative paths around their place, by the radius. */
    enum Mark {
        /** A circle. */
        DOT {
            @Override
            void draw(StringBuilder path, double px, double py, double r) {
                to(path, 'M', px - r, py);
                String half = "a" + Words.tenth(r) + " " + Words.tenth(r) + " 0 1 0 ";
                path.append(half)
                        .append(Words.tenth(2 * r))
                        .append(" 0")
                        .append(half)
                        .append(Words.tenth(-2 * r));
                path.append(" 0");
            }
        },
        /** A triangle that stands on a side. */
        TRIANGLE {
            @Override
            void draw(StringBuilder path, double px, double py, double r) {
                to(path, 'M', px, py - r);
                path.append('l').append(Words.tenth(r)).append(' ').append(Words.tenth(1.8 * r));
                path.append('h').append(Words.tenth(-2 * r)).append('z');
            }
        };

        abstract void draw(StringBuilder path, double px, double py, double r);
    }

    /** Points of one colour; those beyond the axes lie on their edge. */
    Plot points(String style, String colour, Mark mark, double radius, List<double[]> places) {
        StringBuilder path = new StringBuilder();
        for (double[] place : places) {
            mark.draw(path, px(place[0]), py(place[1]), radius);
        }
        if (!places.isEmpty()) {
            marks.add(path(style, path).with("fill", colour));
        }
        return this;
    }

    /** A vertical line with a word beside its top. */
    Plot rule(double at, String word) {
        boolean late = x.place(at) > 0.7;
        marks.add(Element.of("line")
                .with("class", "rule")
                .with("x1", px(at))
                .with("x2", px(at))
                .with("y1", TOP)
                .with("y2", bottom));
        marks.add(Element.of("text", word)
                .with("class", "word")
                .with("x", px(at) + (late ? -4 : 4))
                .with("y", TOP + 12)
                .with("text-anchor", late ? "end" : "start"));
        return this;
    }

    /**
     * The picture.
     *
     * @param description what is seen on it, in words
     */
    Element draw(String description) {
        Element svg = Element.of("svg")
                .with(
                        "viewBox",
                        "0 0 " + Words.tenth(WIDTH) + " " + Words.tenth(bottom + (left == RIGHT ? RIGHT : BOTTOM)))
                .with("role", "img")
                .with("aria-label", description);
        svg.add(Element.of("text", title).with("class", "title").with("x", left).with("y", TOP - 10));
        for (double tick : x.ticks()) {
            svg.add(line("grid", px(tick), TOP, px(tick), bottom));
            svg.add(word(x.text(tick), px(tick), bottom + 16, "middle"));
        }
        for (double tick : y.ticks()) {
            svg.add(line("grid", left, py(tick), WIDTH - RIGHT, py(tick)));
            svg.add(word(y.text(tick), left - 6, py(tick) + 4, "end"));
        }
        svg.addAll(marks);
        svg.add(Element.of("path")
                .with("class", "axes")
                .with(
                        "d",
                        "M" + Words.tenth(left) + " " + Words.tenth(TOP) + "V" + Words.tenth(bottom) + "H"
                                + Words.tenth(WIDTH - RIGHT) + (left == RIGHT ? "V" + Words.tenth(TOP) + "Z" : "")));
        if (!x.label().isEmpty()) {
            svg.add(word(x.label(), (left + WIDTH - RIGHT) / 2, bottom + 38, "middle"));
        }
        if (!y.label().isEmpty()) {
            svg.add(word(y.label(), 0, 0, "middle")
                    .with("transform", "translate(13 " + Words.tenth((TOP + bottom) / 2) + ") rotate(-90)"));
        }
        return svg;
    }

    private static Element line(String style, double x1, double y1, double x2, double y2) {
        return Element.of("path")
                .with("class", style)
                .with(
                        "d",
                        "M" + Words.tenth(x1) + " " + Words.tenth(y1)
                                + (x1 == x2 ? "V" + Words.tenth(y2) : "H" + Words.tenth(x2)));
    }

    private static Element word(String text, double px, double py, String anchor) {
        return Element.of("text", text).with("x", px).with("y", py).with("text-anchor", anchor);
    }

    private static Element path(String style, StringBuilder path) {
        return Element.of("path").with("class", style).with("d", path.toString());
    }

    private static void to(StringBuilder path, char command, double px, double py) {
        path.append(command).append(Words.tenth(px)).append(' ').append(Words.tenth(py));
    }

    private double px(double value) {
        return left + x.place(value) * (WIDTH - RIGHT - left);
    }

    private double py(double value) {
        return bottom - y.place(value) * (bottom - TOP);
    }
}
