package io.github.latent4j.notebook;

import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;

/**
 * What to do about exceptions of ND4J and Deeplearning4j, in the form {@code text/x-hint} that the project's kernel asks for
 * when a cell fails. Other kernels do not ask.
 */
public final class ErrorHintRenderer implements RenderFunction<Throwable> {
    private static final MIMEType HINT = MIMEType.parse("text/x-hint");

    /**
     * A remedy.
     *
     * @param problem what the text of the exception, its class included, has in it
     */
    private record Hint(Pattern problem, Function<MatchResult, String> sentence) {}

    private static final List<Hint> TABLE = List.of(
            hint(
                    "NoAvailableBackendException|UnsatisfiedLinkError.*(nd4j|openblas|onednn)|initialize class org\\.nd4j",
                    found -> "ND4J cannot load its native library: the jar nd4j-native needs one with the classifier of"
                            + " this system beside it (such as linux-x86_64-onednn-avx2); restart the kernel after that"),
            hint(
                    "matrix multiplication: (\\[[\\d, ]*\\])x(\\[[\\d, ]*\\])",
                    found -> "mmul needs as many columns on the left as rows on the right, got shapes " + found.group(1)
                            + " and " + found.group(2) + "; transpose() swaps rows and columns"),
            hint(
                    "not broadcastable.*first\\.shape=(\\[[\\d, ]*\\]), second\\.shape=(\\[[\\d, ]*\\])",
                    found -> "both shapes must be equal, or 1 where they differ, got " + found.group(1) + " and "
                            + found.group(2)),
            hint(
                    "[Nn]ew shape length doesn't match.*Original shape: (\\[[\\d, ]*\\]) New Shape: (\\[[\\d, ]*\\])",
                    found -> "reshape keeps the number of elements, got " + found.group(1) + " to " + found.group(2)
                            + "; one size may be -1 and is computed then"),
            hint(
                    "x shape (\\[[\\d, ]*\\]), y shape (\\[[\\d, ]*\\])",
                    found -> "the vector must be as long as the dimension that it is applied along, got shapes "
                            + found.group(1) + " and " + found.group(2)),
            hint(
                    "(?s)[Ii]nput.* \\((\\d+) columns; shape = (\\[[\\d, ]*\\])\\).* inputs = (\\d+)\\)",
                    found -> "this layer takes " + found.group(3) + " values for each example, got " + found.group(1)
                            + " (shape " + found.group(2) + "); the layer before, or the input, must have as many"),
            hint(
                    "Op (?:\\[(\\w+)\\] execution failed|(\\w+) .*failed to execute)",
                    found -> "ND4J's operation " + (found.group(1) == null ? found.group(2) : found.group(1))
                            + " cannot work with these arrays: most often their shapes do not fit, or one is closed"),
            hint(
                    "(leaked|outdated) workspace pointer",
                    found ->
                            "the array belongs to a workspace that is closed; detach() before the workspace ends keeps it"),
            hint(
                    "(?s)(OutOfMemoryError|Failed to allocate|Cannot allocate|Physical memory).*(bytes|memory|maxbytes|MB|\\dG|\\dM)",
                    found -> "ND4J keeps arrays outside the heap: close() those that are done with, or start the kernel"
                            + " with LATENT4J_JVM_OPTS=\"-Dorg.bytedeco.javacpp.maxbytes=4G"
                            + " -Dorg.bytedeco.javacpp.maxphysicalbytes=8G\""),
            hint(
                    "DataBuffer once it was released|argument was closed before call",
                    found -> "this array was closed, by close() on it or on the array that it is a view of; dup() makes"
                            + " a copy that lives on"));

    private static Hint hint(String problem, Function<MatchResult, String> sentence) {
        return new Hint(Pattern.compile(problem), sentence);
    }

    @Override
    public void render(Throwable problem, RenderContext context) {
        Optional<String> sentence = sentence(problem);
        if (sentence.isPresent()) {
            context.renderIfRequested(HINT, sentence::get);
        }
    }

    private static Optional<String> sentence(Throwable problem) {
        String text = String.valueOf(problem);
        return TABLE.stream()
                .flatMap(hint -> hint.problem().matcher(text).results().limit(1).map(hint.sentence()))
                .findFirst();
    }
}
