package org.morseuq.cli;

import java.io.PrintWriter;

/** Numbers the stages of a long piece of work on its progress lines, {@code [2/7] trace: ...}, and stops between two steps. */
final class Stages {

    private final PrintWriter err;
    private final Interruption interruption;
    private final int total;
    private int begun;

    Stages(PrintWriter err, Interruption interruption, int total) {
        this.err = err;
        this.interruption = interruption;
        this.total = total;
    }

    /** Begins the next stage, whether or not anything is left of it to do. */
    Stage next(String what) {
        begun++;
        interruption.check();
        return new Stage("[" + begun + "/" + total + "] " + what + ":");
    }

    /** One stage. */
    final class Stage {

        private final String what;
        private final Progress progress; // from now on, so that the first step tells how long one takes
        private boolean worked;
        private long taken;

        private Stage(String what) {
            this.what = what;
            progress = new Progress(err, what);
        }

        /** So much of it is done. */
        void at(long done, long of, String note) {
            worked = true;
            progress.at(done, of, note);
            interruption.check();
        }

        /** One more step of at most so many is done. */
        void step(long most) {
            at(++taken, Math.max(most, taken), "at most");
        }

        /** Ends it: what was not begun was remembered. */
        void end() {
            if (worked) {
                progress.finish();
            } else {
                err.println(what + " remembered");
                err.flush();
            }
        }
    }
}
