package io.github.latent4j.kernel;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Map;
import jdk.jshell.JShell;
import jdk.jshell.VarSnippet;
import org.jspecify.annotations.Nullable;

/** The values of the variables that cells have declared, told without running any code of theirs. */
final class SessionVariables {
    private static final int LONGEST = 80;

    private final JShell jshell;
    private final CellExecution execution;

    SessionVariables(JShell jshell, CellExecution execution) {
        this.jshell = jshell;
        this.execution = execution;
    }

    /**
     * The value of a variable in a few words, behind an equals sign; empty if there is no such variable, or nothing to add to its type.
     *
     * @param type without packages
     */
    String describe(String name, String type) {
        return jshell.variables()
                .filter(variable -> variable.name().equals(name)
                        && Javadoc.withoutPackages(variable.typeName()).equals(type))
                .findFirst()
                .map(this::value)
                .filter(value -> !value.equals(type))
                .map(value -> " = " + value)
                .orElse("");
    }

    private @Nullable String value(VarSnippet variable) {
        try {
            String wrapper = jshell.sourceCodeAnalysis().wrapper(variable).fullClassName();
            return describe(execution.field(wrapper, variable.name()));
        } catch (ReflectiveOperationException | LinkageError declaredButNotRun) {
            return null;
        }
    }

    private static String describe(@Nullable Object value) {
        if (value == null || value instanceof Boolean || value instanceof Character) {
            return String.valueOf(value);
        } else if (value instanceof Number number
                && value.getClass().getPackageName().equals("java.lang")) {
            return number.toString();
        } else if (value instanceof String text) {
            return '"' + (text.length() > LONGEST ? text.substring(0, LONGEST) + "..." : text) + '"';
        } else if (value instanceof Enum<?> constant) {
            return constant.name();
        } else if (value.getClass().isArray()) {
            String type = value.getClass().getComponentType().getSimpleName();
            return type.replaceFirst("(?=\\[|$)", "[" + Array.getLength(value) + "]");
        }
        String type = value.getClass().getSimpleName();
        boolean sizeIsOwn = value.getClass().getPackageName().equals("java.util")
                && !value.getClass().getName().startsWith("java.util.Collections$");
        if (sizeIsOwn && value instanceof Collection<?> collection) {
            return type + " of " + collection.size();
        } else if (sizeIsOwn && value instanceof Map<?, ?> map) {
            return type + " of " + map.size();
        }
        return type.isEmpty() ? value.getClass().getName() : type;
    }
}
