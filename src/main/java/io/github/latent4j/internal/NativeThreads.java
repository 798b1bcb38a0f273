package io.github.latent4j.internal;

import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The processors that this process may use: {@code OMP_NUM_THREADS} of them if that is set, else all. Either one native
 * operation is spread over all of them, or each works on its own. Called on the compute thread.
 */
public final class NativeThreads {
    private static int current;

    private NativeThreads() {}

    /** How many processors. */
    public static int available() {
        String wanted = System.getenv("OMP_NUM_THREADS");
        return wanted != null && wanted.strip().matches("[1-9][0-9]{0,3}")
                ? Integer.parseInt(wanted.strip())
                : Runtime.getRuntime().availableProcessors();
    }

    /** From now on an operation that this thread starts uses all processors. */
    public static void together() {
        use(available());
    }

    /** From now on an operation uses one processor, so that each thread can have its own. */
    public static void eachByItself() {
        use(1);
    }

    /** Starts a thread that uses one processor, and ends with the JVM. */
    public static Thread start(String name, Runnable work) {
        Thread created = new Thread(
                () -> {
                    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1); // OpenMP counts per thread
                    work.run();
                },
                name);
        created.setDaemon(true);
        created.setContextClassLoader(NativeThreads.class.getClassLoader());
        created.start();
        return created;
    }

    /** Three pools of threads: OpenMP's, ND4J's own, and that of OpenBLAS. */
    private static void use(int threads) {
        if (threads == current) {
            return;
        }
        current = threads;
        NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(threads);
        Environment environment = Nd4j.getEnvironment();
        environment.setMaxThreads(threads);
        environment.setMaxMasterThreads(threads);
        Nd4j.factory().blas().setMaxThreads(threads);
    }
}
