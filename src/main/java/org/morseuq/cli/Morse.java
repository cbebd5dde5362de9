package org.morseuq.cli;

/** The launcher. */
public final class Morse {

    private Morse() {}

    /**
     * Starts the program.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        System.exit(args.length == 0 ? 0 : 2);
    }
}
