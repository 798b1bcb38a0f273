package io.github.latent4j.kernel;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Why a cell did not run to its end. The cause, if any, is the exception that the cell's code threw. */
public final class CellException extends Exception {
    /** The ways in which a cell fails. */
    public enum Kind {
        /** The compiler refused a statement; the statements before it have run. */
        COMPILE,
        /** The cell ends in the middle of a statement. */
        INCOMPLETE,
        /** Code of the cell, or of what shows its value, threw an exception. */
        RUNTIME,
        /** The user interrupted it. */
        INTERRUPTED
    }

    private final Kind kind;
    private final String name;
    private final transient List<String> traceback;

    CellException(Kind kind, String name, String message, List<String> traceback, @Nullable Throwable cause) {
        super(message, cause);
        this.kind = kind;
        this.name = name;
        this.traceback = List.copyOf(traceback);
    }

    /** The same failure, of code that other code evaluated; {@code frames} are the lines that say where. */
    CellException within(List<String> frames) {
        List<String> all = new ArrayList<>(traceback);
        all.addAll(frames);
        return new CellException(kind, name, message(), all, getCause());
    }

    public Kind kind() {
        return kind;
    }

    /** What a front end shows as the error's name: the exception's simple class name, or "CompileError". */
    public String name() {
        return name;
    }

    /** What went wrong in one sentence; empty if the exception has no message. */
    public String message() {
        String message = getMessage();
        return message == null ? "" : message;
    }

    /** The full report in lines without line ends, the first in red (ANSI): places in cells, causes, the source with a caret. */
    public List<String> traceback() {
        return traceback;
    }
}
