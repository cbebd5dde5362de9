package org.morseuq.service;

import java.util.Map;

/** Tells whether the process lives, and whether it wants requests. */
final class Health {

    private volatile boolean stopping;

    /** From now on a balancer should send its requests elsewhere. */
    void stop() {
        stopping = true;
    }

    Answer live(Call call) {
        return Answer.json(Map.of("live", true));
    }

    Answer ready(Call call) {
        if (stopping) {
            throw new Refusal(503, "the service is stopping");
        }
        return Answer.json(Map.of("ready", true));
    }

    Answer health(Call call) {
        ready(call);
        return Answer.json(Map.of("status", "up"));
    }
}
