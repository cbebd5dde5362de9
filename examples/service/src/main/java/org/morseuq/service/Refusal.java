package org.morseuq.service;

/** Says no to a request: a status and one sentence for the person who sent it. */
final class Refusal extends RuntimeException {

    private static final long serialVersionUID = 1L;

    private final int status;

    Refusal(int status, String sentence) {
        super(sentence, null, false, false); // no stack trace: a refusal is an answer, not a failure
        this.status = status;
    }

    int status() {
        return status;
    }
}
