/**
 * What is done to training images at random that leaves their classes as they are: crops, flips, holes, operations on colours and
 * shapes, fractals mixed in. All draws follow from the seed, the epoch and the image's index.
 */
package org.morseuq.augmentation;
