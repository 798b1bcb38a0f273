package io.github.latent4j.kernel;

import java.lang.reflect.AccessibleObject;
import java.lang.reflect.Field;
import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.List;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/** Reaches into JShell for what it does not offer. Every use must do without where the JVM forbids that or a JDK is built differently. */
final class ShellInternals {
    private ShellInternals() {}

    /**
     * Makes a snippet that another one has replaced the current one of its name again, as if it waited for something that it needs:
     * when its source is evaluated next, it is in the same class as before, and so are the objects of that class.
     */
    static void uncover(JShell shell, Snippet replaced) {
        try {
            Object key = get(replaced, "key");
            int index = (int) method(key.getClass(), "index").invoke(key);
            List<@Nullable Snippet> byKey = cast(get(get(shell, "maps"), "keyIndexToSnippet"));
            byKey.set(index, replaced);
            set(replaced, "status", Snippet.Status.RECOVERABLE_NOT_DEFINED);
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            return; // then it goes into a new class
        }
    }

    static void set(Object owner, String name, @Nullable Object value) throws ReflectiveOperationException {
        field(owner, name).set(owner, value);
    }

    static Object get(Object owner, String name) throws ReflectiveOperationException {
        return field(owner, name).get(owner);
    }

    private static Field field(Object owner, String name) throws NoSuchFieldException {
        for (Class<?> type = owner.getClass(); type != null; type = type.getSuperclass()) {
            for (Field field : type.getDeclaredFields()) {
                if (field.getName().equals(name)) {
                    return accessible(field);
                }
            }
        }
        throw new NoSuchFieldException(name);
    }

    static Method method(Class<?> owner, String name) throws NoSuchMethodException {
        for (Class<?> type = owner; type != null; type = type.getSuperclass()) {
            for (Method method : type.getDeclaredMethods()) {
                if (method.getName().equals(name) && method.getParameterCount() == 0) {
                    return accessible(method);
                }
            }
        }
        throw new NoSuchMethodException(name);
    }

    private static <T extends AccessibleObject> T accessible(T member) {
        member.setAccessible(true);
        return member;
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the types of JShell's own fields
    static <T> T cast(Object value) {
        return (T) value;
    }
}
