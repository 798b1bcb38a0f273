package io.github.latent4j.nn.engine;

import java.nio.FloatBuffer;

/** The numbers of some examples, wherever they are. Asked by several threads at the same time. */
@FunctionalInterface
public interface Rows {

    /** Puts those of the examples {@code from} to {@code to}, the latter not included, one behind the other. */
    void copyTo(FloatBuffer target, int from, int to);
}
