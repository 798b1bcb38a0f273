package io.github.latent4j.internal;

import static org.bytedeco.dnnl.global.dnnl.dnnl_cpu;
import static org.bytedeco.dnnl.global.dnnl.dnnl_engine_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_unimplemented;
import static org.bytedeco.dnnl.global.dnnl.dnnl_version;

import java.nio.FloatBuffer;
import java.util.Locale;
import java.util.Optional;
import org.bytedeco.dnnl.dnnl_engine;
import org.bytedeco.dnnl.dnnl_version_t;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.jspecify.annotations.Nullable;

/** Intel's library of primitives for neural networks: whether it is there, its engine, and memory at an address. */
public final class OneDnn {
    private OneDnn() {}

    /** Tried once, at the first use of anything of oneDNN. */
    private static final class Loaded {
        private static final @Nullable dnnl_engine ENGINE;
        private static final String PROBLEM;

        static {
            dnnl_engine engine = null;
            String problem = "";
            try {
                engine = load();
            } catch (LinkageError | RuntimeException e) {
                problem = "oneDNN cannot be used: " + e.getMessage();
            }
            ENGINE = engine;
            PROBLEM = problem;
        }

        private static dnnl_engine load() {
            String machine = System.getProperty("os.arch", "");
            if (!machine.equals("amd64") && !machine.equals("x86_64")) {
                throw new UnsupportedOperationException("there is none for the processor type " + machine);
            }
            if (Boolean.getBoolean(Dl4j.WITHOUT_ONEDNN)) {
                throw new UnsupportedOperationException("-D" + Dl4j.WITHOUT_ONEDNN + "=true switches it off");
            }
            dnnl_engine engine = new dnnl_engine();
            check(dnnl_engine_create(engine, dnnl_cpu, 0));
            return engine;
        }
    }

    /** Why networks cannot be compiled on this machine; empty if they can. */
    public static Optional<String> problem() {
        return Loaded.PROBLEM.isEmpty() ? Optional.empty() : Optional.of(Loaded.PROBLEM);
    }

    /**
     * Version, such as "3.13.0".
     *
     * @throws IllegalStateException if there is a {@link #problem}
     */
    public static String version() {
        engine();
        dnnl_version_t version = dnnl_version();
        return String.format(Locale.ROOT, "%d.%d.%d", version.major(), version.minor(), version.patch());
    }

    /**
     * What runs primitives: the processor.
     *
     * @throws IllegalStateException if there is a {@link #problem}
     */
    public static dnnl_engine engine() {
        dnnl_engine engine = Loaded.ENGINE;
        if (engine == null) {
            throw new IllegalStateException(Loaded.PROBLEM);
        }
        return engine;
    }

    /** Throws unless a function of oneDNN reports success. */
    public static void check(int status) {
        if (status == dnnl_unimplemented) {
            throw new UnsupportedOperationException("oneDNN has no implementation of this layer for this machine");
        }
        if (status != 0) {
            throw new IllegalStateException("oneDNN reports status " + status);
        }
    }

    /** The values at an address of native memory. */
    public static FloatBuffer floats(long address, long count) {
        return new FloatPointer(at(address)).capacity(count).asBuffer();
    }

    /** The memory at an address, which stays its owner's. */
    public static Pointer at(long address) {
        return new Address(address);
    }

    /** Memory that somebody else owns. */
    private static final class Address extends Pointer {
        Address(long address) {
            this.address = address;
        }
    }
}
