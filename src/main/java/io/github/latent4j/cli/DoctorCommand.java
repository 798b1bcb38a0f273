package io.github.latent4j.cli;

import io.github.latent4j.data.Datasets;
import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** {@code doctor}: whether everything here works, and what to do where not. */
@Command(
        name = "doctor",
        description = {
            "Looks at JDK, processor, native library, memory, data sets, Jupyter, and the kernels that are installed, which it starts.",
            "Exit code 1 if something would not work; each problem comes with its remedy."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class DoctorCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Override
    public Integer call() {
        List<Finding> findings = new ArrayList<>(List.of(Machine.jdk()));
        if (Product.hasCompiler()) {
            try {
                Product product = Product.running();
                if (!JvmFlags.inForce()) {
                    // what a training JVM sees: its heap, its native library
                    return Child.run(product.command("doctor"), Path.of("").toAbsolutePath(), Map.of());
                }
                findings.addAll(findings(product));
            } catch (Failure e) {
                findings.add(Finding.problem("program", e.getMessage(), ""));
            }
        }
        PrintWriter out = spec.commandLine().getOut();
        out.print(Finding.table(findings));
        out.flush();
        return Finding.exitCode(findings);
    }

    private static List<Finding> findings(Product product) {
        List<Finding> findings = new ArrayList<>();
        findings.add(Finding.ok("program", product.jar().toString()));
        findings.add(Machine.processor());
        findings.add(Machine.memory());
        findings.addAll(Natives.findings());
        findings.addAll(dataSets());
        findings.addAll(Kernels.findings(product));
        findings.addAll(Kernels.settings(System.getenv()));
        return findings;
    }

    private static List<Finding> dataSets() {
        List<Finding> findings = new ArrayList<>(List.of(Finding.ok("data", "fashion-mini, part of this program")));
        for (Datasets.Status set : Datasets.list()) {
            findings.add(set.folder()
                    .map(folder -> Finding.ok("data", set.name() + " in " + DataCommand.describe(folder)))
                    .orElseGet(() -> Finding.note(
                            "data",
                            set.name() + " not on this machine",
                            "`java -jar target/latent4j.jar data fetch " + set.name()
                                    + "`; a notebook that needs it downloads it too")));
        }
        return findings;
    }
}
