package io.github.latent4j.cli;

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
        System.exit(Commands.commandLine().execute(args));
    }
}
