package org.morseuq.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.morseuq.export.HeadExport;
import org.morseuq.head.MorseDetector;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code morse export}: a fitted head as a program of another runtime. */
@Command(
        name = "export",
        description = {
            "Write a detector as one file that another runtime executes: .onnx (ONNX, operator set 18) or .pt (TorchScript).",
            "It takes float32 feature rows and gives energy, p-value, flag, class, nearest mode, temperature, calibrated",
            "probabilities and the energies of all classes."
        },
        mixinStandardHelpOptions = true)
final class ExportCommand implements Callable<Integer> {

    @Option(names = "--detector", required = true, description = "A fitted detector.")
    private Path detector;

    @Option(names = "--to", required = true, description = "The file to write; its ending says in which form.")
    private Path to;

    @Mixin
    private Flags flags;

    @CommandLine.Spec
    private CommandLine.Model.CommandSpec spec;

    @Override
    public Integer call() throws IOException {
        MorseDetector judge = flags.on(MorseDetector.load(detector));
        HeadExport.write(judge, to);
        PrintWriter out = spec.commandLine().getOut();
        out.printf("%s: features %s -> %s%n", to, judge.layout(), String.join(" ", HeadExport.outputs(judge)));
        out.flush();
        return 0;
    }
}
