package io.github.latent4j.notebook;

import io.github.spencerpark.jupyter.kernel.BaseKernel;
import java.io.PrintStream;
import java.lang.reflect.InvocationTargetException;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The output area of the Jupyter kernel that runs this code: IJava (or a kernel that is compatible with it, such as
 * this project's), JJava or rapaio. Outside a kernel it is the console.
 *
 * <p>It never throws: if the kernel refuses, that is said once on the console, where the texts then go. It can be
 * used from any thread.
 */
public final class KernelDisplay {
    private final @Nullable Statics statics;
    private final PrintStream console;
    private volatile boolean refused;

    private KernelDisplay(@Nullable Statics statics, PrintStream console) {
        this.statics = statics;
        this.console = console;
    }

    /** Something on the page. */
    public interface Shown {
        /** Puts {@code content} in the place of what is shown, a text or a figure as with {@link #show}. */
        void update(Object content);
    }

    /** Looks for a running kernel. Under IJava this also teaches it to show this library's values. */
    public static KernelDisplay find() {
        List<Function<String, Optional<Class<?>>>> lookups = new ArrayList<>();
        lookups.add(name -> load(name, KernelDisplay.class.getClassLoader()));
        lookups.add(name -> load(name, Thread.currentThread().getContextClassLoader()));
        lookups.add(name -> load(name, ClassLoader.getSystemClassLoader()));
        return find(lookups, System.out);
    }

    /**
     * Looks in each place in turn.
     *
     * @param lookups from the name of a class to the class, one for each class loader
     * @param console where texts go if there is no kernel
     */
    static KernelDisplay find(List<Function<String, Optional<Class<?>>>> lookups, PrintStream console) {
        return new KernelDisplay(
                lookups.stream()
                        .flatMap(lookup -> Statics.of(lookup).stream())
                        .findFirst()
                        .orElse(null),
                console);
    }

    private static Optional<Class<?>> load(String name, @Nullable ClassLoader loader) {
        try {
            return Optional.of(Class.forName(name, true, loader));
        } catch (ClassNotFoundException | LinkageError e) {
            return Optional.empty();
        }
    }

    /** Whether there is a kernel, and it has not refused. */
    public boolean isPresent() {
        return statics != null && !refused;
    }

    /**
     * Shows a text as it is, or a figure or any other value in the kernel's way. On the console texts are printed and
     * everything else is left out.
     *
     * @return by which to replace it; on the console a replacement is printed as well
     */
    public Shown show(Object content) {
        Optional<String> id = call(s -> s.display(content), content);
        return replacement -> call(
                s -> {
                    s.update(id.orElseThrow(), replacement);
                    return "";
                },
                replacement);
    }

    private Optional<String> call(Call call, Object content) {
        boolean interrupted = Thread.interrupted(); // an interrupted thread would close the kernel's sockets
        try {
            if (statics != null && !refused) {
                return Optional.of(call.apply(statics));
            }
        } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
            refused = true;
            console.println("the notebook does not show what is going on here, so it is printed: " + reason(e));
        } finally {
            if (interrupted) {
                Thread.currentThread().interrupt();
            }
        }
        if (content instanceof String text) {
            console.println(text);
        }
        return Optional.empty();
    }

    private static Throwable reason(Throwable e) {
        return e instanceof InvocationTargetException && e.getCause() != null ? e.getCause() : e;
    }

    private interface Call {
        String apply(Statics statics) throws ReflectiveOperationException;
    }

    /**
     * The static methods that a kernel offers to the code it runs.
     *
     * @param mimeFirst whether a MIME type stands before the value, and alone; else after it, in an array
     */
    private record Statics(Class<?> owner, boolean mimeFirst) {
        private static final String TEXT = "text/plain";

        /** Of the kernel that runs among those whose classes are found. */
        static Optional<Statics> of(Function<String, Optional<Class<?>>> lookup) {
            return ijava(lookup)
                    .or(() -> lookup.apply("org.dflib.jjava.jupyter.kernel.BaseNotebookStatics")
                            .map(owner -> new Statics(owner, false)))
                    .or(() -> lookup.apply("org.rapaio.jupyter.kernel.global.Global")
                            .map(owner -> new Statics(owner, true)));
        }

        /** The classes alone mean nothing: this project's kernel has them in the library's own jar. */
        private static Optional<Statics> ijava(Function<String, Optional<Class<?>>> lookup) {
            try {
                Optional<Class<?>> kernel = lookup.apply("io.github.spencerpark.ijava.runtime.Kernel");
                Optional<Class<?>> display = lookup.apply("io.github.spencerpark.ijava.runtime.Display");
                if (kernel.isEmpty() || display.isEmpty()) {
                    return Optional.empty();
                }
                Object instance = kernel.get().getMethod("getKernelInstance").invoke(null);
                if (instance == null) {
                    return Optional.empty();
                }
                if (instance instanceof BaseKernel running) { // else the kernel has its own copy of that class
                    Renderers.register(running.getRenderer());
                }
                return Optional.of(new Statics(display.get(), false));
            } catch (ReflectiveOperationException | RuntimeException | LinkageError e) {
                return Optional.empty();
            }
        }

        String display(Object content) throws ReflectiveOperationException {
            Object id;
            if (!(content instanceof String)) {
                id = owner.getMethod("display", Object.class).invoke(null, content);
            } else if (mimeFirst) {
                id = owner.getMethod("display", String.class, Object.class).invoke(null, TEXT, content);
            } else {
                id = owner.getMethod("display", Object.class, String[].class)
                        .invoke(null, content, new String[] {TEXT});
            }
            return Objects.requireNonNull(id, "the kernel gave no display id").toString();
        }

        void update(String id, Object content) throws ReflectiveOperationException {
            if (!(content instanceof String)) {
                owner.getMethod("updateDisplay", String.class, Object.class).invoke(null, id, content);
            } else if (mimeFirst) {
                owner.getMethod("updateDisplay", String.class, String.class, Object.class)
                        .invoke(null, id, TEXT, content);
            } else {
                owner.getMethod("updateDisplay", String.class, Object.class, String[].class)
                        .invoke(null, id, content, new String[] {TEXT});
            }
        }
    }
}
