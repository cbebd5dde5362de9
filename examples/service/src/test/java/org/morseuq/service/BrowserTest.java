package org.morseuq.service;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.net.httpserver.HttpServer;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The tests' own browser: it must not answer for the blank document that it shows until a page is there. */
final class BrowserTest {

    /** Longer than the browser takes to list a page that it has not read. */
    private static final long SLOW_MILLIS = 1500;

    @TempDir
    private Path folder;

    @Test
    void waitsForASlowPageAndItsSlowScript() throws Exception {
        Optional<Path> program = Browser.installed();
        assumeTrue(program.isPresent(), "Chromium is not installed");
        HttpServer server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        ExecutorService threads = Executors.newCachedThreadPool();
        server.setExecutor(threads);
        slowly(server, "/", "text/html", "<!DOCTYPE html><title>slow</title><script defer src=\"/page.js\"></script>");
        slowly(server, "/page.js", "text/javascript", "const answer = 42;");
        server.start();
        String page = "http://127.0.0.1:" + server.getAddress().getPort() + "/";
        try (Browser browser = Browser.open(program.get(), folder, page)) {
            assertEquals(42, browser.evaluate("answer").intValue());
        } finally {
            server.stop(0);
            threads.shutdownNow();
        }
    }

    private static void slowly(HttpServer server, String path, String type, String text) {
        server.createContext(path, exchange -> {
            try (exchange) {
                Thread.sleep(SLOW_MILLIS);
                byte[] body = text.getBytes(StandardCharsets.UTF_8);
                exchange.getResponseHeaders().set("Content-Type", type);
                exchange.sendResponseHeaders(200, body.length);
                exchange.getResponseBody().write(body);
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
    }
}
