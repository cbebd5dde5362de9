/** Files as the other rooms need them: JSON documents, safetensors, digests, and writes that happen whole or not at all. */
package org.morseuq.store;
