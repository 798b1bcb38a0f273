package io.github.latent4j.cli;

import java.util.Objects;

/** Something the user can put right: its message is printed as it is, without a stack trace, and the exit code is 1. */
final class Failure extends RuntimeException {
    Failure(String message) {
        super(message);
    }

    Failure(String message, Throwable cause) {
        super(message, cause);
    }

    /** Never null here. */
    @Override
    public String getMessage() {
        return Objects.requireNonNull(super.getMessage());
    }
}
