package org.morseuq.cli;

import java.util.Collection;
import java.util.Set;
import java.util.TreeSet;
import org.morseuq.backbone.EngineInfo;

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

    /** Refuses a device other than {@code cpu} and {@code gpu}; {@code auto} is the latter where the engine finds one. */
    static String device(String name) {
        require("device", name, Set.of("auto", "cpu", "gpu"));
        return name.equals("auto") ? (EngineInfo.detect().gpus() > 0 ? "gpu" : "cpu") : name;
    }
}
