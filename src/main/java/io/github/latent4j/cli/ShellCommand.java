package io.github.latent4j.cli;

import java.io.File;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.stream.Collectors;
import jdk.jshell.tool.JavaShellToolBuilder;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code shell}: jshell with everything in place. */
@Command(
        name = "shell",
        description = "Opens jshell with the library and its one import, after running the given scripts.",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class ShellCommand implements Callable<Integer> {
    private static final String IMPORT = "import static io.github.latent4j.Latent4j.*;";

    @Spec
    private CommandSpec spec;

    @Parameters(
            paramLabel = "FILE",
            arity = "0..*",
            description = "jshell scripts to run first; /exit in one ends the shell.")
    private List<Path> scripts = new ArrayList<>();

    @Override
    public Integer call() throws Exception {
        Product product = Product.running();
        for (Path script : scripts) {
            if (!Files.isReadable(script)) {
                throw new Failure("cannot read the script " + script.toAbsolutePath());
            }
        }
        spec.commandLine().getOut().println("latent4j in jshell; " + IMPORT + " is done. /exit ends it.");
        spec.commandLine().getOut().flush();
        return JavaShellToolBuilder.builder()
                .start(arguments(product, startup(), scripts).toArray(String[]::new));
    }

    /** Code runs in a JVM of its own with our flags; this one only reads and prints. */
    static List<String> arguments(Product product, Path startup, List<Path> scripts) {
        List<String> arguments = new ArrayList<>();
        String classPath =
                product.classPath().stream().map(Path::toString).collect(Collectors.joining(File.pathSeparator));
        arguments.addAll(List.of("--class-path", classPath, "--startup", "DEFAULT", "--startup", startup.toString()));
        JvmFlags.all().forEach(flag -> arguments.add("-R" + flag));
        scripts.forEach(script -> arguments.add(script.toString()));
        return arguments;
    }

    private static Path startup() {
        try {
            Path file = Files.createTempFile("latent4j", ".jsh");
            file.toFile().deleteOnExit();
            return Files.writeString(file, IMPORT + "\n");
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write jshell's startup script: " + e, e);
        }
    }
}
