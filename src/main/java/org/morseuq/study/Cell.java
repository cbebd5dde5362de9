package org.morseuq.study;

import org.morseuq.training.Examples;

/**
 * A piece of a study that is run by itself.
 *
 * @param definition everything that its numbers depend on beside the images; written as JSON it tells this piece from others
 * @param work what is done
 */
public record Cell(Object definition, Work work) {

    /** What a cell does. */
    @FunctionalInterface
    public interface Work {

        /**
         * Runs it.
         *
         * @param train the study's training examples
         * @param test its new examples
         * @param check called now and then; whatever it throws ends the run
         * @return the same for the same examples
         */
        Measured run(Examples train, Examples test, Runnable check);
    }
}
