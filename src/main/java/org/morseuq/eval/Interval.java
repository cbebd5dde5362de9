package org.morseuq.eval;

/**
 * A number estimated from a sample, and where the true one lies at a stated level of confidence.
 *
 * @param estimate the number
 * @param low the lower end, at most the estimate
 * @param high the upper end, at least the estimate
 */
public record Interval(double estimate, double low, double high) {}
