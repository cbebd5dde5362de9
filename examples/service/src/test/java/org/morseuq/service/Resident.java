package org.morseuq.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** What a process holds, as Linux tells it. */
final class Resident {

    private Resident() {}

    /** Bytes of memory that this process has in use, the engine's included. */
    static long bytes() throws IOException {
        return number("VmRSS:") * 1024;
    }

    /** Bytes of objects on the heap; after a collection, of those that live. */
    static long heap() {
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    static long threads() throws IOException {
        return number("Threads:");
    }

    private static long number(String name) throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith(name))
                .mapToLong(line -> Long.parseLong(line.replaceAll("\\D", "")))
                .findFirst()
                .orElseThrow();
    }
}
