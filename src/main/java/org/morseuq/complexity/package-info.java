/**
 * How complex a network is, and what that predicts: geometric complexity, neural collapse, margins and their bounds,
 * curvature.
 *
 * <p>Measures take arrays or the interfaces of {@link org.morseuq.function} and give records. An estimate says how far off
 * it may be.
 */
package org.morseuq.complexity;
