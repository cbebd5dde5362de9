package org.morseuq.study;

/**
 * A study of steps and flows on problems small enough to be run again in a minute, as its {@code experiment.json} defines
 * it.
 */
public sealed interface StepStudy
        permits PrincipalFlowStudy, BackwardStudy, BracketStudy, RungeKuttaStudy, CorridorStudy, DriftAdjustedStudy {

    /** What it shows, in a line. */
    String title();

    /** By which part of itself a number may move before it is reported as moved. */
    double tolerance();

    /**
     * Runs it.
     *
     * @param check called now and then; whatever it throws ends the run
     * @return the numbers and the curves, the same for the same definition
     */
    StepResult run(Runnable check);
}
