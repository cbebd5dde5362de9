package org.morseuq.cli;

import java.util.Set;
import org.morseuq.backbone.MapStatistic;
import picocli.CommandLine.Option;

/** What commands that make feature rows take of the maps of inner layers; where a detector is given, it says so itself. */
final class MapOptions {

    @Option(
            names = "--statistics",
            paramLabel = "NAME[,NAME...]",
            defaultValue = "mean,std",
            description =
                    "What the map of each channel of an inner layer becomes: mean, std, max, active (the share of positive"
                            + " numbers). All four make larger rows, and a head that detects better.")
    private String statistics;

    /** The statistics that were asked for. */
    Set<MapStatistic> statistics() {
        return MapStatistic.parse(statistics);
    }
}
