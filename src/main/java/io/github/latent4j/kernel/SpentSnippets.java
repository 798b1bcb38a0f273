package io.github.latent4j.kernel;

import static io.github.latent4j.kernel.ShellInternals.cast;
import static io.github.latent4j.kernel.ShellInternals.get;
import static io.github.latent4j.kernel.ShellInternals.method;
import static io.github.latent4j.kernel.ShellInternals.set;

import java.lang.reflect.InaccessibleObjectException;
import java.lang.reflect.Method;
import java.util.ArrayList;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import jdk.jshell.JShell;
import jdk.jshell.PersistentSnippet;
import jdk.jshell.Snippet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps a long session small. JShell remembers the source and the classes of every statement for ever, those that were replaced or
 * have run included, and its compilers remember every class that they saw; no later statement can use them. It offers no way to
 * forget them, so this reaches into it, and does nothing where the JVM forbids that or a JDK is built differently.
 */
final class SpentSnippets {
    /** How many snippets are made between two rounds; the latest ones stay, since errors may still lead into them. */
    private static final int ROUND = 250;

    private static final byte[] NONE = {};
    private static final String CLASS_PREFIX = "$JShell$";

    private int made;
    private boolean impossible;

    /** Notes that a snippet was made. */
    void made() {
        made++;
    }

    /** Forgets what is spent, now and then. No snippet may be running. */
    void forget(JShell shell) {
        if (made < ROUND || impossible) {
            return;
        }
        made = 0;
        try {
            Object maps = get(shell, "maps");
            List<@Nullable Snippet> byKey = cast(get(maps, "keyIndexToSnippet"));
            Set<@Nullable Snippet> spent = new HashSet<>();
            for (int i = 0; i < byKey.size() - ROUND; i++) {
                Snippet snippet = byKey.get(i);
                if (snippet != null
                        && !(snippet instanceof PersistentSnippet
                                && shell.status(snippet).isActive())) {
                    spent.add(snippet);
                    byKey.set(i, null);
                }
            }
            Collection<Snippet> all = cast(get(maps, "snippets"));
            List<Snippet> alive = new ArrayList<>();
            int oldest = all.size() - ROUND;
            int position = 0;
            for (Snippet snippet : all) {
                boolean old = position++ < oldest;
                if (!spent.contains(snippet) && (!old || shell.status(snippet).isActive())) {
                    alive.add(snippet);
                }
            }
            all.retainAll(new HashSet<>(alive));
            forgetClasses(shell, classes(alive));
        } catch (ReflectiveOperationException | InaccessibleObjectException e) {
            impossible = true;
        }
    }

    private static Set<String> classes(List<Snippet> alive) throws ReflectiveOperationException {
        Set<String> names = new HashSet<>();
        for (Snippet snippet : alive) {
            Object wrapper = get(snippet, "outer");
            if (wrapper != null) {
                Method className = method(wrapper.getClass(), "className");
                names.add((String) className.invoke(wrapper));
            }
        }
        return names;
    }

    private static void forgetClasses(JShell shell, Set<String> used) throws ReflectiveOperationException {
        Predicate<String> spent = name -> {
            int begin = name.indexOf(CLASS_PREFIX);
            if (begin < 0) {
                return false;
            }
            int nested = name.indexOf('$', begin + CLASS_PREFIX.length());
            return !used.contains(name.substring(begin, nested < 0 ? name.length() : nested));
        };
        Object compiler = get(shell, "taskFactory");
        keys(get(shell, "outerMap"), "classOuters").removeIf(spent);
        keys(get(compiler, "fileManager"), "classObjects").removeIf(spent);
        Map<String, Object> loaded = cast(get(get(shell, "classTracker"), "map"));
        for (Map.Entry<String, Object> one : loaded.entrySet()) {
            if (spent.test(one.getKey())) {
                set(one.getValue(), "currentBytes", null);
                set(one.getValue(), "loadedBytes", NONE); // not null: the name is taken, and must be redefined
            }
        }
        Map<?, ?> contexts = cast(get(get(compiler, "javacTaskPool"), "options2Contexts"));
        contexts.clear();
    }

    private static Set<String> keys(Object owner, String map) throws ReflectiveOperationException {
        Map<String, ?> entries = cast(get(owner, map));
        return entries.keySet();
    }
}
