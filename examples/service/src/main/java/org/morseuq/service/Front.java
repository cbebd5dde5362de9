package org.morseuq.service;

import java.nio.ByteBuffer;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpHeader;
import org.eclipse.jetty.server.Handler;
import org.eclipse.jetty.server.Request;
import org.eclipse.jetty.server.Response;
import org.eclipse.jetty.util.Callback;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Brings requests to their endpoints and answers back. What has a body is read, within limits of length and time, and then
 * queued; all else is answered on the spot, so that health and metrics are told also under load.
 */
final class Front extends Handler.Abstract.NonBlocking {

    private static final Logger LOG = LoggerFactory.getLogger(Front.class);

    private final List<Route> routes;
    private final WorkQueue queue;
    private final Semaphore uploads;
    private final Settings settings;
    private final Telemetry telemetry;

    Front(List<Route> routes, WorkQueue queue, Settings settings, Telemetry telemetry) {
        this.routes = routes;
        this.queue = queue;
        this.uploads = new Semaphore(settings.uploads());
        this.settings = settings;
        this.telemetry = telemetry;
    }

    @Override
    @SuppressWarnings("FutureReturnValueIgnored") // at its end every failure has been handled
    public boolean handle(Request request, Response response, Callback callback) {
        long begin = System.nanoTime();
        String path = Request.getPathInContext(request);
        List<Route> here = routes.stream().filter(route -> route.takes(path)).toList();
        CompletableFuture<Answer> answer;
        try {
            Route route = choose(here, request);
            answer = route.queued()
                    ? queued(route, request, path)
                    : CompletableFuture.completedFuture(route.endpoint().answer(new Call(path, "", new byte[0])));
        } catch (RuntimeException e) {
            answer = CompletableFuture.failedFuture(e);
        }
        String name = here.isEmpty() ? "none" : here.get(0).path();
        answer.handle((done, failure) -> failure == null ? done : explain(failure))
                .thenAccept(done -> {
                    telemetry.answered(name, done.status(), System.nanoTime() - begin);
                    Answer whole = done.status() == 405
                            ? done.with("Allow", here.get(0).method())
                            : done;
                    send(whole, request, response, callback);
                })
                .exceptionally(failure -> {
                    callback.failed(failure);
                    return null;
                });
        return true;
    }

    private static Route choose(List<Route> here, Request request) {
        String method = request.getMethod().equals("HEAD") ? "GET" : request.getMethod();
        if (here.isEmpty()) {
            throw new Refusal(404, "there is nothing at this path; /openapi.json lists what there is");
        }
        return here.stream()
                .filter(route -> route.method().equals(method))
                .findFirst()
                .orElseThrow(() ->
                        new Refusal(405, "this path takes " + here.get(0).method() + ", not " + request.getMethod()));
    }

    private CompletableFuture<Answer> queued(Route route, Request request, String path) {
        String encoding = request.getHeaders().get(HttpHeader.CONTENT_ENCODING);
        if (encoding != null && !encoding.equalsIgnoreCase("identity")) {
            throw new Refusal(415, "the body is sent as " + encoding + ", expected it as it is");
        }
        if (!uploads.tryAcquire()) {
            throw new Refusal(429, "too many bodies are on their way; try again later");
        }
        String type = Objects.requireNonNullElse(request.getHeaders().get(HttpHeader.CONTENT_TYPE), "");
        return BodyReader.read(request, settings.bodyLimit())
                .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS)
                .exceptionally(failure -> {
                    throw late(failure, 408, "the body did not arrive in time");
                })
                .thenCompose(body -> queue.submit(() -> route.endpoint().answer(new Call(path, type, body)))
                        .orTimeout(settings.patience().toMillis(), TimeUnit.MILLISECONDS))
                .whenComplete((answer, failure) -> uploads.release());
    }

    private static RuntimeException late(Throwable failure, int status, String sentence) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        return cause instanceof TimeoutException ? new Refusal(status, sentence) : new CompletionException(cause);
    }

    private static Answer explain(Throwable failure) {
        Throwable cause = failure instanceof CompletionException ? failure.getCause() : failure;
        if (cause instanceof Refusal refusal) {
            return Answer.error(refusal.status(), refusal.getMessage());
        }
        if (cause instanceof TimeoutException) {
            return Answer.error(503, "the answer took too long; try again later");
        }
        LOG.error("a request failed", cause);
        return Answer.error(500, "the service failed; its log says why");
    }

    private static void send(Answer answer, Request request, Response response, Callback callback) {
        response.setStatus(answer.status());
        response.getHeaders()
                .put(HttpHeader.CONTENT_TYPE, answer.type())
                .put(HttpHeader.CONTENT_LENGTH, answer.body().length)
                .put(new HttpField("X-Content-Type-Options", "nosniff"));
        answer.headers().forEach(response.getHeaders()::put);
        if (answer.status() == 408) {
            response.getHeaders().put(HttpHeader.CONNECTION, "close"); // the rest of the body may still come
        }
        boolean head = request.getMethod().equals("HEAD");
        response.write(true, head ? ByteBuffer.allocate(0) : ByteBuffer.wrap(answer.body()), callback);
    }
}
