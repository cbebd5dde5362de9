package org.morseuq.cli;

import java.util.Collection;
import java.util.TreeSet;

/** Checks the names that options take. */
final class Names {

    private Names() {}

    /** Refuses a name that is not known, and says which are. */
    static String require(String what, String name, Collection<String> known) {
        if (!known.contains(name)) {
            throw new IllegalArgumentException(
                    "unknown " + what + " '" + name + "', known are " + String.join(", ", new TreeSet<>(known)));
        }
        return name;
    }

    /** Refuses a device other than {@code cpu} and {@code gpu}. */
    static String device(String name) {
        return require("device", name, java.util.Set.of("cpu", "gpu"));
    }
}
