package io.github.spencerpark.ijava.runtime;

import io.github.latent4j.kernel.CellException;
import io.github.latent4j.kernel.JavaKernel;
import org.jspecify.annotations.Nullable;

/** The running kernel; imported into every cell. */
public final class Kernel {
    private Kernel() {}

    /** The running kernel; null outside a notebook. */
    public static @Nullable JavaKernel getKernelInstance() {
        return JavaKernel.running();
    }

    /**
     * Runs code as a cell of the running kernel.
     *
     * @return the value of the last statement, null if it has none
     * @throws CellException if the code fails
     * @throws IllegalStateException outside a notebook
     */
    public static @Nullable Object eval(String code) throws CellException {
        return required().evalRaw(code);
    }

    static JavaKernel required() {
        JavaKernel kernel = JavaKernel.running();
        if (kernel == null) {
            throw new IllegalStateException("no kernel is running: this works in a notebook only");
        }
        return kernel;
    }
}
