package io.github.latent4j.cli;

import java.nio.file.Path;

/** {@code java -jar target/latent4j.jar}: where the program starts. Uses no library before it knows that they are there. */
public final class Main {
    private Main() {}

    /** Runs the command that {@code args} name and ends this JVM with its exit code. */
    public static void main(String[] args) {
        try {
            Product.requireLibraries();
        } catch (Failure e) {
            System.err.println("latent4j: " + e.getMessage());
            System.exit(1);
        }
        // a kernel is waited for: what reads command lines takes a fifth of the time to its first result
        boolean kernel = args.length == 2 && args[0].equals(KernelCommand.NAME) && !args[1].startsWith("-");
        System.exit(
                kernel
                        ? KernelCommand.run(Path.of(args[1]))
                        : Commands.commandLine().execute(args));
    }
}
