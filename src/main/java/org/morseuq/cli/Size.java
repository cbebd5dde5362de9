package org.morseuq.cli;

import java.util.Locale;

/** How much an experiment does: some have a size that takes minutes and one that takes up to hours. */
enum Size {

    /** Minutes on one processor. */
    DEFAULT,

    /** More networks, methods or rates, which takes longer and may need more data. */
    LARGE;

    /** As definitions and the command line have it; also the folder of what belongs to a size other than the default. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
