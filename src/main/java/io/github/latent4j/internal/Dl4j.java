package io.github.latent4j.internal;

import java.lang.management.ManagementFactory;
import org.bytedeco.javacpp.Pointer;
import org.deeplearning4j.config.DL4JClassLoading;
import org.nd4j.common.config.ND4JClassLoading;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Starts Deeplearning4j once, with what it needs in a notebook, in {@code jshell} or in a plain program. Has to run
 * before any class of ND4J is initialised; {@link ComputeThread} sees to that.
 *
 * <p>A property that is already set is left alone: {@code -Dorg.eclipse.deeplearning4j.helpers.disable=true} switches
 * the oneDNN layers off, {@code -Dorg.bytedeco.javacpp.maxphysicalbytes} bounds the memory of the process.
 */
public final class Dl4j {
    /** Deeplearning4j's property that switches oneDNN off if it is {@code true}: its own layers' use of it, and our programs. */
    static final String WITHOUT_ONEDNN = "org.eclipse.deeplearning4j.helpers.disable";

    /** Share of the machine's (or container's) memory that the process may take before an allocation fails. */
    private static final double MEMORY_SHARE = 0.8;

    /** The class by its name: to be known where ND4J is not to be loaded. */
    private static final String BOUNDED_NATIVE_OPS = "io.github.latent4j.internal.BoundedNativeOps";

    /** The option of a JVM in which a user's own code may start ND4J before us, and shall not end the process by asking for too much. */
    public static final String BOUNDED_MEMORY_OPTION = "-D" + Nd4j.NATIVE_OPS + "=" + BOUNDED_NATIVE_OPS;

    private static final String MAX_PHYSICAL_BYTES = "org.bytedeco.javacpp.maxphysicalbytes";

    private static boolean started;

    private Dl4j() {}

    /** Idempotent. Called on the compute thread. */
    public static synchronized void start() {
        if (started) {
            return;
        }
        useOurClassLoader();
        setProperties();
        Nd4j.getBackend(); // loads the native library: other entry points of ND4J fail if this was not the first
        NativeThreads.together(); // ND4J counts the cores of the host, which in a container are not all ours
        started = true;
    }

    /**
     * ND4J looks its back end up through the context class loader of whichever thread touches it first; in a notebook
     * kernel that can be one that does not see the jars, and then it is broken until the JVM ends.
     */
    private static void useOurClassLoader() {
        ND4JClassLoading.setNd4jClassloaderFromClass(Dl4j.class);
        DL4JClassLoading.setDl4jClassloaderFromClass(Dl4j.class);
    }

    private static void setProperties() {
        // Layers on oneDNN: off by default in this release, about five times slower without
        setDefault(WITHOUT_ONEDNN, "false");
        setDefault("org.nd4j.log.initialization", "false");
        setDefault("org.nd4j.versioncheck", "false");
        // The report needs a library that is left out, and would be written into the working folder
        setDefault("org.deeplearning4j.crash.reporting.enabled", "false");
        // It warns of presets older than itself, which run; where logs are wanted, it is heard there
        setDefault("org.bytedeco.javacpp.logger", "slf4j");
        // JavaCPP's own default, four times the heap, invites the out-of-memory killer in a container
        setDefault(MAX_PHYSICAL_BYTES, Long.toString(defaultMaxPhysicalBytes()));
        setDefault(Nd4j.NATIVE_OPS, BOUNDED_NATIVE_OPS);
    }

    private static void setDefault(String property, String value) {
        if (System.getProperty(property) == null) {
            System.setProperty(property, value);
        }
    }

    private static long defaultMaxPhysicalBytes() {
        long memory = ManagementFactory.getPlatformMXBean(com.sun.management.OperatingSystemMXBean.class)
                .getTotalMemorySize();
        return (long) (MEMORY_SHARE * memory);
    }

    /** How much memory the process may take, in bytes; 0 for no bound. The same whether ND4J was started by us or by a user. */
    static long maxPhysicalBytes() {
        return System.getProperty(MAX_PHYSICAL_BYTES) == null ? defaultMaxPhysicalBytes() : Pointer.maxPhysicalBytes();
    }
}
