/**
 * Steps and flows: the integrator, the size of a step, its direction and its memory as independent choices, and what the
 * order of batches and tasks does.
 *
 * <p>Everything is written over {@link org.morseuq.function.Vector} and {@link org.morseuq.function.Objective}, and so
 * runs on toy functions and on networks alike.
 */
package org.morseuq.optimizer;
