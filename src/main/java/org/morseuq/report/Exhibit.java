package org.morseuq.report;

import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * An experiment as a gallery shows it.
 *
 * @param name of its folder
 * @param title of its definition
 * @param expected what was expected, in a sentence
 * @param seen what was seen, in a sentence
 * @param pictures the main one first
 * @param table its numbers for people, as plain text
 * @param moved what differs from the expected results by more than the definition allows; empty if there are none to compare
 *     with
 * @param command what to type to run it again
 * @param seed of everything random
 * @param data digests of what it read, by name
 * @param seconds that it took
 */
public record Exhibit(
        String name,
        String title,
        String expected,
        String seen,
        List<Picture> pictures,
        String table,
        Optional<List<String>> moved,
        String command,
        String seed,
        Map<String, String> data,
        double seconds) {

    /**
     * A picture.
     *
     * @param words what is seen on it
     * @param png the bytes of a PNG file
     */
    public record Picture(String words, byte[] png) {}
}
