package org.morseuq.service;

import java.nio.charset.StandardCharsets;
import java.util.Map;

/**
 * What goes back to the client.
 *
 * @param status the HTTP status
 * @param type the media type of the body
 * @param body the bytes; not copied
 * @param headers further headers
 */
record Answer(int status, String type, byte[] body, Map<String, String> headers) {

    static Answer json(Object document) {
        return new Answer(200, Wire.JSON, Wire.bytes(document), Map.of());
    }

    static Answer text(String type, String text) {
        return new Answer(200, type, text.getBytes(StandardCharsets.UTF_8), Map.of());
    }

    /** An error as the Open Inference Protocol has it: {@code {"error": SENTENCE}}. */
    static Answer error(int status, String sentence) {
        // The queue is short: what is refused now finds room a second later, unless the overload lasts.
        Map<String, String> headers = status == 429 || status == 503 ? Map.of("Retry-After", "1") : Map.of();
        return new Answer(status, Wire.JSON, Wire.bytes(Map.of("error", sentence)), headers);
    }

    Answer with(String header, String value) {
        return new Answer(status, type, body, Map.of(header, value));
    }
}
