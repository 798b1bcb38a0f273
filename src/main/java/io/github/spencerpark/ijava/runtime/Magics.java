package io.github.spencerpark.ijava.runtime;

import io.github.latent4j.kernel.magics.MagicException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Magics called from Java; imported into every cell. Outside a notebook both throw {@link IllegalStateException}. */
public final class Magics {
    private Magics() {}

    /**
     * Runs a line magic. Whatever it throws comes out as it is, also exceptions that Java would want declared.
     *
     * @param name without {@code %}
     * @return its value, of whatever type the caller takes it for; null if it has none
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // IJava's signature
    public static <T> @Nullable T lineMagic(String name, List<String> args) {
        try {
            return Kernel.required().getMagics().applyLineMagic(name, args);
        } catch (Exception e) {
            throw MagicException.undeclared(e);
        }
    }

    /**
     * Runs a cell magic. Whatever it throws comes out as it is, also exceptions that Java would want declared.
     *
     * @param name without {@code %%}
     * @return its value, of whatever type the caller takes it for; null if it has none
     */
    @SuppressWarnings("TypeParameterUnusedInFormals") // IJava's signature
    public static <T> @Nullable T cellMagic(String name, List<String> args, String body) {
        try {
            return Kernel.required().getMagics().applyCellMagic(name, args, body);
        } catch (Exception e) {
            throw MagicException.undeclared(e);
        }
    }
}
