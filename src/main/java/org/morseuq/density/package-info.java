/**
 * Distributional \( \alpha \)-densities on level sets, \( u = a(x)\, \delta(F(x))\, |dx|^\alpha \), as plain arrays in
 * double precision: product, pairing, pullback, integration, and when a product exists at all.
 *
 * <p>They are the sharp limits of Morse densities. With a Gaussian kernel of rate \( \lambda \) and modes \( F = 0 \) in
 * codimension k, \( (\lambda / 2 \pi)^{k/2} a \mu_\lambda \to a\, \delta(F) \) with an error of \( O(1 / \lambda) \); the
 * product of two experts is the Morse density of the stacked map, so it has a stable sharp limit exactly where their mode
 * sets are transversal ({@link org.morseuq.density.Transversality}). Nothing here knows Morse networks: a mode set is
 * given to this room as the map and the derivative that cut it out.
 *
 * <table>
 * <caption>Where to look</caption>
 * <tr><td>{@link org.morseuq.density.AlphaDensity}</td><td>the family, closed under product and pullback</td></tr>
 * <tr><td>{@link org.morseuq.density.Integration}</td><td>sums over roots, quadrature of curves and surfaces, sampling</td></tr>
 * <tr><td>{@link org.morseuq.density.DivergenceExponent}</td><td>how fast a pairing that does not exist diverges</td></tr>
 * </table>
 *
 * <p><strong>A reconstruction.</strong> The notion is that of arXiv 2402.11854 (2024), of which only the abstract was at
 * hand. Definitions and formulas here were derived anew so as to agree with it and checked against closed forms; they are
 * not that paper's text, and where the two should differ the paper is right about its own words.
 */
package org.morseuq.density;
