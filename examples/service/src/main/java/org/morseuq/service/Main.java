package org.morseuq.service;

import java.io.IOException;

/** Starts the service; SIGTERM stops it after the requests that it has accepted. */
public final class Main {

    private Main() {}

    /**
     * Starts the service.
     *
     * @param args options; see {@link Settings#HELP}
     */
    public static void main(String[] args) {
        try {
            Settings settings = Settings.parse(args);
            Service service = Service.start(settings);
            Runtime.getRuntime().addShutdownHook(new Thread(service::close, "shutdown"));
            System.err.println("ready at http://" + settings.host() + ":" + service.port() + "/");
        } catch (IllegalArgumentException | IOException e) {
            System.err.println(e.getMessage());
            System.exit(2);
        }
    }
}
