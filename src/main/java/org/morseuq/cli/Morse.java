package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.util.stream.Collectors;
import org.morseuq.store.MalformedFileException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The launcher: sets up the engine's environment, finds the command, turns failures into one sentence and an exit code. */
@Command(
        name = "morse",
        description = "Tells the user of a pretrained classifier when not to trust it.",
        synopsisSubcommandLabel = "COMMAND",
        subcommands = {
            EvaluateCommand.class,
            FitCommand.class,
            ScoreCommand.class,
            SampleCommand.class,
            TrainCommand.class,
            ComplexityCommand.class,
            ExtractCommand.class,
            ExportCommand.class,
            ReproduceCommand.class,
            InfoCommand.class
        },
        exitCodeListHeading = "Exit codes:%n",
        exitCodeList = {
            "0:done",
            "1:the run failed",
            "2:bad usage or bad input",
            "3:a --require was not met",
            "130:interrupted"
        },
        mixinStandardHelpOptions = true,
        versionProvider = Version.class)
public final class Morse implements Runnable {

    static final int FAILED = 1;
    static final int BAD_INPUT = 2;
    static final int REQUIREMENT_NOT_MET = 3;
    static final int INTERRUPTED = 130;

    @Option(
            names = "--stacktrace",
            scope = CommandLine.ScopeType.INHERIT,
            description = "Show where a failure came from.")
    private boolean stackTrace;

    private final Interruption interruption = new Interruption();

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    /**
     * Starts the program; without arguments it runs the evaluation that ships with it.
     *
     * @param args the command line
     */
    public static void main(String[] args) {
        // The engine must neither download anything nor report home, and stays quiet about a missing GPU.
        System.setProperty("ai.djl.offline", "true");
        System.setProperty("OPT_OUT_TRACKING", "true");
        System.setProperty("org.slf4j.simpleLogger.defaultLogLevel", System.getProperty("morse.log", "error"));
        System.setProperty("java.awt.headless", "true");
        Morse morse = new Morse();
        morse.interruption.listen();
        int code = commandLine(morse).execute(args.length == 0 ? new String[] {"evaluate"} : args);
        System.out.flush();
        morse.interruption.end();
        System.exit(code);
    }

    /** The parser with all commands. */
    static CommandLine commandLine() {
        return commandLine(new Morse());
    }

    private static CommandLine commandLine(Morse morse) {
        return new CommandLine(morse)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler((wrong, args) -> {
                    PrintWriter err = wrong.getCommandLine().getErr();
                    err.println("morse: " + wrong.getMessage());
                    err.println(
                            "Try '" + wrong.getCommandLine().getCommandSpec().qualifiedName() + " --help'.");
                    err.flush();
                    return BAD_INPUT;
                })
                .setExecutionExceptionHandler(
                        (failure, commandLine, parsed) -> report(failure, commandLine.getErr(), morse.stackTrace));
    }

    /** What tells the commands that they should stop. */
    Interruption interruption() {
        return interruption;
    }

    /** The command line, with what a shell would split in quotes. */
    String typed() {
        return spec.commandLine().getParseResult().originalArgs().stream()
                .map(arg -> arg.matches("[\\w@%+=:,./-]+") ? arg : "'" + arg.replace("'", "'\\''") + "'")
                .collect(Collectors.joining(" ", "morse ", ""));
    }

    @Override
    public void run() {
        throw new CommandLine.ParameterException(spec.commandLine(), "Missing command");
    }

    private static int report(Exception failure, PrintWriter err, boolean stackTrace) {
        if (failure instanceof Interruption.Requested) {
            err.println("morse: interrupted");
            err.flush();
            return INTERRUPTED;
        }
        Throwable cause = failure instanceof UncheckedIOException unchecked ? unchecked.getCause() : failure;
        if (stackTrace) {
            cause.printStackTrace(err);
        }
        err.println("morse: " + sentence(cause));
        err.flush();
        return cause instanceof MalformedFileException
                        || cause instanceof FileSystemException
                        || cause instanceof IllegalArgumentException
                ? BAD_INPUT
                : FAILED;
    }

    static String sentence(Throwable cause) {
        if (cause instanceof NoSuchFileException missing && missing.getReason() == null) {
            return missing.getFile() + ": no such file or folder";
        }
        if (cause instanceof AccessDeniedException denied && denied.getReason() == null) {
            return denied.getFile() + ": permission denied";
        }
        if (cause instanceof IOException
                || cause instanceof IllegalArgumentException
                || cause instanceof IllegalStateException) {
            return cause.getMessage();
        }
        return "failed: " + cause + " (run again with --stacktrace to see where)";
    }
}
