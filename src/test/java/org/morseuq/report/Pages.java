package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.StringReader;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import javax.xml.parsers.DocumentBuilderFactory;
import javax.xml.parsers.ParserConfigurationException;
import org.w3c.dom.Document;
import org.w3c.dom.NodeList;
import org.xml.sax.InputSource;
import org.xml.sax.SAXException;

/** What is asked of every page. */
final class Pages {

    private Pages() {}

    static Document parsed(String page) {
        try {
            return DocumentBuilderFactory.newInstance()
                    .newDocumentBuilder()
                    .parse(new InputSource(new StringReader(page)));
        } catch (SAXException | IOException | ParserConfigurationException e) {
            throw new AssertionError("the page is not well-formed: " + e.getMessage(), e);
        }
    }

    static List<org.w3c.dom.Element> all(Document document, String name) {
        NodeList nodes = document.getElementsByTagName(name);
        List<org.w3c.dom.Element> elements = new ArrayList<>();
        for (int i = 0; i < nodes.getLength(); i++) {
            elements.add((org.w3c.dom.Element) nodes.item(i));
        }
        return elements;
    }

    /** What every page is, whatever is on it. */
    static Document sound(String page) {
        Document document = parsed(page);
        assertEquals("en", document.getDocumentElement().getAttribute("lang"));
        assertEquals(1, all(document, "title").size());
        assertFalse(all(document, "title").get(0).getTextContent().isBlank());
        headingsAreInOrder(document);
        Set<String> ids = new HashSet<>();
        for (org.w3c.dom.Element element : all(document, "*")) {
            if (element.hasAttribute("id")) {
                assertTrue(ids.add(element.getAttribute("id")), "two ids " + element.getAttribute("id"));
            }
        }
        for (org.w3c.dom.Element link : all(document, "a")) {
            assertTrue(ids.contains(link.getAttribute("href").substring(1)), link.getAttribute("href"));
        }
        for (org.w3c.dom.Element image : all(document, "img")) {
            assertTrue(image.getAttribute("src").startsWith("data:image/png;base64,"));
            assertFalse(image.getAttribute("alt").isBlank());
        }
        for (org.w3c.dom.Element svg : all(document, "svg")) {
            boolean hidden = svg.getAttribute("aria-hidden").equals("true");
            boolean told = svg.getAttribute("role").equals("img")
                    && svg.getAttribute("aria-label").length() > 40;
            assertTrue(hidden != told, "a picture is told in words or only decorates");
        }
        for (org.w3c.dom.Element table : all(document, "table")) {
            assertEquals(1, table.getElementsByTagName("caption").getLength());
        }
        for (org.w3c.dom.Element head : all(document, "th")) {
            assertTrue(Set.of("row", "col").contains(head.getAttribute("scope")));
        }
        for (String never : List.of("script", "iframe", "object", "embed", "link", "base", "form")) {
            assertEquals(List.of(), all(document, never), never);
        }
        for (org.w3c.dom.Element element : all(document, "*")) {
            for (int i = 0; i < element.getAttributes().getLength(); i++) {
                String name = element.getAttributes().item(i).getNodeName();
                assertFalse(name.startsWith("on"), name);
            }
        }
        assertFalse(page.contains("NaN") || page.contains("Infinity"), "a number is none");
        return document;
    }

    static void headingsAreInOrder(Document document) {
        List<Integer> levels = all(document, "*").stream()
                .filter(element -> element.getTagName().matches("h[1-6]"))
                .map(element -> element.getTagName().charAt(1) - '0')
                .toList();
        assertEquals(1, levels.stream().filter(level -> level == 1).count());
        assertEquals(1, levels.get(0));
        for (int i = 1; i < levels.size(); i++) {
            assertTrue(levels.get(i) <= levels.get(i - 1) + 1, "no level is skipped: " + levels);
        }
    }
}
