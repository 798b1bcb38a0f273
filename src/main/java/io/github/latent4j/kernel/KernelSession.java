package io.github.latent4j.kernel;

import io.github.latent4j.kernel.magics.Session;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import jdk.jshell.Snippet.SubKind;
import jdk.jshell.VarSnippet;

/** What a {@link JavaKernel} offers to magics. */
final class KernelSession implements Session {
    private static final int MAX_VALUE = 80;

    private final JavaKernel kernel;
    private final CellShell shell;
    private final CellEvaluator evaluator;

    KernelSession(JavaKernel kernel, CellShell shell, CellEvaluator evaluator) {
        this.kernel = kernel;
        this.shell = shell;
        this.evaluator = evaluator;
    }

    @Override
    public String display(DisplayData data) {
        return kernel.display((Object) data);
    }

    @Override
    public void update(String id, DisplayData data) {
        kernel.updateDisplay(id, data);
    }

    @Override
    public DisplayData render(String text, String mimeType) {
        return kernel.render(text, mimeType);
    }

    @Override
    public void addToClassPath(List<Path> entries) {
        shell.addToClassPath(entries);
    }

    @Override
    public List<Variable> variables() {
        return shell.jshell()
                .variables()
                .filter(variable -> variable.subKind() != SubKind.TEMP_VAR_EXPRESSION_SUBKIND)
                .map(variable -> new Variable(variable.typeName(), variable.name(), shortValue(variable)))
                .toList();
    }

    private String shortValue(VarSnippet variable) {
        try {
            Object value = shell.execution().takeValue(shell.jshell().varValue(variable));
            String text = value instanceof CharSequence ? "\"" + value + "\"" : PlainText.of(value);
            String line = text.strip().replaceAll("\\s*\\R\\s*", " ");
            return line.length() <= MAX_VALUE ? line : line.substring(0, MAX_VALUE - 3) + "...";
        } catch (RuntimeException | StackOverflowError e) {
            return "(its toString fails: " + e.getClass().getSimpleName() + ")";
        }
    }

    @Override
    public Measured measure(int cell, int line, String code) throws CellException {
        RunClock clock = new RunClock();
        RunClock before = shell.execution().measureBy(clock);
        try {
            Object value = evaluator.evaluate(
                    "\n".repeat(line - 1) + code, cell == 0 ? kernel.cell() : cell, Function.identity());
            return new Measured(value, clock.wall(), clock.cpu());
        } finally {
            shell.execution().measureBy(before);
        }
    }

    @Override
    public void load(String name, String code) throws CellException {
        evaluator.evaluate(code, CellNames.number(name), Function.identity());
    }

    @Override
    public List<String> codeCells(Path notebook) {
        NotebookFile file = NotebookFile.read(notebook);
        List<String> sources = new ArrayList<>();
        for (int i = 0; i < file.size(); i++) {
            sources.add(file.source(i));
        }
        return sources;
    }
}
