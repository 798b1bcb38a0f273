package io.github.latent4j.cli;

import io.github.latent4j.kernel.OptionWords;
import io.github.latent4j.kernel.ParentProcess;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/**
 * Starts the kernel in a second JVM, with the options of {@value #VARIABLE} behind our own, where they win. Neither outlives the
 * other.
 */
final class KernelLauncher {
    /** The environment variable with options for the kernel's JVM; read at each start of a kernel. */
    static final String VARIABLE = "LATENT4J_JVM_OPTS";

    private KernelLauncher() {}

    /**
     * Waits until that kernel has ended.
     *
     * @param options in the form of {@link OptionWords}
     * @return its exit code
     * @throws IllegalArgumentException if {@code options} are none
     */
    static int run(String options, Path connectionFile) {
        List<String> command = command(
                Product.running(),
                ManagementFactory.getRuntimeMXBean().getInputArguments(),
                words(options),
                connectionFile);
        ProcessBuilder builder = new ProcessBuilder(command).inheritIO();
        builder.environment().remove(VARIABLE);
        builder.environment()
                .put(
                        ParentProcess.VARIABLE,
                        Long.toString(ProcessHandle.current().pid()));
        try {
            Process kernel = builder.start();
            Runtime.getRuntime().addShutdownHook(new Thread(kernel::destroy, "end kernel"));
            ParentProcess.whenEnded(System.getenv(ParentProcess.VARIABLE), kernel::destroy);
            int code = kernel.waitFor();
            if (code != 0) {
                System.err.println("latent4j: the kernel that was started with " + VARIABLE + "=" + options
                        + " ended with code " + code);
            }
            return code;
        } catch (IOException e) {
            throw new Failure("cannot start " + command.get(0) + ": " + e.getMessage(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new Failure("interrupted while the kernel was running", e);
        }
    }

    /** @param ours the options of this JVM, which kernel.json gives */
    static List<String> command(Product product, List<String> ours, List<String> theirs, Path connectionFile) {
        List<String> command = new ArrayList<>(List.of(product.java().toString()));
        command.addAll(JvmFlags.strict(ours, Runtime.version().feature()));
        command.addAll(theirs);
        command.addAll(List.of("-jar", product.jar().toString(), KernelCommand.NAME, connectionFile.toString()));
        return command;
    }

    /** The options, of which none may be what a JVM would take for the name of a class to run. */
    static List<String> words(String options) {
        List<String> words;
        try {
            words = OptionWords.of(options);
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(VARIABLE + ": " + e.getMessage(), e);
        }
        String before = "";
        for (String word : words) {
            boolean isValue =
                    before.startsWith("--") && !before.contains("="); // --add-opens java.base/java.lang=ALL-UNNAMED
            if (!word.startsWith("-") && !word.startsWith("@") && !isValue) {
                throw new IllegalArgumentException(VARIABLE + ": each option must begin with -, got " + word);
            }
            before = word;
        }
        return words;
    }
}
