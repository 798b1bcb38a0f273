package io.github.latent4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

/** What {@code doctor} says about Jupyter and the kernels named {@code java}. */
final class Kernels {
    private Kernels() {}

    static List<Finding> findings(Product product) {
        PrivateJupyter own = PrivateJupyter.in(product.project());
        List<Finding> findings = new ArrayList<>();
        findings.add(jupyter(own));
        Set<Path> places = new LinkedHashSet<>(List.of(JupyterFolders.user()));
        Jupyter.onPath().ifPresent(jupyter -> places.add(JupyterFolders.ofPrefix(JupyterFolders.systemPrefix())));
        places.add(Path.of("/usr/local/share/jupyter"));
        places.add(Path.of("/usr/share/jupyter"));
        places.add(JupyterFolders.ofPrefix(own.folder()));
        List<Finding> kernels =
                places.stream().flatMap(place -> kernel(place).stream()).toList();
        findings.addAll(kernels);
        if (kernels.isEmpty()) {
            findings.add(Finding.note(
                    "kernel",
                    "not installed yet",
                    "`mvn -Plab` does it, or `java -jar " + product.jar() + " install`"));
        }
        return findings;
    }

    private static Finding jupyter(PrivateJupyter own) {
        Optional<Jupyter> found = Jupyter.onPath();
        if (found.isPresent()) {
            return Finding.ok(
                    "Jupyter",
                    "JupyterLab " + found.get().labVersion() + ", "
                            + found.get().program());
        }
        return own.isReady()
                ? Finding.ok("Jupyter", "JupyterLab in " + own.folder())
                : Finding.note(
                        "Jupyter",
                        "no JupyterLab on the PATH",
                        "`mvn -Plab` makes a private one, `mvn -Prun` needs none");
    }

    /** The kernel named {@code java} of one Jupyter data folder, if there is one. */
    static Optional<Finding> kernel(Path data) {
        Optional<KernelSpec> found;
        try {
            found = KernelSpec.readIn(data);
        } catch (Failure e) {
            return Optional.of(Finding.problem("kernel", e.getMessage(), ""));
        }
        return found.map(spec -> {
            if (!spec.isOurs()) {
                return Finding.note(
                        "kernel",
                        "somebody else's, in " + spec.folder(),
                        "to use ours there: `jupyter kernelspec remove java`, then install again");
            }
            List<Path> gone =
                    spec.parts().stream().filter(part -> !Files.exists(part)).toList();
            return gone.isEmpty()
                    ? Finding.ok("kernel", spec.folder().toString())
                    : Finding.problem(
                            "kernel",
                            spec.folder() + " starts " + gone.get(0) + ", which does not exist",
                            "install it again: `java -jar target/latent4j.jar install`, or `mvn -Plab`");
        });
    }
}
