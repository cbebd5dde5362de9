package org.morseuq.cli;

import java.util.Set;
import org.morseuq.backbone.MapStatistic;
import picocli.CommandLine;
import picocli.CommandLine.Option;

/** What commands that make feature rows take of the maps of inner layers; where a detector is given, it says so itself. */
final class MapOptions {

    @Option(
            names = "--statistics",
            paramLabel = "NAME[,NAME...]",
            showDefaultValue = CommandLine.Help.Visibility.NEVER,
            description =
                    "What the map of each channel of an inner layer becomes: mean, std, max, active (the share of positive"
                            + " numbers). By default all four; mean,std makes rows half as long and heads that answer in half the"
                            + " time and detect less well. A detector that is given says so itself.")
    private String statistics;

    /** The statistics that were asked for, or all. */
    Set<MapStatistic> statistics() {
        return parsed(statistics);
    }

    /** The statistics of a list, all if there is no list. */
    static Set<MapStatistic> parsed(String statistics) {
        return statistics == null ? MapStatistic.all() : MapStatistic.parse(statistics);
    }

    /** Refuses them where something else decides. */
    void requireNone(String instead) {
        if (statistics != null) {
            throw new IllegalArgumentException("--statistics cannot be given with " + instead);
        }
    }
}
