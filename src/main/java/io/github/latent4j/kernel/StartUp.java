package io.github.latent4j.kernel;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import javax.tools.ToolProvider;

/**
 * What is done before the first cell because {@link KernelSettings} ask for it. Whatever goes wrong is told, and the kernel goes on.
 */
final class StartUp {
    private final KernelSettings settings;
    private final List<String> compilerOptions;
    private final List<String> problems;
    private boolean done;

    StartUp(KernelSettings settings) {
        this.settings = settings;
        this.problems = new ArrayList<>(settings.problems());
        this.compilerOptions = accepted(settings.compilerOptions());
    }

    /** The compiler options; none if the compiler refuses them. */
    List<String> compilerOptions() {
        return compilerOptions;
    }

    private List<String> accepted(List<String> options) {
        if (options.isEmpty()) {
            return options;
        }
        try {
            ToolProvider.getSystemJavaCompiler().getTask(null, null, null, options, List.of("java.lang.Object"), null);
            return options;
        } catch (IllegalArgumentException e) {
            problems.add(KernelSettings.COMPILER_OPTIONS + ": the compiler refuses " + options + ": " + e.getMessage());
            return List.of();
        }
    }

    /**
     * Does it at the first call; then nothing. To be called in the first cell, so that what scripts print is seen there and an
     * interrupt ends them.
     *
     * @return what went wrong, in lines; empty if nothing did
     * @throws CellException if the user interrupted it, and only then
     */
    synchronized String run(CellShell shell, CellEvaluator evaluator) throws CellException {
        if (done) {
            return "";
        }
        done = true;
        try {
            shell.addToClassPath(settings.classPath());
        } catch (IllegalArgumentException e) {
            problems.add(KernelSettings.CLASS_PATH + ": " + e.getMessage());
        }
        for (Path script : settings.scripts()) {
            try {
                run(Files.readString(script), script.toString(), evaluator);
            } catch (IOException e) {
                problems.add(KernelSettings.SCRIPTS + ": cannot read " + script + ": " + e);
            }
        }
        run(settings.script(), KernelSettings.SCRIPT, evaluator);
        return problems.stream().map(line -> line + "\n").collect(Collectors.joining());
    }

    private void run(String code, String name, CellEvaluator evaluator) throws CellException {
        try {
            evaluator.evaluate(code, CellNames.number(name), value -> value);
        } catch (CellException e) {
            if (e.name().equals(CellErrors.INTERRUPTED)) {
                throw e;
            }
            problems.addAll(e.traceback());
        }
    }
}
