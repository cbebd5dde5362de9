package org.morseuq.service;

import io.micrometer.core.instrument.Gauge;
import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.prometheusmetrics.PrometheusConfig;
import io.micrometer.prometheusmetrics.PrometheusMeterRegistry;
import java.util.concurrent.TimeUnit;

/** The meters of the service in the text format of Prometheus. */
final class Telemetry {

    private final PrometheusMeterRegistry registry = new PrometheusMeterRegistry(PrometheusConfig.DEFAULT);

    Telemetry(WorkQueue queue) {
        Gauge.builder("morse.queue.waiting", queue, WorkQueue::waiting)
                .description("Accepted requests that wait for a worker")
                .register(registry);
    }

    /** Where others register meters of their own. */
    MeterRegistry registry() {
        return registry;
    }

    void answered(String route, int status, long nanos) {
        registry.timer("http.server.requests", "uri", route, "status", Integer.toString(status))
                .record(nanos, TimeUnit.NANOSECONDS);
    }

    Answer text(Call call) {
        return Answer.text("text/plain; version=0.0.4; charset=utf-8", registry.scrape());
    }
}
