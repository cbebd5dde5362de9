/**
 * Frozen and trainable networks behind a small face of plain arrays.
 *
 * <p>This package and {@code training} are the only ones that know the engine ({@code ai.djl}).
 */
package org.morseuq.backbone;
