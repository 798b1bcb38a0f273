package io.github.latent4j.kernel.magics;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** What magics need of the kernel that runs them. They run on the thread of the cells. */
public interface Session {
    /** Shows something below the cell and returns the id to change it by. */
    String display(DisplayData data);

    /** Replaces what was shown. */
    void update(String id, DisplayData data);

    /** {@code text} as something that a front end shows as {@code mimeType}, with a text twin. */
    DisplayData render(String text, String mimeType);

    /**
     * Lets the code that follows use classes.
     *
     * @param entries jars and folders of classes; those that are there already change nothing
     */
    void addToClassPath(List<Path> entries);

    /** The variables that cells have declared, in the order of their declaration. */
    List<Variable> variables();

    /**
     * A variable.
     *
     * @param value a short text on one line
     */
    record Variable(String type, String name, String value) {}

    /**
     * Runs code as if it stood in a cell, and measures it.
     *
     * @param cell the number that error messages call the cell by; 0 for the one that runs
     * @param line of the cell that {@code code} begins on, from 1
     * @throws Exception if the code failed; it says so in the words of a failed cell
     */
    Measured measure(int cell, int line, String code) throws Exception;

    /**
     * What code returned, and how long it ran without the time for compiling it.
     *
     * @param value of its last statement; null if that has none
     * @param cpu time that all threads of the process together had a processor meanwhile; null where the system does not tell
     */
    record Measured(
            @Nullable Object value, Duration wall, @Nullable Duration cpu) {}

    /**
     * Runs code that stands in a file.
     *
     * @param name that error messages call the place of the code by
     * @throws Exception as {@link #measure}
     */
    void load(String name, String code) throws Exception;

    /**
     * The sources of a notebook's code cells.
     *
     * @throws IllegalArgumentException if it is no notebook in Java, naming it and the rule
     */
    List<String> codeCells(Path notebook);
}
