/**
 * Studies of small networks: many short trainings that differ in one thing, and what their complexity, margins and errors have
 * to do with it.
 *
 * <p>A study lists cells. A cell is run by itself and comes to a few numbers, which are kept; the tables, statistics and curves
 * are made of the numbers of all cells.
 */
package org.morseuq.study;
