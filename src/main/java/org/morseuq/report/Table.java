package org.morseuq.report;

import java.util.ArrayList;
import java.util.List;

/**
 * A table with a caption, a header a column and a header a row. It scrolls inside its own box where it is wider than the
 * screen; columns that paper has no room for go into further tables below.
 */
final class Table {

    /** As many columns of numbers as an A4 page has room for. */
    private static final int MOST = 7;

    /** As many rows of two lines as a page has room for; longer tables may go on on the next, under the same header. */
    private static final int WHOLE = 26;

    private final String caption;
    private final String corner;
    private final List<String> columns;
    private final List<Element> heads = new ArrayList<>();
    private final List<List<Element>> rows = new ArrayList<>();

    /**
     * A table without rows.
     *
     * @param caption what it shows
     * @param corner what the rows are
     * @param columns what the columns are, at least one
     */
    Table(String caption, String corner, List<String> columns) {
        this.caption = caption;
        this.corner = corner;
        this.columns = List.copyOf(columns);
    }

    /** Appends a row: its header, and a {@code td} for every column. */
    Table row(String head, List<Element> cells) {
        if (cells.size() != columns.size()) {
            throw new IllegalArgumentException(
                    "a row has a cell for each of " + columns.size() + " columns, got " + cells.size());
        }
        heads.add(Element.of("th", head).with("scope", "row"));
        rows.add(List.copyOf(cells));
        return this;
    }

    /** Appends a row of texts. */
    Table texts(String head, List<String> cells) {
        return row(head, cells.stream().map(text -> Element.of("td", text)).toList());
    }

    /** A cell with a number and, below it, its interval. */
    static Element cell(String number, String interval) {
        return Element.of("td", number)
                .add(" ")
                .add(Element.of("span", interval).with("class", "interval"));
    }

    /** The tables, one below the other. */
    Element draw() {
        Element all = Element.of("div").with("class", "tables");
        int parts = (columns.size() + MOST - 1) / MOST;
        for (int part = 0; part < parts; part++) {
            int from = part * columns.size() / parts;
            int to = (part + 1) * columns.size() / parts;
            String name = parts == 1 ? caption : caption + " (part " + (part + 1) + " of " + parts + ")";
            all.add(Element.of("div")
                    .with("class", "scroll")
                    .with("role", "region")
                    .with("tabindex", "0")
                    .with("aria-label", name)
                    .add(table(name, from, to)));
        }
        return all;
    }

    private Element table(String name, int from, int to) {
        Element header = Element.of("tr").add(Element.of("th", corner).with("scope", "col"));
        columns.subList(from, to)
                .forEach(column -> header.add(Element.of("th", column).with("scope", "col")));
        Element body = Element.of("tbody");
        for (int r = 0; r < rows.size(); r++) {
            body.add(Element.of("tr").add(heads.get(r)).addAll(rows.get(r).subList(from, to)));
        }
        return Element.of("table")
                .with("class", rows.size() <= WHOLE ? "whole" : "long")
                .add(Element.of("caption", name))
                .add(Element.of("thead").add(header))
                .add(body);
    }
}
