/**
 * Morse heads: kernels, feature maps, the network of their experts, and what one is fitted for.
 *
 * <p>Everything here is plain arrays: no engine, no native memory, nothing to close, safe to share between threads.
 */
package org.morseuq.head;
