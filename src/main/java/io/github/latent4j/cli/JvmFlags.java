package io.github.latent4j.cli;

import io.github.latent4j.internal.Dl4j;
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

    /** JDK 23 and newer warn about the native libraries' sun.misc.Unsafe; older ones do not know the option. */
    private static final String UNSAFE = "--sun-misc-unsafe-memory-access=allow";

    private static final int UNSAFE_SINCE = 23;

    /** Lets a JDK start with the options of a newer one: the JDK in the folder that kernel.json names may be another one by now. */
    private static final String LENIENT = "-XX:+IgnoreUnrecognizedVMOptions";

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
                "-Dfile.encoding=UTF-8", // as newer JDKs have it anyway: JDK 17 takes the locale's, in which typed text
                // may be lost
                "-XX:-CreateCoredumpOnCrash",
                "-XX:ErrorFile=" + crashReport,
                "--enable-native-access=ALL-UNNAMED",
                Dl4j.BOUNDED_MEMORY_OPTION,
                LENIENT,
                UNSAFE);
    }

    /**
     * The same options for a JVM that refuses what it does not know, so that a user's wrong option is told.
     *
     * @param flags that a JVM of release {@code java} was started with
     */
    static List<String> strict(List<String> flags, int java) {
        return flags.stream()
                .filter(flag -> !flag.equals(LENIENT))
                .filter(flag -> java >= UNSAFE_SINCE || !flag.equals(UNSAFE))
                .filter(flag -> java >= ClassArchive.CACHE_SINCE || !flag.startsWith(ClassArchive.CACHE))
                .toList();
    }
}
