package io.github.spencerpark.ijava;

import io.github.latent4j.kernel.JavaKernel;
import org.jspecify.annotations.Nullable;

/** Where older notebooks of IJava look for the kernel. */
public final class IJava {
    private IJava() {}

    /** The running kernel; null outside a notebook. */
    public static @Nullable JavaKernel getKernelInstance() {
        return JavaKernel.running();
    }
}
