package org.morseuq.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.w3c.dom.Document;

final class GalleryPageTest {

    /** One grey pixel. */
    private static final byte[] PNG = HexFormat.of()
            .parseHex("89504e470d0a1a0a0000000d4948445200000001000000010800000000"
                    + "3a7e9b550000000a49444154789c6360000000020001e221bc330000000049454e44ae426082");

    private static Exhibit exhibit(String name, Optional<List<String>> moved) {
        return new Exhibit(
                name,
                "A title " + Evidences.HOSTILE,
                "Expected this.",
                "Seen that.",
                List.of(new Exhibit.Picture("a grey pixel", PNG)),
                "a table\n  " + "w".repeat(200) + "\n",
                moved,
                "morse reproduce " + name,
                "1",
                Map.of("cifar10", "ab".repeat(32)),
                130);
    }

    static String page() {
        return GalleryPage.text(
                List.of(
                        exhibit("one", Optional.of(List.of())),
                        exhibit("two", Optional.of(List.of("a number moved"))),
                        exhibit("three", Optional.empty())),
                Map.of("four", "needs --data DIR"),
                "1");
    }

    @Test
    void everyExperimentIsShownAndJudged() {
        Document document = Pages.sound(page());
        assertEquals(5, Pages.all(document, "section").size());
        assertEquals(3, Pages.all(document, "img").size());
        String text = document.getDocumentElement().getTextContent();
        assertTrue(text.contains("passed: nothing moved"), text);
        assertTrue(text.contains("stated as a finding: 1 result moved"), text);
        assertTrue(text.contains("there are no recorded results"), text);
        assertTrue(text.contains("four: needs --data DIR"), text);
        assertTrue(text.contains("2 minutes"), text);
    }
}
