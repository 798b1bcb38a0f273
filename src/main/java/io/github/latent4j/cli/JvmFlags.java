package io.github.latent4j.cli;

import java.nio.file.Path;
import java.util.List;

/** The flags of every JVM that trains: the kernel's, {@code run}'s and {@code shell}'s. */
final class JvmFlags {
    /**
     * The heap's share of the memory of the machine or container. As much again may go to native memory (JavaCPP's own bound),
     * and the whole process stays below the bound that the start-up sets, 80 %: with Binder's 2 GB that leaves a Jupyter server
     * (about 150 MB) its room.
     */
    private static final String HEAP = "-XX:MaxRAMPercentage=30";

    /** Marks a JVM that was started with these flags. */
    private static final String MARK = "latent4j.jvm";

    private JvmFlags() {}

    /** Whether this JVM was started with these flags. */
    static boolean inForce() {
        return System.getProperty(MARK) != null;
    }

    /** Accepted by JDK 17 to 25, in this order. */
    static List<String> all() {
        Path crashReport = Path.of(System.getProperty("java.io.tmpdir"), "latent4j-crash-%p.log");
        return List.of(
                "-D" + MARK + "=true",
                HEAP,
                "-Djava.awt.headless=true",
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + crashReport,
                "--enable-native-access=ALL-UNNAMED",
                // JDK 23 and newer warn about the native libraries' sun.misc.Unsafe; older ones do not know the option
                "-XX:+IgnoreUnrecognizedVMOptions",
                "--sun-misc-unsafe-memory-access=allow");
    }
}
