/**
 * Studies of the theory: toys with known answers, and many short trainings of small networks that differ in one thing.
 *
 * <p>A study comes to a few numbers, which are kept; tables, statistics and curves are made of those. One that trains lists its
 * cells, and each is run by itself.
 */
package org.morseuq.study;
