package io.github.latent4j.kernel;

import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.MethodSnippet;
import jdk.jshell.Snippet;
import jdk.jshell.Snippet.Status;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.SnippetEvent;
import jdk.jshell.TypeDeclSnippet;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/**
 * Keeps the values of variables when something that they depend on is declared anew. JShell loses them in two ways, and for each
 * there is a remedy:
 *
 * <ul>
 *   <li>It puts the variable into a new class, where it begins as null or 0. Then its value is carried over from the class before.
 *   <li>It withdraws the variable, since its initialiser, though it has run long ago, would not compile any more. Then the variable is
 *       declared again, without the initialiser.
 * </ul>
 *
 * <p>A value whose own class has changed its shape cannot be kept: it is of the class before. {@link #report} names such variables.
 * To be used under the lock of the shell.
 */
final class KeptVariables {
    /** The class that JShell wraps a snippet in: the snippet's number, and letters that count the versions. */
    private static final Pattern WRAPPER = Pattern.compile("REPL\\.\\$JShell\\$(\\d+)[A-Z]*");

    /** By snippet number, the class that has its variable or its type. */
    private final Map<String, Class<?>> holders = new HashMap<>();

    /** Likewise the classes that were loaded, but have not taken over the values of their predecessors yet. */
    private final Map<String, Class<?>> fresh = new LinkedHashMap<>();

    /** What statements have done since values were restored last. */
    private final List<SnippetEvent> open = new ArrayList<>();

    /** Variables that have lost their value by that. */
    private final Set<String> emptied = new LinkedHashSet<>();

    /** Types whose static fields have begun again by that. */
    private final Set<String> restarted = new LinkedHashSet<>();

    private final List<Loss> losses = new ArrayList<>();

    /**
     * What a cell has to tell.
     *
     * @param name what has lost its value
     * @param isDeclared whether it is a variable that can be set again
     * @param reason what has changed
     */
    private record Loss(String name, boolean isDeclared, String reason) {}

    /** Notes a class that JShell has loaded. */
    void loaded(Class<?> type) {
        Matcher wrapper = WRAPPER.matcher(type.getName());
        if (wrapper.matches() && (variable(type) != null || type.getDeclaredClasses().length > 0)) {
            fresh.put(wrapper.group(1), type);
        }
    }

    /**
     * Gives the values of before to the classes that were loaded since the last call.
     *
     * @param evaluated the class of the statement that is about to run. If it declares a variable with another type than before, the
     *     variable begins as null or 0
     */
    void carryOver(String evaluated) {
        fresh.forEach((number, type) -> {
            Class<?> before = holders.put(number, type);
            if (before != null && before != type) {
                boolean isEvaluated = type.getName().equals(evaluated);
                Field from = variable(before);
                Field to = variable(type);
                if (from != null && to != null && !(isEvaluated && from.getType() != to.getType())) {
                    Object value = get(from);
                    if (value != null) {
                        set(to, value);
                    }
                }
                Stream.of(type.getDeclaredClasses())
                        .filter(KeptVariables::hasState)
                        .forEach(inner -> restarted.add(inner.getSimpleName()));
            }
        });
        fresh.clear();
    }

    private void set(Field variable, Object value) {
        try {
            variable.set(null, value);
        } catch (IllegalArgumentException e) { // not of the new type
            emptied.add(variable.getName());
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a variable must be accessible: " + variable, e);
        }
    }

    /** The variable of a wrapper class; null if it has none. */
    private static @Nullable Field variable(Class<?> type) {
        for (Field field : type.getDeclaredFields()) {
            if (!field.isSynthetic()) {
                field.setAccessible(true);
                return field;
            }
        }
        return null;
    }

    /** Whether a type has static fields that can change, or one inside it does. */
    private static boolean hasState(Class<?> type) {
        return Stream.of(type.getDeclaredFields())
                        .anyMatch(field -> Modifier.isStatic(field.getModifiers())
                                && !Modifier.isFinal(field.getModifiers())
                                && !field.isSynthetic())
                || Stream.of(type.getDeclaredClasses()).anyMatch(KeptVariables::hasState);
    }

    /**
     * Notes what a statement has done. Restores what it has taken, unless it declares something that waits for a later statement:
     * then that one may bring all back.
     *
     * @return the snippets that were declared again
     */
    List<Snippet> after(JShell shell, List<SnippetEvent> events) {
        carryOver("");
        open.addAll(events);
        boolean isWaiting = open.stream()
                .anyMatch(event -> event.causeSnippet() == null
                        && shell.status(event.snippet()) == Status.RECOVERABLE_NOT_DEFINED);
        return isWaiting ? List.of() : restore(shell);
    }

    /**
     * Restores what statements have taken from declarations other than their own; and of their own, what was declared before, if it
     * cannot be used as it is declared now.
     *
     * @return the snippets that were declared again
     */
    List<Snippet> restore(JShell shell) {
        List<SnippetEvent> events = List.copyOf(open);
        open.clear();
        List<Snippet> again = new ArrayList<>();
        String reason = events.stream()
                .filter(event -> event.causeSnippet() == null)
                .map(event -> describe(event.snippet()))
                .distinct()
                .collect(Collectors.joining(", "));
        for (SnippetEvent event : events) {
            Snippet cause = event.causeSnippet();
            if (cause == null) {
                losses.removeIf(loss ->
                        event.snippet() instanceof VarSnippet own && loss.name().equals(own.name()));
            } else if (event.status() == Status.OVERWRITTEN
                    && !shell.status(cause).isDefined()) {
                ShellInternals.uncover(shell, event.snippet());
                declareAgain(shell, event.snippet(), reason, again);
            }
        }
        for (SnippetEvent event : events) {
            if (event.causeSnippet() != null && event.status() != Status.OVERWRITTEN) {
                declareWithdrawn(shell, event, reason, again);
            }
        }
        emptied.forEach(variable -> losses.add(new Loss(variable, true, reason)));
        emptied.clear();
        restarted.stream()
                .filter(type -> !reason.endsWith(" " + type))
                .sorted()
                .forEach(type -> losses.add(new Loss("the static state of " + type, false, reason)));
        restarted.clear();
        return again;
    }

    private void declareWithdrawn(JShell shell, SnippetEvent event, String reason, List<Snippet> again) {
        if (event.snippet() instanceof VarSnippet variable
                && variable.subKind() != SubKind.TEMP_VAR_EXPRESSION_SUBKIND
                && event.previousStatus().isDefined()
                && !shell.status(variable).isDefined()) {
            declareAgain(shell, variable, reason, again);
        }
    }

    private void declareAgain(JShell shell, Snippet snippet, String reason, List<Snippet> again) {
        if (!(snippet instanceof VarSnippet variable)) {
            shell.eval(snippet.source()).forEach(event -> again.add(event.snippet()));
            carryOver("");
            return;
        }
        Object value = valueOf(variable.name());
        List<SnippetEvent> events = shell.eval(variable.typeName() + " " + variable.name() + ";");
        carryOver("");
        events.forEach(event -> again.add(event.snippet()));
        Field field = holder(variable.name());
        if (field == null || events.stream().anyMatch(KeptVariables::isRefused)) {
            losses.add(new Loss(variable.name(), false, reason));
        } else if (value != null) {
            set(field, value);
        }
        for (SnippetEvent event : events) { // what depends on it may be withdrawn in its turn
            if (event.causeSnippet() != null) {
                declareWithdrawn(shell, event, reason, again);
            }
        }
    }

    private static boolean isRefused(SnippetEvent event) {
        return event.causeSnippet() == null && !event.status().isDefined();
    }

    private @Nullable Object valueOf(String variable) {
        Field field = holder(variable);
        return field == null ? null : get(field);
    }

    private @Nullable Field holder(String variable) {
        for (Class<?> type : holders.values()) {
            Field field = variable(type);
            if (field != null && field.getName().equals(variable)) {
                return field;
            }
        }
        return null;
    }

    /** Lets go of the value of a variable that was dropped: its class stays for ever, and would hold it. */
    void forget(String variable) {
        Field field = holder(variable);
        if (field == null) {
            return;
        }
        holders.values().remove(field.getDeclaringClass());
        if (!field.getType().isPrimitive()) {
            try {
                field.set(null, null);
            } catch (IllegalAccessException e) {
                throw new IllegalStateException("a variable must be accessible: " + field, e);
            }
        }
    }

    private static @Nullable Object get(Field field) {
        try {
            return field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException("a variable must be accessible: " + field, e);
        }
    }

    private static String describe(Snippet snippet) {
        if (snippet instanceof TypeDeclSnippet type) {
            return switch (type.subKind()) {
                case INTERFACE_SUBKIND -> "interface " + type.name();
                case ENUM_SUBKIND -> "enum " + type.name();
                case RECORD_SUBKIND -> "record " + type.name();
                case ANNOTATION_TYPE_SUBKIND -> "annotation " + type.name();
                default -> "class " + type.name();
            };
        }
        return snippet instanceof MethodSnippet method
                ? "method " + method.name() + "()"
                : snippet.source().strip();
    }

    /** A line for each change that has taken values, but not for variables that have been set since; empty if there are none. */
    String report() {
        Map<String, List<String>> lines = new LinkedHashMap<>();
        for (Loss loss : losses) {
            if (!loss.isDeclared()) {
                lines.computeIfAbsent(" lost: " + loss.reason(), absent -> new ArrayList<>())
                        .add(loss.name());
            } else if (valueOf(loss.name()) == null) {
                lines.computeIfAbsent(" null again: " + loss.reason(), absent -> new ArrayList<>())
                        .add(loss.name());
            }
        }
        losses.clear();
        return lines.entrySet().stream()
                .map(line -> String.join(", ", line.getValue())
                        + (line.getValue().size() == 1 ? " is" : " are") + line.getKey() + " has changed\n")
                .collect(Collectors.joining());
    }
}
