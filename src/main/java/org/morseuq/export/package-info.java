/**
 * Fitted heads as programs of other runtimes: ONNX and TorchScript, from feature rows to verdicts.
 *
 * <p>What a head computes is written once, as a graph of a few operations, each of which knows its name in both languages.
 * No library is needed to write either file.
 */
package org.morseuq.export;
