package io.github.latent4j.internal;

import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.nd4j.linalg.factory.Environment;
import org.nd4j.linalg.factory.Nd4j;
import org.nd4j.nativeblas.NativeOpsHolder;

/**
 * The processors that this process may use: {@code OMP_NUM_THREADS} of them if that is set, else all. Either one native
 * operation is spread over all of them, or each works on its own. Called on the compute thread.
 */
public final class NativeThreads {
    private static final ExecutorService HELPERS = Executors.newCachedThreadPool(NativeThreads::helper);

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

    /** Runs {@code task} on another thread, which uses one processor; for between {@link #eachByItself} and after. */
    public static <T> Future<T> submit(Callable<T> task) {
        return HELPERS.submit(task);
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

    private static Thread helper(Runnable loop) {
        Thread created = new Thread(
                () -> {
                    NativeOpsHolder.getInstance().getDeviceNativeOps().setOmpNumThreads(1); // OpenMP counts per thread
                    loop.run();
                },
                "latent4j-helper");
        created.setDaemon(true);
        created.setContextClassLoader(NativeThreads.class.getClassLoader());
        return created;
    }
}
