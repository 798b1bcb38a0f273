package io.github.latent4j.kernel.magics;

import io.github.latent4j.kernel.magics.Session.Measured;
import java.io.IOException;
import java.nio.charset.CharacterCodingException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/** Magics that run code. */
final class CodeMagics {
    /** What may be left out of a file's name, in the order in which it is tried, as in IJava. */
    static final List<String> EXTENSIONS = List.of(".jsh", ".jshell", ".java", ".ijava", ".ipynb");

    /** The unit in which Linux and macOS count processor time. */
    private static final Duration CPU_STEP = Duration.ofMillis(10);

    private final Session session;

    /** The files that are being loaded, each by the one before it. */
    private final Deque<Path> loading = new ArrayDeque<>();

    CodeMagics(Session session) {
        this.session = session;
    }

    List<Magic> all() {
        String times = """
                Shown are the time on the clock, and the time that all threads of the kernel together had a processor.
                Neither has the time for compiling the code in it. The code's value is shown as that of the cell.
                """;
        return List.of(
                Magic.line(
                                "load",
                                "FILE",
                                Magic.Arguments.SOURCES,
                                "runs a file as if it stood in the cell: .jsh, .jshell, .java, .ijava or .ipynb",
                                this::load)
                        .withDetails("""
                                The extension may be left out. Of a notebook, the code cells are run, magics too.
                                Example: %load helpers.jsh"""),
                Magic.line(
                                "time",
                                "CODE",
                                Magic.Arguments.JAVA,
                                "runs the code and prints how long it took",
                                call -> time(call, call.text(), ": " + call.text()))
                        .withDetails(times + """
                                The code sees the variables of cells, not those of a method or block around it.
                                Example: %time Thread.sleep(100);"""),
                Magic.cell(
                                "time",
                                "",
                                Magic.Arguments.JAVA,
                                "runs the lines below and prints how long they took",
                                call -> time(call, call.requiredBody(), ""))
                        .withDetails(times + """
                                Example:
                                %%time
                                Thread.sleep(100);"""));
    }

    private @Nullable Object time(MagicCall call, String code, String what) throws Exception {
        if (code.isBlank()) {
            throw call.wrong("the code", "must not be empty", code);
        }
        Measured measured = session.measure(call.cell(), call.line(), code);
        System.out.println("wall time " + seconds(measured.wall()) + cpu(measured.cpu()) + what);
        return measured.value();
    }

    private static String cpu(@Nullable Duration time) {
        if (time == null) {
            return "";
        }
        String words = time.compareTo(CPU_STEP) < 0 ? "under " + seconds(CPU_STEP) : seconds(time);
        return ", CPU time " + words + " of all threads";
    }

    /** With three significant digits or whole seconds, so that the number looks as sure as it is. */
    static String seconds(Duration time) {
        double millis = time.toNanos() / 1e6;
        if (millis < 0.9995) {
            return String.format(Locale.ROOT, "%.0f µs", millis * 1000);
        }
        if (millis < 999.5) {
            return String.format(
                    Locale.ROOT, millis < 9.995 ? "%.2f ms" : millis < 99.95 ? "%.1f ms" : "%.0f ms", millis);
        }
        if (millis < 99_950) {
            return String.format(Locale.ROOT, millis < 9_995 ? "%.2f s" : "%.1f s", millis / 1000);
        }
        long seconds = Math.round(millis / 1000);
        return seconds / 60 + " min " + seconds % 60 + " s";
    }

    private @Nullable Object load(MagicCall call) throws Exception {
        String name = new Options(call).oneWord("a file");
        Path file = existing(call, name);
        Path absolute = file.toAbsolutePath().normalize();
        if (loading.contains(absolute)) {
            throw call.wrong("a file", "must not load itself", name);
        }
        loading.push(absolute);
        try {
            if (file.toString().endsWith(".ipynb")) {
                int number = 0;
                for (String source : codeCells(call, file)) {
                    number++;
                    session.load(file + ", code cell " + number, source);
                }
            } else {
                session.load(file.toString(), read(call, file, name));
            }
        } finally {
            loading.pop();
        }
        return null;
    }

    private List<String> codeCells(MagicCall call, Path file) {
        try {
            return session.codeCells(file);
        } catch (IllegalArgumentException e) {
            throw new MagicException(call.label() + ": " + e.getMessage(), e);
        }
    }

    private static String read(MagicCall call, Path file, String name) {
        try {
            return Files.readString(file);
        } catch (CharacterCodingException e) {
            throw call.wrong("a file", "must be UTF-8 text", name);
        } catch (IOException e) {
            throw new MagicException(call.label() + ": " + name + " cannot be read: " + e, e);
        }
    }

    private static Path existing(MagicCall call, String name) {
        Path exact = Path.of(name);
        if (Files.isRegularFile(exact)) {
            return exact;
        }
        for (String extension : EXTENSIONS) {
            Path longer = Path.of(name + extension);
            if (Files.isRegularFile(longer)) {
                return longer;
            }
        }
        throw call.wrong(
                "a file",
                "must exist in " + Path.of("").toAbsolutePath() + ", also without " + String.join(" ", EXTENSIONS),
                name);
    }
}
