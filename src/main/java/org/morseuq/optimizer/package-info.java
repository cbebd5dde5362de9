/**
 * Steps and flows: the integrator, the size of a step, its direction and its memory as independent choices, and what the
 * order of batches and tasks does.
 *
 * <p>Everything is written over {@link org.morseuq.function.Vector} and {@link org.morseuq.function.Objective}, and so
 * runs on toy functions and on networks alike. What is said of small steps is said of smooth functions; a network of
 * rectifiers is one between its kinks.
 */
package org.morseuq.optimizer;
