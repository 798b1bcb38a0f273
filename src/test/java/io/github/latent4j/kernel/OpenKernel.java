package io.github.latent4j.kernel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.catchThrowableOfType;

import com.google.gson.JsonObject;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/** A kernel that tests run cells in, numbered from 1. */
final class OpenKernel implements AutoCloseable {
    final JavaKernel kernel = JavaKernel.open(new RecordedOutput());
    final RecordedOutput output = new RecordedOutput();
    private int cells;

    @Nullable JsonObject run(String source) throws CellException {
        return kernel.execute(source, ++cells, output);
    }

    /** The number of the last cell. */
    int cell() {
        return cells;
    }

    JsonObject bundle(String source) throws CellException {
        return Objects.requireNonNull(run(source), source);
    }

    JsonObject data(String source) throws CellException {
        return bundle(source).getAsJsonObject("data");
    }

    String text(String source) throws CellException {
        return data(source).get("text/plain").getAsString();
    }

    CellException fail(String source) {
        CellException failure = catchThrowableOfType(CellException.class, () -> run(source));
        assertThat(failure).as(source).isNotNull();
        return failure;
    }

    /** The report of a failure, without colours. */
    String report(String source) {
        return withoutColours(String.join("\n", fail(source).traceback()));
    }

    static String withoutColours(String text) {
        return text.replaceAll("\u001b\\[[\\d;]*m", "");
    }

    @Override
    public void close() {
        kernel.close();
    }
}
