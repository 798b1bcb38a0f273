package io.github.latent4j.kernel.maven;

/** Why dependencies were not found, in one sentence for the user: what was asked, what is wrong with it and what to try. */
public final class MavenException extends Exception {
    MavenException(String message) {
        super(message);
    }
}
