/**
 * Images and tables on disk, read as streams of arrays.
 *
 * <p>Every {@link org.morseuq.data.ImageSet} can be read any number of times, in a fixed order, in memory that does not
 * grow with its size. {@code DataFolder} finds the well-known sets by name.
 */
package org.morseuq.data;
