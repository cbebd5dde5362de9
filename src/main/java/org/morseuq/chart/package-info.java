/**
 * Pictures of functions and points: arrays in, a PNG file out, written whole or not at all.
 *
 * <p>A {@link Sheet} is a table of {@link Panel}s, a panel is a stack of {@link Layer}s on common axes; a {@link Diagram}
 * shows {@link Curve}s, on linear or logarithmic axes. A new kind of picture of the plane is a new
 * layer. Everything is drawn in memory: no display is needed, but the machine must have a font.
 */
package org.morseuq.chart;
