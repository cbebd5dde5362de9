package org.morseuq.report;

import java.util.ArrayList;
import java.util.List;

/** Pictures side by side as far as the page is wide, with one legend above and one caption below. */
final class Figure {

    private final String caption;
    private final List<Element> legend = new ArrayList<>();
    private final List<Element> pictures = new ArrayList<>();
    private String shape = "plots";

    /**
     * A figure without pictures.
     *
     * @param caption what it shows and how to read it
     */
    Figure(String caption) {
        this.caption = caption;
    }

    /** Says what a line of a style means. */
    Figure line(String style, String meaning) {
        return key(Element.of("path").with("class", style).with("d", "M1 7H29"), meaning);
    }

    /** Says what an area of a style means. */
    Figure area(String style, String meaning) {
        return key(
                Element.of("rect")
                        .with("class", style)
                        .with("x", 2)
                        .with("y", 2)
                        .with("width", 26)
                        .with("height", 10),
                meaning);
    }

    /** Says what a mark means. */
    Figure mark(Plot.Mark mark, String meaning) {
        StringBuilder path = new StringBuilder();
        mark.draw(path, 15, 6.5, 4.5);
        return key(
                Element.of("path")
                        .with("class", "point")
                        .with("d", path.toString())
                        .with("fill", "#fff"),
                meaning);
    }

    private Figure key(Element sample, String meaning) {
        legend.add(Element.of("li")
                .add(Element.of("svg")
                        .with("viewBox", "0 0 30 14")
                        .with("aria-hidden", "true")
                        .add(sample))
                .add(meaning));
        return this;
    }

    /** Adds anything else to the legend. */
    Figure key(Element item) {
        legend.add(item);
        return this;
    }

    /** Two pictures beside each other where there is room, never three. */
    Figure inPairs() {
        shape = "plots pairs";
        return this;
    }

    /** Three pictures beside each other even on paper: they have no words that would become too small. */
    Figure ofMaps() {
        shape = "plots maps";
        return this;
    }

    /** Adds a picture. */
    Figure add(Element picture) {
        pictures.add(picture);
        return this;
    }

    /** The figure. */
    Element draw() {
        Element figure = Element.of("figure");
        if (!legend.isEmpty()) {
            figure.add(Element.of("ul").with("class", "legend").addAll(legend));
        }
        return figure.add(Element.of("div").with("class", shape).addAll(pictures))
                .add(Element.of("figcaption", caption));
    }
}
