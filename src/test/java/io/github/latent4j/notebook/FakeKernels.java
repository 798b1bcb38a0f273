package io.github.latent4j.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import io.github.spencerpark.jupyter.kernel.LanguageInfo;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/** Kernels that write down what they are told to show. The classes stand in for those of the names in {@link #find}. */
public final class FakeKernels {
    static final List<String> CALLS = new ArrayList<>();
    static final ByteArrayOutputStream CONSOLE = new ByteArrayOutputStream();
    static @Nullable Object ijavaInstance;

    private FakeKernels() {}

    static void reset() {
        CALLS.clear();
        CONSOLE.reset();
        ijavaInstance = null;
    }

    static List<String> printed() {
        return CONSOLE.toString(StandardCharsets.UTF_8).lines().toList();
    }

    static KernelDisplay console() {
        return find(Map.of());
    }

    static KernelDisplay ijava() {
        ijavaInstance = new Object();
        return find(Map.of(
                "io.github.spencerpark.ijava.runtime.Kernel", IJavaKernel.class,
                "io.github.spencerpark.ijava.runtime.Display", IJavaDisplay.class));
    }

    static KernelDisplay find(Map<String, Class<?>> classes) {
        List<Function<String, Optional<Class<?>>>> lookups =
                List.of(name -> Optional.empty(), name -> Optional.ofNullable(classes.get(name)));
        return KernelDisplay.find(lookups, new PrintStream(CONSOLE, true, StandardCharsets.UTF_8));
    }

    public static final class IJavaKernel {
        private IJavaKernel() {}

        public static @Nullable Object getKernelInstance() {
            return ijavaInstance;
        }
    }

    /** Has the methods of JJava too. */
    public static final class IJavaDisplay {
        private IJavaDisplay() {}

        public static String display(Object value) {
            return record("display(" + value + ")");
        }

        public static String display(Object value, String... types) {
            return record("display(" + value + ", " + Arrays.toString(types) + ")");
        }

        public static void updateDisplay(String id, Object value) {
            record("updateDisplay(" + id + ", " + value + ")");
        }

        public static void updateDisplay(String id, Object value, String... types) {
            record("updateDisplay(" + id + ", " + value + ", " + Arrays.toString(types) + ")");
        }
    }

    public static final class RapaioGlobal {
        private RapaioGlobal() {}

        public static String display(Object value) {
            return record("display(" + value + ")");
        }

        public static String display(String type, Object value) {
            return record("display(" + type + ", " + value + ")");
        }

        public static void updateDisplay(String id, Object value) {
            record("updateDisplay(" + id + ", " + value + ")");
        }

        public static void updateDisplay(String id, String type, Object value) {
            record("updateDisplay(" + id + ", " + type + ", " + value + ")");
        }
    }

    /** Shows the first time, then fails as a kernel does whose connection has gone. */
    public static final class FailingDisplay {
        private FailingDisplay() {}

        public static String display(Object value, String... types) {
            return record("display(" + value + ")");
        }

        public static void updateDisplay(String id, Object value, String... types) {
            if (!CALLS.isEmpty()) {
                throw new IllegalStateException("the connection is closed");
            }
        }
    }

    /** A kernel of the family of IJava, which knows none of the library's types. */
    static final class StockKernel extends BaseKernel {
        @Override
        public DisplayData eval(String code) {
            return new DisplayData(code);
        }

        @Override
        public LanguageInfo getLanguageInfo() {
            return new LanguageInfo.Builder("java").build();
        }
    }

    private static String record(String call) {
        CALLS.add(call);
        return "id-1";
    }
}
