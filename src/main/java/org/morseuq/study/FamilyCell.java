package org.morseuq.study;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * One network of a family whose members differ from a first one in one setting at a time, and what was measured on it.
 *
 * @param member the name of its settings
 * @param sweep the setting in which it differs; {@link #FIRST} if in none
 * @param settings all settings by name; unmodifiable
 * @param seed of its training
 * @param numbers what was measured, by name, finite; unmodifiable
 */
public record FamilyCell(
        String member, String sweep, Map<String, Double> settings, long seed, Map<String, Double> numbers) {

    /** The sweep of the member that all sweeps share. */
    public static final String FIRST = "";

    /** Copies the maps, and refuses a number that is not finite. */
    public FamilyCell {
        settings = Collections.unmodifiableMap(new LinkedHashMap<>(settings));
        numbers = Collections.unmodifiableMap(new LinkedHashMap<>(numbers));
        for (Map.Entry<String, Double> number : numbers.entrySet()) {
            if (!Double.isFinite(number.getValue())) {
                throw new IllegalArgumentException(member + ", seed " + seed + ": " + number.getKey()
                        + " must be finite, got " + number.getValue());
            }
        }
    }

    /** What was measured under a name. */
    public double number(String name) {
        Double number = numbers.get(name);
        if (number == null) {
            throw new IllegalArgumentException(
                    "nothing was measured under '" + name + "', known are " + numbers.keySet());
        }
        return number;
    }
}
