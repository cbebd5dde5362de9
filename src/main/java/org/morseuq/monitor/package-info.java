/**
 * A detector in service: whether what it meets still looks like what it was calibrated on, and how it is replaced while
 * requests are being answered.
 *
 * <p>{@link org.morseuq.monitor.DriftMonitor} watches a window of recent inputs, {@link org.morseuq.monitor.Drift} says in
 * words what it sees there; {@link org.morseuq.monitor.ReloadableDetector} changes the detector under way. Plain arrays: no
 * engine, no meters; those are in {@link org.morseuq.meter}.
 */
package org.morseuq.monitor;
