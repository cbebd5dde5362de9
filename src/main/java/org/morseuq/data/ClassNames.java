package org.morseuq.data;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.List;

/** The class names of the well-known sets, by label. */
final class ClassNames {

    private ClassNames() {}

    /**
     * The names as published with the set.
     *
     * @param set {@code cifar10}, {@code cifar100} (fine labels), {@code mnist} or {@code fashion-mnist}
     * @return an unmodifiable list
     */
    static List<String> of(String set) {
        try (InputStream in = ClassNames.class.getResourceAsStream(set + ".classes.txt")) {
            if (in == null) {
                throw new IllegalArgumentException("no class names are known for '" + set + "'");
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
