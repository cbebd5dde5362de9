package org.morseuq.service;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.eclipse.jetty.server.HttpConfiguration;
import org.eclipse.jetty.server.HttpConnectionFactory;
import org.eclipse.jetty.server.NetworkConnectionLimit;
import org.eclipse.jetty.server.Server;
import org.eclipse.jetty.server.ServerConnector;
import org.eclipse.jetty.server.handler.GracefulHandler;
import org.eclipse.jetty.util.thread.QueuedThreadPool;
import org.morseuq.head.MorseDetector;
import org.morseuq.monitor.ReloadableDetector;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** The running service: puts the parts together, and takes them apart in an order that loses no accepted request. */
final class Service implements AutoCloseable {

    private static final Logger LOG = LoggerFactory.getLogger(Service.class);

    /** How long a stop may take; what is not answered by then is dropped. */
    private static final Duration STOP = Duration.ofSeconds(30);

    /** How many clients may be connected; more wait to be. */
    private static final int CONNECTIONS = 1024;

    private final Server server;
    private final ServerConnector connector;
    private final WorkQueue queue;
    private final List<Route> routes;
    private final LiveDetector live;
    private final Optional<ImageFeatures> network;
    private final Health health = new Health();

    private Service(Settings settings) throws IOException {
        network = network(settings);
        ReloadableDetector.Check check = detector -> network.ifPresent(features -> features.check(detector));
        live = LiveDetector.open(settings.detector(), check, settings.poll());
        queue = new WorkQueue(settings.workers(), settings.queue());
        Telemetry telemetry = new Telemetry(queue);
        routes = List.copyOf(routes(telemetry));
        QueuedThreadPool threads = new QueuedThreadPool(16, 4);
        threads.setName("http");
        server = new Server(threads);
        connector = connector(settings);
        server.addConnector(connector);
        server.addBean(new NetworkConnectionLimit(CONNECTIONS, connector));
        server.setHandler(new GracefulHandler(new Front(routes, queue, settings, telemetry)));
        server.setErrorHandler(new Errors());
        server.setStopTimeout(STOP.toMillis());
    }

    private static Optional<ImageFeatures> network(Settings settings) throws IOException {
        if (settings.backbone().isEmpty()) {
            return Optional.empty();
        }
        MorseDetector detector = MorseDetector.load(settings.detector());
        return Optional.of(
                ImageFeatures.open(settings.backbone().get(), detector, settings.workers(), settings.patience()));
    }

    /** Starts; when this returns, requests are answered. */
    static Service start(Settings settings) throws IOException {
        Service service = new Service(settings);
        try {
            service.server.start();
            return service;
        } catch (IOException e) {
            service.close();
            throw e;
        } catch (Exception e) {
            service.close();
            throw new IOException("the server does not start: " + e.getMessage(), e);
        }
    }

    private List<Route> routes(Telemetry telemetry) {
        Judge judge = new Judge(telemetry, live);
        ModelEndpoints model = new ModelEndpoints(live);
        List<Route> routes = new ArrayList<>();
        routes.add(Route.post("/features", new FeatureEndpoint(live, judge)));
        routes.add(Route.post("/image", new ImageEndpoint(live, network, judge)));
        routes.add(Route.post("/image/heat", new HeatEndpoint(live, network, judge)));
        routes.add(Route.get("/v2", model::server));
        routes.add(Route.get("/v2/health/live", health::live));
        routes.add(Route.get("/v2/health/ready", health::ready));
        routes.add(Route.get("/v2/models/{model}", model::model));
        routes.add(Route.get("/v2/models/{model}/ready", model::modelReady));
        routes.add(Route.post("/v2/models/{model}/infer", new InferenceEndpoint(live, judge)));
        routes.add(Route.get("/health", health::health));
        routes.add(Route.get("/drift", live::drift));
        routes.add(Route.get("/metrics", telemetry::text));
        routes.add(Route.get("/openapi.json", Page.of("openapi.json", Wire.JSON)));
        routes.add(Route.get("/", Page.of("page.html", "text/html; charset=utf-8")));
        routes.add(Route.get("/page.js", Page.of("page.js", "text/javascript; charset=utf-8")));
        routes.add(Route.get("/page.css", Page.of("page.css", "text/css; charset=utf-8")));
        return routes;
    }

    private ServerConnector connector(Settings settings) {
        HttpConfiguration http = new HttpConfiguration();
        http.setSendServerVersion(false);
        http.setRequestHeaderSize(8192);
        ServerConnector made = new ServerConnector(server, 1, 1, new HttpConnectionFactory(http));
        made.setHost(settings.host());
        made.setPort(settings.port());
        made.setIdleTimeout(Duration.ofSeconds(30).toMillis());
        return made;
    }

    /** The port that is listened on. */
    int port() {
        return connector.getLocalPort();
    }

    /** What is answered. */
    List<Route> routes() {
        return routes;
    }

    /** Where the work waits. */
    WorkQueue queue() {
        return queue;
    }

    /** Lets balancers know, takes no new request, answers those that are on their way, and ends. */
    @Override
    public void close() {
        health.stop();
        try {
            server.stop(); // waits for the requests that have begun, and closes the port first
            queue.finish(STOP.toSeconds());
            LOG.info("stopped; of {} accepted requests {} were done", queue.accepted(), queue.done());
        } catch (Exception e) {
            LOG.warn("the service did not stop in good order: {}", e.getMessage());
        } finally {
            live.close();
            network.ifPresent(ImageFeatures::close);
        }
    }
}
