/**
 * Verdicts inside a DJL application: a translator that puts a detector behind any image classifier, and a bounded pool of
 * predictors, which are not thread-safe by themselves.
 *
 * <p>Who uses DJL meets its types here, in the places where DJL asks for them. Who does not needs only {@code head}.
 */
package org.morseuq.serving;
