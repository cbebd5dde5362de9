package org.morseuq.report;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** What all pages have in common: a head that lets nothing be loaded, a header with contents, sections, and a footer. */
final class Page {

    private Page() {}

    /**
     * A page as text.
     *
     * @param title its title and its first heading
     * @param intro what stands below it
     * @param sections by their headings, in order
     * @param footer who wrote it
     */
    static String text(String title, List<Element> intro, Map<String, List<Element>> sections, String footer) {
        Element main = Element.of("main");
        Element contents = Element.of("ul");
        sections.forEach((name, elements) -> {
            String id = name.toLowerCase(Locale.ROOT).replace(' ', '-');
            contents.add(Element.of("li").add(Element.of("a", name).with("href", "#" + id)));
            main.add(Element.of("section")
                    .with("id", id)
                    .add(Element.of("h2", name))
                    .addAll(elements));
        });
        Element body = Element.of("body")
                .add(hatching())
                .add(Element.of("header")
                        .add(Element.of("h1", title))
                        .addAll(intro)
                        .add(Element.of("nav").with("aria-label", "Contents").add(contents)))
                .add(main)
                .add(Element.of("footer").add(Element.of("p", footer)));
        return "<!DOCTYPE html>\n"
                + Element.of("html").with("lang", "en").add(head(title)).add(body) + "\n";
    }

    private static Element head(String title) {
        return Element.of("head")
                .add(Element.of("meta").with("charset", "utf-8"))
                .add(Element.of("meta")
                        .with("http-equiv", "Content-Security-Policy")
                        .with("content", "default-src 'none'; img-src data:; style-src 'unsafe-inline'"))
                .add(Element.of("meta").with("name", "viewport").with("content", "width=device-width, initial-scale=1"))
                .add(Element.of("title", title))
                .add(Element.of("style", style()));
    }

    /** The pattern of areas that have to be told from others without colour. */
    private static Element hatching() {
        Element pattern = Element.of("pattern")
                .with("id", "hatch")
                .with("width", "6")
                .with("height", "6")
                .with("patternUnits", "userSpaceOnUse")
                .with("patternTransform", "rotate(45)")
                .add(Element.of("line")
                        .with("class", "hatch")
                        .with("x1", "0")
                        .with("y1", "0")
                        .with("x2", "0")
                        .with("y2", "6"));
        return Element.of("svg")
                .with("class", "patterns")
                .with("aria-hidden", "true")
                .with("width", "0")
                .with("height", "0")
                .add(Element.of("defs").add(pattern));
    }

    private static String style() {
        try (InputStream in = Page.class.getResourceAsStream("page.css")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
