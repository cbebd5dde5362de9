package org.morseuq.eval;

/**
 * How much a metric of one detector exceeds that of another on the same inputs.
 *
 * @param estimate the first less the second
 * @param low the lower end of its interval
 * @param high the upper end
 * @param pValue how often two equally good detectors would differ at least as much, in either direction; not corrected
 *     for the number of comparisons
 */
public record Difference(double estimate, double low, double high, double pValue) {}
