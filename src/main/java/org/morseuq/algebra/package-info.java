/** Linear algebra on plain arrays: the few decompositions and products that the rooms above share. */
package org.morseuq.algebra;
