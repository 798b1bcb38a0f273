package io.github.latent4j.cli;

import java.io.PrintWriter;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;
import picocli.CommandLine.Unmatched;

/** {@code lab}: JupyterLab on the course's notebooks, with the kernel of this build. */
@Command(
        name = "lab",
        description = {
            "Installs the kernel and opens JupyterLab on notebooks/.",
            "Uses the jupyter on the PATH, or else makes a private one under target/jupyter.",
            "Other arguments are passed on to jupyter lab, e.g. --port 9999 or --no-browser.",
            "Ctrl-C ends it and every kernel that it started."
        },
        customSynopsis = "latent4j lab [-hV] [ARGUMENT OF jupyter lab...]",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class LabCommand implements Callable<Integer> {
    @Spec
    private CommandSpec spec;

    @Unmatched
    private List<String> passedOn = new ArrayList<>();

    @Override
    public Integer call() {
        Product product = Product.running();
        PrintWriter out = spec.commandLine().getOut();
        Optional<Jupyter> found = Jupyter.onPath();
        Path program;
        Path first;
        Optional<ClassArchive> archive = Optional.empty();
        if (found.isPresent()) {
            program = found.get().program();
            out.println("JupyterLab " + found.get().labVersion() + " from " + program);
            archive = installForUser(product, out).flatMap(ClassArchive::of);
            first = product.project().resolve("target/kernel");
        } else {
            PrivateJupyter own = PrivateJupyter.in(product.project());
            own.make(out);
            program = own.program();
            first = JupyterFolders.ofPrefix(own.folder());
            out.println("JupyterLab from " + own.folder());
        }
        // first in Jupyter's path, so that these notebooks get the kernel of this build whatever else is installed
        if (archive.isPresent()) {
            archive.get().copiedTo(KernelSpec.install(product, first));
        } else {
            InstallCommand.install(product, first, out);
        }
        List<String> command = command(program, "root".equals(System.getProperty("user.name")), passedOn);
        if (command.contains("--allow-root")) {
            out.println("You are root: JupyterLab is told --allow-root.");
        }
        out.flush();
        return Child.run(
                command,
                product.project().resolve("notebooks"),
                Map.of("JUPYTER_PATH", JupyterFolders.pathWith(first, System.getenv())));
    }

    /** Jupyter asks "Shut down? (y/n)" on Ctrl-C unless told the answer, and would then be left behind. */
    static List<String> command(Path program, boolean root, List<String> passedOn) {
        List<String> command = new ArrayList<>(List.of(program.toString(), "lab", "--ServerApp.answer_yes=True"));
        if (root && !passedOn.contains("--allow-root")) {
            command.add("--allow-root");
        }
        command.addAll(passedOn);
        return command;
    }

    /** Returns the kernel, unless somebody else's is in its place. */
    private static Optional<KernelSpec> installForUser(Product product, PrintWriter out) {
        Path data = JupyterFolders.user();
        Optional<KernelSpec> other = KernelSpec.readIn(data).filter(kernel -> !kernel.isOurs());
        if (other.isPresent()) {
            out.println("Another Java kernel in " + other.get().folder()
                    + " is left alone; only this JupyterLab uses ours. To use ours everywhere: `jupyter kernelspec remove java`,"
                    + " then `java -jar " + product.jar() + " install`.");
            return Optional.empty();
        }
        return Optional.of(InstallCommand.install(product, data, out));
    }
}
