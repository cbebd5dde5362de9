package org.morseuq.cli;

import java.io.PrintWriter;
import java.util.concurrent.Callable;
import org.morseuq.backbone.EngineInfo;
import picocli.CommandLine;
import picocli.CommandLine.Command;

/** {@code morse info}: what was found on this machine. */
@Command(name = "info", description = "Show versions, the engine and the devices.", mixinStandardHelpOptions = true)
final class InfoCommand implements Callable<Integer> {

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() {
        PrintWriter out = spec.commandLine().getOut();
        out.println("morse       " + Version.current());
        out.println(
                "java        " + System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ")");
        out.println("system      " + System.getProperty("os.name") + " " + System.getProperty("os.arch") + ", "
                + Runtime.getRuntime().availableProcessors() + " processors");
        EngineInfo engine = EngineInfo.detect();
        out.println("engine      " + engine.name() + " " + engine.version() + " through DJL " + engine.library());
        out.println("threads     " + engine.threads());
        out.println("gpu         " + (engine.gpus() == 0 ? "none found" : engine.gpus() + " found"));
        out.flush();
        return 0;
    }
}
