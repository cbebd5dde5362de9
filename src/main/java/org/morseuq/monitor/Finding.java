package org.morseuq.monitor;

/** What a window of recent inputs shows. */
public enum Finding {
    /** Too few inputs yet to say anything. */
    TOO_FEW,
    /** Nothing that chance would not explain. */
    NO_DRIFT,
    /** The inputs are not like the calibration inputs. */
    INPUTS_DIFFER,
    /**
     * They differ from the first layer on, and there the most: what is to be expected where images are brought to the
     * network otherwise than in training.
     */
    PREPROCESSING_DIFFERS
}
