/**
 * Morse heads: kernels, feature maps, the network of their experts, and what one is fitted for; going downhill on its
 * energy, and sampling its density.
 *
 * <p>Everything fitted here is plain arrays: no engine, no native memory, nothing to close, safe to share between threads.
 */
package org.morseuq.head;
