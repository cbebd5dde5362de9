package org.morseuq.service;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Map;

/** A file that comes with the service; its policy lets the page load nothing from elsewhere. */
final class Page {

    private static final String POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self';"
            + " img-src 'self' blob: data:; base-uri 'none'; form-action 'none'; frame-ancestors 'none'";

    private Page() {}

    static Endpoint of(String file, String type) {
        try (InputStream in = Page.class.getResourceAsStream(file)) {
            Answer answer = new Answer(200, type, in.readAllBytes(), Map.of("Content-Security-Policy", POLICY));
            return call -> answer;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
