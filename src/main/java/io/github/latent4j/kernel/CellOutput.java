package io.github.latent4j.kernel;

import com.google.gson.JsonObject;

/** Where the output of a cell goes while it runs: to a front end, or into a notebook file. Called from any thread. */
interface CellOutput {
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
}
