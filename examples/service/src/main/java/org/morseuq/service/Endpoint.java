package org.morseuq.service;

/** Answers the calls of one route; called by many threads at a time. */
@FunctionalInterface
interface Endpoint {

    /**
     * Answers a call.
     *
     * @throws Refusal if the client has to change something, or to wait
     */
    Answer answer(Call call);
}
