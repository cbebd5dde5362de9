/** Fitting backbones and Morse heads: losses, loops, schedules and checkpoints. */
package org.morseuq.training;
