/**
 * Frozen and trainable networks behind a small face of plain arrays.
 *
 * <p>This package, {@code training} and {@code serving} are the only ones that know the engine ({@code ai.djl}).
 */
package org.morseuq.backbone;
