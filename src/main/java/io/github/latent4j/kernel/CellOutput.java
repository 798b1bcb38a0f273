package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import java.io.IOException;

/**
 * Where the output of a cell goes while it runs, and its input comes from: a front end, or a notebook file. Called from any
 * thread.
 */
interface CellOutput {
    /** Drops what it is given. */
    CellOutput NOWHERE = new CellOutput() {
        @Override
        public void stream(String name, String text) {}

        @Override
        public void display(JsonObject bundle) {}

        @Override
        public void update(JsonObject bundle) {}
    };

    /**
     * Printed text.
     *
     * @param name "stdout" or "stderr"
     */
    void stream(String name, String text);

    /** A new output; {@code bundle} has {@code data}, {@code metadata} and, with a display id, {@code transient}. */
    void display(JsonObject bundle);

    /** New content for all earlier outputs with the display id of {@code bundle}. */
    void update(JsonObject bundle);

    /** Waits while whoever takes the printed text is far behind; not in a thread that is interrupted. */
    default void awaitRoom() {}

    /**
     * Waits for the user to type a line.
     *
     * @return the line with its line end
     * @throws IOException if there is no user to ask, saying why
     */
    default String readLine() throws IOException, InterruptedException {
        throw new IOException("System.in cannot be read: there is nobody to type");
    }
}
