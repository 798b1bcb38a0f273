package io.github.latent4j.train;

/** A file of a model or checkpoint that cannot be used: damaged, of another version, or not what it says. The message names file and fault. */
public final class ModelFileException extends RuntimeException {
    private static final long serialVersionUID = 1;

    public ModelFileException(String message) {
        super(message);
    }

    public ModelFileException(String message, Throwable cause) {
        super(message, cause);
    }
}
