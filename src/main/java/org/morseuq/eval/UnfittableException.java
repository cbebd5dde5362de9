package org.morseuq.eval;

/**
 * Says that a detector cannot be fitted on the features of this network, though others can: there is no embedding, the
 * logits are not linear in it, or there are no inner layers. A comparison goes on without the detector and gives the
 * message as the reason; input that is wrong for every detector raises a plain {@link IllegalArgumentException}.
 */
public final class UnfittableException extends IllegalArgumentException {

    private static final long serialVersionUID = 1L;

    /** With the reason, one sentence without a full stop. */
    public UnfittableException(String reason) {
        super(reason);
    }
}
