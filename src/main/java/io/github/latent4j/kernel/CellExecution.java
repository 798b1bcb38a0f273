package io.github.latent4j.kernel;

import java.lang.instrument.ClassDefinition;
import java.lang.instrument.Instrumentation;
import java.lang.instrument.UnmodifiableClassException;
import java.lang.reflect.Field;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.util.Collections;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.Map;
import java.util.Set;
import jdk.jshell.execution.DirectExecutionControl;
import jdk.jshell.spi.SPIResolutionException;
import org.jspecify.annotations.Nullable;

/**
 * How JShell loads and runs the code of cells: in this JVM, on the {@link CellThread}, with {@link StopCheck}s, and with values
 * handed over as objects rather than as text.
 */
final class CellExecution extends DirectExecutionControl {
    private final CellThread thread;
    private final KeptVariables variables = new KeptVariables();
    private final Map<String, Object> values = new HashMap<>();
    private int lastValue;
    private @Nullable Throwable failure;
    private @Nullable RunClock clock;

    CellExecution(CellClassLoader loader, CellThread thread) {
        super(loader);
        this.thread = thread;
    }

    KeptVariables variables() {
        return variables;
    }

    @Override
    public void load(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        try {
            super.load(withChecks(classes));
            for (ClassBytecodes one : classes) {
                variables.loaded(findClass(one.name()));
            }
        } catch (ClassNotFoundException e) {
            throw new IllegalStateException("a class that was loaded must be found", e);
        } catch (ClassInstallException e) {
            failure = e.getCause() == null ? e : e.getCause(); // JShell would go on in silence
            throw e;
        }
    }

    /**
     * Changes classes in place. Where this is impossible (no instrumentation, or the class changed shape) JShell makes new
     * classes, to which {@link KeptVariables} carries the values over.
     */
    @Override
    public void redefine(ClassBytecodes[] classes)
            throws ClassInstallException, NotImplementedException, EngineTerminationException {
        Instrumentation instrumentation = KernelAgent.instrumentation();
        if (instrumentation == null) {
            super.redefine(classes);
            return;
        }
        ClassBytecodes[] checked = withChecks(classes);
        ClassDefinition[] changes = new ClassDefinition[checked.length];
        try {
            for (int i = 0; i < checked.length; i++) {
                changes[i] = new ClassDefinition(findClass(checked[i].name()), checked[i].bytecodes());
            }
            instrumentation.redefineClasses(changes);
        } catch (ClassNotFoundException | UnmodifiableClassException | UnsupportedOperationException | LinkageError e) {
            throw new ClassInstallException("cannot redefine: " + e, new boolean[classes.length]);
        }
    }

    private static ClassBytecodes[] withChecks(ClassBytecodes[] classes) {
        ClassBytecodes[] checked = new ClassBytecodes[classes.length];
        for (int i = 0; i < classes.length; i++) {
            checked[i] = new ClassBytecodes(classes[i].name(), StopCheck.addTo(classes[i].bytecodes()));
        }
        return checked;
    }

    @Override
    public String invoke(String className, String methodName)
            throws RunException, InternalException, EngineTerminationException {
        variables.carryOver(className);
        try {
            return super.invoke(className, methodName);
        } catch (InternalException e) {
            if (failure == null) {
                failure = e;
            }
            throw e;
        } finally {
            thread.requireNotLeft(); // another thread works with JShell now
        }
    }

    /** Runs one snippet; the returned text is the key for {@link #takeValue}. */
    @Override
    protected String invoke(Method snippet) throws Exception {
        Object value;
        RunClock measuring = clock;
        try {
            value = thread.call(
                    () -> measuring == null ? snippet.invoke(null) : measuring.run(() -> snippet.invoke(null)));
        } catch (InvocationTargetException e) {
            throw converted(e.getCause() == null ? e : e.getCause());
        } catch (Throwable e) {
            throw converted(e);
        }
        return keep(value);
    }

    private String keep(@Nullable Object value) {
        String key = "value" + lastValue++;
        if (value != null) {
            values.put(key, value);
        }
        return key;
    }

    /** Reads a variable; the returned text is the key for {@link #takeValue}. */
    @Override
    public String varValue(String className, String variable) throws InternalException {
        try {
            return keep(field(className, variable));
        } catch (ReflectiveOperationException | LinkageError e) {
            throw new InternalException("cannot read " + variable + ": " + e);
        }
    }

    /**
     * Has snippets measured from now on.
     *
     * @param measuring null for none
     * @return what measured them until now
     */
    @Nullable RunClock measureBy(@Nullable RunClock measuring) {
        RunClock before = clock;
        clock = measuring;
        return before;
    }

    /** What the static field of a class holds that {@link #load} was given. */
    @Nullable Object field(String className, String name) throws ReflectiveOperationException {
        Field field = findClass(className).getDeclaredField(name);
        field.setAccessible(true);
        return field.get(null);
    }

    private RunException converted(Throwable thrown) {
        failure = thrown;
        return converted(thrown, Collections.newSetFromMap(new IdentityHashMap<>()));
    }

    /** JShell's form of an exception and its causes; it is used for the lines of the stack trace only. */
    private static RunException converted(Throwable thrown, Set<Throwable> seen) {
        seen.add(thrown);
        if (thrown instanceof SPIResolutionException unresolved) {
            return new ResolutionException(unresolved.id(), unresolved.getStackTrace());
        }
        UserException result = new UserException("", thrown.getClass().getName(), thrown.getStackTrace());
        Throwable cause = thrown.getCause();
        if (cause != null && !seen.contains(cause)) {
            result.initCause(converted(cause, seen));
        }
        return result;
    }

    /** The value behind a key, once; null for none. */
    @Nullable Object takeValue(@Nullable String key) {
        return key == null ? null : values.remove(key);
    }

    /** What the last snippet threw, or why it could not be loaded; null if all went well. Forgets it. */
    @Nullable Throwable takeFailure() {
        Throwable result = failure;
        failure = null;
        return result;
    }
}
