/**
 * One evaluation, one card or one gallery as one page: {@link org.morseuq.report.Evidence},
 * {@link org.morseuq.report.ComplexityEvidence} or {@link org.morseuq.report.Exhibit}s in, a self-contained HTML file out.
 *
 * <p>A page is a tree of {@code Element}s, which escape every text and close every tag, so that it is well-formed whatever
 * a file or a class is called. Curves are drawn as SVG by the page itself rather than by {@link org.morseuq.chart}: the
 * reader's browser has the fonts and the machine that evaluates needs none, lines stay sharp on paper, and a picture of a
 * thousand points takes ten kilobytes. Every picture says in words what is seen on it. Nothing is loaded from elsewhere
 * and nothing runs.
 */
package org.morseuq.report;
