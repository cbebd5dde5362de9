/** Linear algebra on plain arrays: the few decompositions that the rooms above share. */
package org.morseuq.algebra;
