/**
 * Measuring what a score is worth: detectors to compare with, metrics on plain arrays, and the evaluation itself.
 *
 * <p>Scores are higher for inputs that are more out-of-distribution. Metrics work on raw doubles and on ranks, so that a
 * strictly increasing map of the scores changes nothing.
 */
package org.morseuq.eval;
