package org.morseuq.service;

import java.io.IOException;
import java.nio.file.NoSuchFileException;

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
        } catch (NoSuchFileException e) {
            refuse(e.getFile() + ": no such file");
        } catch (IllegalArgumentException | IOException e) {
            refuse(e.getMessage());
        }
    }

    private static void refuse(String sentence) {
        System.err.println(sentence);
        System.exit(2);
    }
}
