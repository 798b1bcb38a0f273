package io.github.spencerpark.ijava.runtime;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import org.jspecify.annotations.Nullable;

/** Shows values from the middle of a cell; imported into every cell. Outside a notebook all throw {@link IllegalStateException}. */
public final class Display {
    private Display() {}

    /** {@code value} in the forms that suit its type best. */
    public static DisplayData render(@Nullable Object value) {
        return Kernel.required().render(value);
    }

    /** {@code value} in the given forms, e.g. "text/html", as far as its type has them; always as text, too. */
    public static DisplayData render(@Nullable Object value, String... as) {
        return Kernel.required().render(value, as);
    }

    /**
     * Shows {@code value} below the cell.
     *
     * @return the id for {@link #updateDisplay(String, Object)}
     */
    public static String display(@Nullable Object value) {
        return Kernel.required().display(value);
    }

    /**
     * Shows {@code value} below the cell in the given forms, e.g. "text/html".
     *
     * @return the id for {@link #updateDisplay(String, Object, String...)}
     */
    public static String display(@Nullable Object value, String... as) {
        return Kernel.required().display(value, as);
    }

    /** Replaces what {@code display} showed under {@code id}. */
    public static void updateDisplay(String id, @Nullable Object value) {
        Kernel.required().updateDisplay(id, value);
    }

    /** Replaces what {@code display} showed under {@code id}, in the given forms. */
    public static void updateDisplay(String id, @Nullable Object value, String... as) {
        Kernel.required().updateDisplay(id, value, as);
    }
}
