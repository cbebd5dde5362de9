package org.morseuq.backbone;

import java.util.Arrays;
import java.util.Collections;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import org.morseuq.data.Layout;

/**
 * What the map of a channel, numbers \( x_p \) at P positions, becomes in a row of features. A block of a row is named after
 * it: {@code inner1.mean}.
 *
 * <p>The largest number and the share of active positions tell how concentrated a response is, which mean and deviation leave
 * open; on networks that end their stages in rectifiers, a head that sees all four detects near and far distributions better.
 * Mean and deviation alone make rows half as long, and verdicts in half the time.
 */
public enum MapStatistic {
    /** \( m = \frac{1}{P} \sum_p x_p \). */
    MEAN("mean"),
    /** \( \sqrt{\frac{1}{P - 1} \sum_p (x_p - m)^2} \). */
    STD("std"),
    /** \( \max_p x_p \). */
    MAX("max"),
    /** \( \frac{1}{P} \#\{p : x_p > 0\} \), whose derivative is 0 wherever it has one. */
    ACTIVE("active");

    private static final Set<MapStatistic> ALL = Collections.unmodifiableSet(EnumSet.allOf(MapStatistic.class));
    private static final Set<MapStatistic> MOMENTS = Collections.unmodifiableSet(EnumSet.of(MEAN, STD));

    private final String word;

    MapStatistic(String word) {
        this.word = word;
    }

    /** All four, which maps become unless others are asked for. */
    public static Set<MapStatistic> all() {
        return ALL;
    }

    /** Mean and deviation. */
    public static Set<MapStatistic> moments() {
        return MOMENTS;
    }

    /**
     * Reads a list.
     *
     * @param words for example {@code mean,std,max,active}, in any order, each once
     * @return at least one, in the order of this enumeration
     * @throws IllegalArgumentException if a word is unknown, comes twice, or none is given
     */
    public static Set<MapStatistic> parse(String words) {
        Set<MapStatistic> statistics = EnumSet.noneOf(MapStatistic.class);
        for (String word : words.split(",", -1)) {
            MapStatistic statistic = Arrays.stream(values())
                    .filter(each -> each.word.equals(word))
                    .findFirst()
                    .orElseThrow(() -> new IllegalArgumentException(
                            "unknown statistic '" + word + "' of a map, known are " + List.of(values())));
            if (!statistics.add(statistic)) {
                throw new IllegalArgumentException("the statistic " + word + " is named twice");
            }
        }
        return Collections.unmodifiableSet(statistics);
    }

    /**
     * Those that rows of this layout were made with.
     *
     * @param layout of rows, or of the columns of them that a detector looks at
     * @return mean and deviation, which are found fastest, if it has no block that is named after one
     */
    public static Set<MapStatistic> of(Layout layout) {
        Set<MapStatistic> statistics = EnumSet.noneOf(MapStatistic.class);
        for (MapStatistic statistic : values()) {
            if (layout.names().stream()
                    .anyMatch(name -> name.startsWith(Layout.INNER) && name.endsWith("." + statistic))) {
                statistics.add(statistic);
            }
        }
        return statistics.isEmpty() ? MOMENTS : Collections.unmodifiableSet(statistics);
    }

    /** Whether mean and deviation are all that these need. */
    static boolean areMoments(Set<MapStatistic> statistics) {
        return MOMENTS.containsAll(statistics);
    }

    /**
     * The same in the order of this enumeration, which is that of the blocks of a row.
     *
     * @throws IllegalArgumentException if there is none
     */
    static Set<MapStatistic> inOrder(Set<MapStatistic> statistics) {
        if (statistics.isEmpty()) {
            throw new IllegalArgumentException("a map becomes at least one of " + List.of(values()));
        }
        return Collections.unmodifiableSet(EnumSet.copyOf(statistics));
    }

    @Override
    public String toString() {
        return word;
    }
}
