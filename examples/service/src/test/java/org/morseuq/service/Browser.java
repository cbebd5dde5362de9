package org.morseuq.service;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.File;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.WebSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;

/** Headless Chromium, told by its DevTools protocol what to evaluate in a page. */
final class Browser implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofMinutes(2);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final Process process;
    private final WebSocket socket;
    private final Messages messages;

    private Browser(Process process, WebSocket socket, Messages messages) {
        this.process = process;
        this.socket = socket;
        this.messages = messages;
    }

    /** Where it is installed, if it is. */
    static Optional<Path> installed() {
        String path = System.getenv("PATH");
        return path == null
                ? Optional.empty()
                : Stream.of(path.split(File.pathSeparator))
                        .flatMap(place -> Stream.of("chromium", "chromium-browser", "google-chrome")
                                .map(name -> Path.of(place, name)))
                        .filter(Files::isExecutable)
                        .findFirst();
    }

    /**
     * Opens a page.
     *
     * @param program {@link #installed}
     * @param folder for its profile
     * @param page the address
     */
    static Browser open(Path program, Path folder, String page) throws Exception {
        Path profile = folder.resolve("profile");
        Process process = new ProcessBuilder(
                        program.toString(),
                        "--headless",
                        "--no-sandbox",
                        "--disable-gpu",
                        "--disable-dev-shm-usage",
                        "--no-first-run",
                        "--disable-background-networking",
                        "--disable-component-update",
                        "--disable-sync",
                        "--remote-debugging-port=0",
                        "--user-data-dir=" + profile,
                        page)
                .redirectErrorStream(true)
                .redirectOutput(folder.resolve("browser.log").toFile())
                .start();
        try {
            Messages messages = new Messages();
            HttpClient client = HttpClient.newHttpClient();
            WebSocket socket = client.newWebSocketBuilder()
                    .buildAsync(URI.create(debugger(client, profile, page)), messages)
                    .join();
            Browser browser = new Browser(process, socket, messages);
            browser.awaitPage(page);
            return browser;
        } catch (Exception e) {
            process.destroyForcibly();
            throw e;
        }
    }

    /** The address under which the page listens, as soon as it is there. */
    private static String debugger(HttpClient client, Path profile, String page)
            throws IOException, InterruptedException {
        Path port = profile.resolve("DevToolsActivePort"); // its first line
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (System.nanoTime() < end) {
            List<String> lines = Files.exists(port) ? Files.readAllLines(port) : List.of();
            if (lines.size() > 1) {
                HttpRequest list = HttpRequest.newBuilder(URI.create("http://127.0.0.1:" + lines.get(0) + "/json/list"))
                        .build();
                for (JsonNode target : JSON.readTree(
                        client.send(list, HttpResponse.BodyHandlers.ofString()).body())) {
                    if (target.path("url").asText().equals(page)) {
                        return target.get("webSocketDebuggerUrl").asText();
                    }
                }
            }
            Thread.sleep(50);
        }
        throw new IOException("the browser does not show " + page);
    }

    /** An address is listed while the blank document before it is still shown, and that one is complete too. */
    private void awaitPage(String page) throws Exception {
        long end = System.nanoTime() + PATIENCE.toNanos();
        // Nothing answers while one document makes way for the next.
        while (!answer("document.readyState + ' ' + document.URL")
                .at("/result/result/value")
                .asText()
                .equals("complete " + page)) {
            if (System.nanoTime() > end) {
                throw new IOException("the browser does not finish its page");
            }
            Thread.sleep(20);
        }
    }

    /** What an expression is, or what it promises. */
    JsonNode evaluate(String expression) throws Exception {
        JsonNode answer = answer(expression);
        if (answer.has("error") || answer.at("/result").has("exceptionDetails")) {
            throw new AssertionError(answer.toString());
        }
        return answer.at("/result/result/value");
    }

    private JsonNode answer(String expression) throws Exception {
        messages.answer = new CompletableFuture<>();
        Map<String, Object> parameters = Map.of("expression", expression, "awaitPromise", true, "returnByValue", true);
        Map<String, Object> call = Map.of("id", 1, "method", "Runtime.evaluate", "params", parameters);
        socket.sendText(JSON.writeValueAsString(call), true).join();
        return JSON.readTree(messages.answer.get(PATIENCE.toSeconds(), TimeUnit.SECONDS));
    }

    /** One answer, of any number of pieces. */
    private static final class Messages implements WebSocket.Listener {

        private final StringBuilder text = new StringBuilder();
        private volatile CompletableFuture<String> answer = new CompletableFuture<>();

        @Override
        public CompletionStage<?> onText(WebSocket socket, CharSequence piece, boolean last) {
            text.append(piece);
            if (last) {
                answer.complete(text.toString());
                text.setLength(0);
            }
            socket.request(1);
            return null;
        }

        @Override
        public void onError(WebSocket socket, Throwable error) {
            answer.completeExceptionally(error);
        }
    }

    /** Its helpers write to the profile too, which may be deleted as soon as this has returned. */
    @Override
    public void close() {
        socket.abort();
        List<ProcessHandle> all = Stream.concat(process.descendants(), Stream.of(process.toHandle()))
                .toList();
        all.forEach(ProcessHandle::destroyForcibly);
        for (ProcessHandle each : all) {
            each.onExit().completeOnTimeout(each, 10, TimeUnit.SECONDS).join();
        }
    }
}
