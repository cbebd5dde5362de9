package org.morseuq.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import picocli.CommandLine;

/**
 * One run of the command line inside the test.
 *
 * @param code the exit code
 * @param out what was printed
 * @param err progress and messages
 */
record Cli(int code, String out, String err) {

    static Cli run(Object... args) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine line = Morse.commandLine().setOut(new PrintWriter(out)).setErr(new PrintWriter(err));
        String[] words = new String[args.length];
        for (int i = 0; i < args.length; i++) {
            words[i] = args[i].toString();
        }
        int code = line.execute(words);
        return new Cli(code, out.toString(), err.toString());
    }

    /** The last line of the messages. */
    String lastMessage() {
        return err.lines().reduce("", (before, line) -> line);
    }
}
