package org.morseuq.report;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * An element of a page with its attributes and content: what is printed is well-formed HTML and XML alike, whatever the
 * texts are.
 *
 * <p>Characters that mark up are escaped; those that no XML document may hold, such as control characters and halves of
 * surrogate pairs, are shown as U+FFFD.
 */
final class Element {

    /** Elements without content; all others need a closing tag even if they are empty. */
    private static final Set<String> VOID = Set.of("meta", "img", "path", "rect", "line", "circle");

    private static final char REPLACEMENT = '\ufffd';

    private final String name;
    private final Map<String, String> attributes = new LinkedHashMap<>();
    private final List<Object> content = new ArrayList<>(); // text and elements

    private Element(String name) {
        this.name = name;
    }

    /** An empty element; the name is the program's, never a reader's. */
    static Element of(String name) {
        return new Element(name);
    }

    /** An element with a text. */
    static Element of(String name, String text) {
        return new Element(name).add(text);
    }

    /** Sets an attribute. */
    Element with(String attribute, String value) {
        attributes.put(attribute, value);
        return this;
    }

    /** Sets an attribute to a number, at a tenth of a unit. */
    Element with(String attribute, double value) {
        return with(attribute, Words.tenth(value));
    }

    /** Appends a text. */
    Element add(String text) {
        content.add(text);
        return this;
    }

    /** Appends an element. */
    Element add(Element child) {
        content.add(child);
        return this;
    }

    /** Appends elements. */
    Element addAll(List<Element> children) {
        content.addAll(children);
        return this;
    }

    /** The element as text. */
    @Override
    public String toString() {
        StringBuilder out = new StringBuilder();
        print(out);
        return out.toString();
    }

    private void print(StringBuilder out) {
        out.append('<').append(name);
        attributes.forEach((attribute, value) -> {
            out.append(' ').append(attribute).append("=\"");
            escape(value, true, out);
            out.append('"');
        });
        if (VOID.contains(name)) {
            out.append("/>");
            return;
        }
        out.append('>');
        for (Object part : content) {
            if (part instanceof Element child) {
                child.print(out);
            } else {
                escape((String) part, false, out);
            }
        }
        out.append("</").append(name).append('>');
        if (BLOCKS.contains(name)) {
            out.append('\n');
        }
    }

    /** After these a new line changes nothing on the page, and lets a person read its source. */
    private static final Set<String> BLOCKS =
            Set.of("head", "style", "title", "section", "h1", "h2", "h3", "p", "tr", "li", "div", "figure", "svg", "g");

    private static void escape(String text, boolean quoted, StringBuilder out) {
        text.codePoints().forEach(c -> {
            switch (c) {
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '&' -> out.append("&amp;");
                case '"' -> out.append(quoted ? "&quot;" : "\"");
                default -> out.appendCodePoint(allowed(c) ? c : REPLACEMENT);
            }
        });
    }

    /** The characters of XML 1.0, less the controls of Latin-1, which HTML refuses. */
    private static boolean allowed(int c) {
        return c == '\t'
                || c == '\n'
                || (c >= 0x20 && c < 0x7f)
                || (c >= 0xa0 && c < 0xd800)
                || (c >= 0xe000 && c < 0xfffe)
                || c >= 0x10000;
    }
}
