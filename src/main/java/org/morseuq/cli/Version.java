package org.morseuq.cli;

import picocli.CommandLine.IVersionProvider;

/** The version that the jar's manifest declares. */
final class Version implements IVersionProvider {

    /** The version, or {@code development} when not run from a jar. */
    static String current() {
        String version = Version.class.getPackage().getImplementationVersion();
        return version == null ? "development" : version;
    }

    @Override
    public String[] getVersion() {
        return new String[] {"morse " + current()};
    }
}
