package io.github.latent4j.cli;

import io.github.latent4j.cli.Finding.Verdict;
import io.github.latent4j.kernel.KernelClient;
import io.github.latent4j.kernel.KernelSettings;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/** What {@code doctor} says about Jupyter and the kernels named {@code java}. */
final class Kernels {
    private static final String KERNEL = "kernel";
    private static final String START = "start";
    private static final String SETTING = "setting";
    private static final String CORRECT = "correct the environment variable, or unset it";
    private static final String INSTALL_AGAIN =
            "install it again: `java -jar target/latent4j.jar install`, or `mvn -Plab`";
    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final List<String> VARIABLES = Stream.concat(
                    Stream.of(KernelLauncher.VARIABLE), KernelSettings.VARIABLES.stream())
            .toList();

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
        for (Path place : places) {
            Optional<Finding> kernel = kernel(place);
            kernel.ifPresent(findings::add);
            if (kernel.isPresent() && kernel.get().verdict() == Verdict.OK) {
                findings.addAll(start(KernelSpec.readIn(place).orElseThrow()));
            }
        }
        if (findings.stream().noneMatch(finding -> finding.subject().equals(KERNEL))) {
            findings.add(Finding.note(
                    KERNEL, "not installed yet", "`mvn -Plab` does it, or `java -jar " + product.jar() + " install`"));
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

    /** The kernel named {@code java} of one Jupyter data folder, if there is one; {@code OK} if it is ours and complete. */
    static Optional<Finding> kernel(Path data) {
        Optional<KernelSpec> found;
        try {
            found = KernelSpec.readIn(data);
        } catch (Failure e) {
            return Optional.of(Finding.problem(KERNEL, e.getMessage(), ""));
        }
        return found.map(spec -> {
            if (!spec.isOurs()) {
                return Finding.note(
                        KERNEL,
                        "somebody else's, in " + spec.folder(),
                        "to use ours there: `jupyter kernelspec remove java`, then install again");
            }
            List<Path> gone =
                    spec.parts().stream().filter(part -> !Files.exists(part)).toList();
            if (!gone.isEmpty()) {
                return Finding.problem(
                        KERNEL, spec.folder() + " starts " + gone.get(0) + ", which does not exist", INSTALL_AGAIN);
            }
            return spec.missingLogos().isEmpty()
                    ? Finding.ok(KERNEL, spec.folder().toString())
                    : Finding.note(KERNEL, spec.folder() + " lacks " + spec.missingLogos(), INSTALL_AGAIN);
        });
    }

    private static List<Finding> start(KernelSpec spec) {
        return List.of(result(spec), archive(spec));
    }

    /** Starts it as Jupyter would, and has it calculate. */
    private static Finding result(KernelSpec spec) {
        long begin = System.nanoTime();
        try (KernelClient client = new KernelClient(spec.command(), Map.of(), PATIENCE)) {
            client.awaitReady();
            client.run("1 + 1");
            double seconds = (System.nanoTime() - begin) / 1e9;
            client.shutdown();
            return Finding.ok(START, String.format(Locale.ROOT, "first result after %.1f s", seconds));
        } catch (IllegalStateException | UncheckedIOException e) {
            return Finding.problem(START, String.valueOf(e.getMessage()), INSTALL_AGAIN);
        }
    }

    private static Finding archive(KernelSpec spec) {
        Optional<ClassArchive> archive = ClassArchive.of(spec);
        if (archive.isEmpty()) {
            return Finding.note(START, "slower than it could be, without an archive of classes", INSTALL_AGAIN);
        }
        return archive.get().fits(spec)
                ? Finding.ok(
                        START, "with the archive of classes " + archive.get().file())
                : Finding.note(
                        START,
                        "slower than it could be: the JVM refuses "
                                + archive.get().file() + ", since the jar or the JDK has changed",
                        INSTALL_AGAIN);
    }

    /** The environment variables in force. */
    static List<Finding> settings(Map<String, String> environment) {
        List<Finding> findings = new ArrayList<>();
        for (String variable : VARIABLES) {
            String value = environment.getOrDefault(variable, "");
            if (!value.isBlank()) {
                findings.add(Finding.ok(SETTING, variable + "=" + value));
            }
        }
        KernelSettings.of(environment, Path.of(""))
                .problems()
                .forEach(problem -> findings.add(Finding.problem(SETTING, problem, CORRECT)));
        try {
            KernelLauncher.words(environment.getOrDefault(KernelLauncher.VARIABLE, ""));
        } catch (IllegalArgumentException e) {
            findings.add(Finding.problem(SETTING, String.valueOf(e.getMessage()), CORRECT));
        }
        return findings;
    }
}
