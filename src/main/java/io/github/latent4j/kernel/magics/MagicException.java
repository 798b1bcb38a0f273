package io.github.latent4j.kernel.magics;

import org.jspecify.annotations.Nullable;

/** A magic that could not do what it was asked for; the message is a sentence for whoever wrote the cell. */
public final class MagicException extends RuntimeException {
    private static final long serialVersionUID = 1;

    MagicException(String message) {
        this(message, null);
    }

    MagicException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    /**
     * Throws an exception of a magic as it is, also one that Java would want declared: a magic's caller can declare nothing.
     *
     * @return never
     */
    public static RuntimeException undeclared(Exception e) {
        throw MagicException.<RuntimeException>unchecked(e);
    }

    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // E is erased, so nothing is cast
    private static <E extends Exception> E unchecked(Exception e) throws E {
        throw (E) e;
    }
}
