package io.github.latent4j.kernel;

import io.github.latent4j.kernel.magics.MagicCall;
import io.github.latent4j.kernel.magics.MagicException;
import io.github.latent4j.kernel.magics.MagicParser;
import io.github.latent4j.kernel.magics.MagicRegistry;
import org.jspecify.annotations.Nullable;

/**
 * What {@link MagicParser} makes of magics: calls of these methods, which are imported into every cell and whose names no cell
 * takes. The exceptions of a magic come out as they are, also those that Java would want declared.
 */
public final class MagicCalls {
    private MagicCalls() {}

    /** A magic as a statement. */
    public static @Nullable Object $magicLine(int cell, int line, String name, String text) {
        try {
            return registry().statement(MagicCall.written(cell, line, name, text, null));
        } catch (Exception e) {
            throw MagicException.undeclared(e);
        }
    }

    /** A magic right of {@code =}. */
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the cell knows the type, as in IJava
    public static <T> @Nullable T $magicValue(int cell, int line, String name, String text) {
        try {
            return (T) registry().value(MagicCall.written(cell, line, name, text, null));
        } catch (Exception e) {
            throw MagicException.undeclared(e);
        }
    }

    /** A cell magic; the body in pieces, since a constant of a class has an end. */
    public static @Nullable Object $magicCell(int cell, int line, String name, String text, String... body) {
        try {
            return registry().statement(MagicCall.written(cell, line, name, text, String.join("", body)));
        } catch (Exception e) {
            throw MagicException.undeclared(e);
        }
    }

    private static MagicRegistry registry() {
        JavaKernel kernel = JavaKernel.running();
        if (kernel == null) {
            throw new IllegalStateException("no kernel is running: magics work in a notebook only");
        }
        return kernel.getMagics();
    }
}
