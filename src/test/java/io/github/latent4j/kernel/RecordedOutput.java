package io.github.latent4j.kernel;

import com.google.gson.JsonObject;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;

/** Keeps what a cell puts out, in order. */
final class RecordedOutput implements CellOutput {
    /** One message; {@code what} is "stdout", "stderr", "display" or "update". */
    record Entry(String what, String text) {}

    final List<Entry> entries = Collections.synchronizedList(new ArrayList<>());

    @Override
    public void stream(String name, String text) {
        entries.add(new Entry(name, text));
    }

    @Override
    public void display(JsonObject bundle) {
        entries.add(new Entry("display", bundle.get("data").toString()));
    }

    @Override
    public void update(JsonObject bundle) {
        entries.add(new Entry("update", bundle.get("data").toString()));
    }

    String text(String what) {
        return entries.stream()
                .filter(entry -> entry.what().equals(what))
                .map(Entry::text)
                .collect(Collectors.joining());
    }
}
