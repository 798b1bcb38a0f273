package io.github.latent4j.kernel;

import io.github.latent4j.kernel.magics.MagicParser;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import jdk.jshell.JShell;
import jdk.jshell.Snippet;
import jdk.jshell.SnippetEvent;
import jdk.jshell.SourceCodeAnalysis.CompletionInfo;
import jdk.jshell.spi.ExecutionControl;
import jdk.jshell.spi.ExecutionControlProvider;
import jdk.jshell.spi.ExecutionEnv;

/**
 * A notebook as a script for the JDK's jshell, which differs from a kernel in three things. It reads line by line and takes a
 * statement for complete as soon as it can be, so that a line with {@code else} or {@code .method()} comes too late: such lines are
 * joined. It does not show values in scripts: those that a kernel shows are printed. And it goes on after an error: so the code is
 * compiled here, without being run.
 */
public final class JshellScript {
    /** What jshell imports without being asked. */
    private static final List<String> STARTUP = Stream.of(
                    "java.io",
                    "java.math",
                    "java.net",
                    "java.nio.file",
                    "java.util",
                    "java.util.concurrent",
                    "java.util.function",
                    "java.util.prefs",
                    "java.util.regex",
                    "java.util.stream")
            .map(name -> "import " + name + ".*;")
            .toList();

    private final Path notebook;
    private final JShell jshell;
    private int cell;

    private JshellScript(Path notebook, JShell jshell) {
        this.notebook = notebook;
        this.jshell = jshell;
    }

    /**
     * The script; text cells are comments in it.
     *
     * @param notebook nbformat 4, in Java
     * @throws IllegalArgumentException if it is not, or a code cell, which is named by its number among them, has a magic or does not
     *     compile with the class path of this process and jshell's own imports
     */
    public static String of(Path notebook) {
        NotebookFile file = NotebookFile.read(notebook);
        try (JShell jshell = compiler()) {
            STARTUP.forEach(jshell::eval);
            return new JshellScript(notebook, jshell).of(file.cells());
        }
    }

    private static JShell compiler() {
        ExecutionControlProvider nothing = new ExecutionControlProvider() {
            @Override
            public String name() {
                return "nothing";
            }

            @Override
            public ExecutionControl generate(ExecutionEnv environment, Map<String, String> parameters) {
                return new IdleExecution();
            }
        };
        return JShell.builder().executionEngine(nothing, Map.of()).build();
    }

    private String of(List<NotebookFile.Cell> cells) {
        List<String> parts = new ArrayList<>();
        parts.add("// From " + notebook.getFileName() + "; to be run by jshell --class-path target/latent4j.jar");
        for (NotebookFile.Cell each : cells) {
            if (each.isCode()) {
                cell++;
            }
            if (!each.source().isBlank()) {
                parts.add(each.isCode() ? code(each.source()) : comment(each.source()));
            }
        }
        parts.add("/exit");
        return String.join("\n\n", parts) + "\n";
    }

    /** A backslash before u begins the number of a character in comments too, unless there is an even number of them. */
    private static String comment(String text) {
        return text.lines()
                .map(line -> ("// " + line.replaceAll("(\\\\+)u", "$1$1u")).stripTrailing())
                .collect(Collectors.joining("\n"));
    }

    private String code(String written) {
        String source = written.stripTrailing();
        MagicParser.first(source).ifPresent(magic -> {
            throw refused("has the magic " + magic + ", which jshell does not know");
        });
        StringBuilder script = new StringBuilder();
        String rest = source;
        while (CellEvaluator.leadingBlank(rest) < rest.length()) {
            CompletionInfo info = jshell.sourceCodeAnalysis().analyzeCompletion(rest);
            if (!info.completeness().isComplete()) {
                throw refused("ends within a statement");
            }
            int begin = CellEvaluator.leadingBlank(rest);
            String statement =
                    rest.substring(begin, rest.length() - info.remaining().length());
            boolean hasValue = hasValue(info.source().substring(CellEvaluator.leadingBlank(info.source())));
            script.append(rest, 0, begin);
            rest = info.remaining();
            boolean isLast = CellEvaluator.leadingBlank(rest) == rest.length();
            script.append(isLast && hasValue ? printed(statement) : joined(statement));
        }
        return script.append(rest).toString();
    }

    /** Declares what a statement declares, and says whether a kernel would show its value. */
    private boolean hasValue(String statement) {
        boolean hasValue = false;
        for (SnippetEvent event : jshell.eval(statement)) {
            if (event.status() == Snippet.Status.REJECTED) {
                throw refused("does not compile in jshell: "
                        + jshell.diagnostics(event.snippet())
                                .map(problem -> problem.getMessage(null))
                                .collect(Collectors.joining("; ")));
            }
            hasValue |= event.causeSnippet() == null && CellEvaluator.isResult(event.snippet());
        }
        return hasValue;
    }

    /** In brackets, jshell waits for the last one. */
    private static String printed(String expression) {
        int end = codeEnd(expression);
        int valueEnd = expression.charAt(end - 1) == ';' ? end - 1 : end;
        return "System.out.println(" + expression.substring(0, valueEnd) + ");" + expression.substring(end);
    }

    /** The statement with those line ends taken out at which jshell would take it for complete. */
    private String joined(String statement) {
        StringBuilder text = new StringBuilder();
        for (String line : statement.lines().toList()) {
            if (text.isEmpty()) {
                text.append(line);
            } else if (jshell.sourceCodeAnalysis()
                    .analyzeCompletion(text.toString())
                    .completeness()
                    .isComplete()) {
                text.setLength(codeEnd(text.toString())); // a comment would swallow what comes
                text.append(' ').append(line.strip());
            } else {
                text.append('\n').append(line);
            }
        }
        return text.toString();
    }

    private static int codeEnd(String text) {
        JavaTokens.Token last = new JavaTokens(text).last();
        return last == null ? 0 : last.end();
    }

    private IllegalArgumentException refused(String why) {
        return new IllegalArgumentException("notebook " + notebook + ": code cell " + cell + " " + why);
    }

    /** Runs nothing. */
    private static final class IdleExecution implements ExecutionControl {
        @Override
        public void load(ClassBytecodes[] classes) {}

        @Override
        public void redefine(ClassBytecodes[] classes) {}

        @Override
        public String invoke(String className, String methodName) {
            return "";
        }

        @Override
        public String varValue(String className, String variable) {
            return "";
        }

        @Override
        public void addToClasspath(String path) {}

        @Override
        public void stop() {}

        @Override
        public Object extensionCommand(String command, Object argument) {
            return "";
        }

        @Override
        public void close() {}
    }
}
