/**
 * The few interfaces that optimizers, flows and measures of curvature speak: vectors of parameters, objectives with their
 * derivatives, vector fields and symmetric operators with their eigenpairs.
 *
 * <p>A vector may be a Java array or live on a device. Whatever is written over {@link org.morseuq.function.Vector} runs
 * on both: a researcher tries a method on a toy function in double precision, and a trainer runs the same code on a
 * network.
 */
package org.morseuq.function;
