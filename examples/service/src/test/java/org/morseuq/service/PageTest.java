package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Base64;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The page in headless Chromium, where that is installed: an image is dropped on it, and it shows what was found. */
final class PageTest {

    /** Drops a file, waits until the page has an answer, and tells what can be read and seen on it. */
    private static final String DROP =
            """
            new Promise(resolve => {
              const bytes = Uint8Array.from(atob('FILE'), c => c.charCodeAt(0));
              const data = new DataTransfer();
              data.items.add(new File([bytes], 'image'));
              document.dispatchEvent(new DragEvent('drop', {dataTransfer: data, bubbles: true}));
              const look = () => {
                const status = $('status');
                if ($('result').hidden && !status.classList.contains('refused')) {
                  setTimeout(look, 20);
                  return;
                }
                const heat = $('heat').getContext('2d').getImageData(0, 0, 256, 256).data;
                resolve({
                  shown: !$('result').hidden,
                  status: status.textContent,
                  verdict: $('verdict').textContent,
                  flagged: $('verdict').classList.contains('flagged'),
                  energy: $('energy').textContent,
                  p: $('p').textContent,
                  name: $('class').textContent,
                  confidence: $('confidence').textContent,
                  image: $('image').complete ? $('image').naturalWidth : 0,
                  painted: heat.filter((value, i) => i % 4 === 3 && value > 0).length,
                  falls: $('falls').textContent,
                  rises: $('rises').textContent,
                  nearest: [...document.querySelectorAll('#nearest li')].map(li => li.textContent)});
              };
              look();
            })""";

    @TempDir
    private Path folder;

    private static JsonNode drop(Browser browser, byte[] file) throws Exception {
        return browser.evaluate(DROP.replace("FILE", Base64.getEncoder().encodeToString(file)));
    }

    @Test
    void whatIsDroppedIsJudged() throws Exception {
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "Chromium is not installed");
        Settings settings =
                Settings.of(Samples.DETECTOR).withBackbone(Samples.NETWORK).withWork(2, 16);
        try (Service service = Service.start(settings);
                Browser browser = Browser.open(program.get(), folder, "http://127.0.0.1:" + service.port() + "/")) {
            byte[] file = Pictures.png(4);
            JsonNode expected =
                    Client.json(new Client(service.port()).post("/image", file)).get("verdict");
            JsonNode seen = drop(browser, file);
            assertTrue(seen.get("shown").booleanValue(), seen::toString);
            assertEquals("", seen.get("status").textValue());
            assertEquals(expected.get("flagged"), seen.get("flagged"));
            assertEquals(expected.get("class"), seen.get("name"));
            assertTrue(seen.get("verdict")
                    .textValue()
                    .contains("“" + expected.get("class").textValue() + "”"));
            // Four digits are shown, and the batch of the heat map is another: a unit of the fourth.
            assertEquals(number(expected, "energy"), shown(seen, "energy", " nats"), 1e-3 * number(expected, "energy"));
            assertEquals(number(expected, "p_value"), shown(seen, "p", ""), 1e-3);
            assertEquals(100 * number(expected, "confidence"), shown(seen, "confidence", " %"), 0.1);
            assertTrue(seen.get("painted").intValue() > 256 * 256 / 4, () -> "the heat is not painted: " + seen);
            assertTrue(shown(seen, "falls", "") + shown(seen, "rises", "") > 0);
            assertEquals(expected.get("nearest").size(), seen.get("nearest").size());
            for (int i = 0; i < seen.get("nearest").size(); i++) {
                String name = expected.get("nearest").get(i).get("class").textValue();
                assertTrue(seen.get("nearest").get(i).textValue().startsWith(name), seen::toString);
            }

            JsonNode refused = drop(browser, "no image".getBytes(StandardCharsets.US_ASCII));
            assertFalse(refused.get("shown").booleanValue());
            assertFalse(refused.get("status").textValue().isBlank());
        }
    }

    private static double number(JsonNode verdict, String field) {
        return verdict.get(field).doubleValue();
    }

    private static double shown(JsonNode seen, String field, String unit) {
        String text = seen.get(field).textValue();
        assertTrue(text.endsWith(unit), text);
        return Double.parseDouble(
                text.substring(0, text.length() - unit.length()).replace(",", ""));
    }
}
