package io.github.latent4j.kernel.magics;

import io.github.latent4j.kernel.magics.Session.Variable;
import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.MemoryUsage;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalLong;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/** Magics that show what there is in the session. */
final class StateMagics {
    private static final double MIB = 1 << 20;

    private final Session session;

    StateMagics(Session session) {
        this.session = session;
    }

    List<Magic> all() {
        return List.of(
                Magic.line(
                                "who",
                                "",
                                Magic.Arguments.NONE,
                                "shows the variables with their types and values",
                                this::who)
                        .withDetails("Long values are cut."),
                Magic.line("memory", "", Magic.Arguments.NONE, "shows how much memory is in use", this::memory)
                        .withDetails("""
                                Garbage is collected first, so "heap in use" is what the session really holds, and two
                                of these tables can be compared. "Process" is all that the operating system keeps in its memory
                                for the kernel: the heap, native memory such as that of ND4J's arrays, and the JVM itself."""));
    }

    private @Nullable Object who(MagicCall call) {
        noArguments(call);
        List<Variable> variables = session.variables();
        if (variables.isEmpty()) {
            session.display(new DisplayData("no variables"));
            return null;
        }
        Table table = new Table("type", "name", "value");
        variables.forEach(variable -> table.row(variable.type(), variable.name(), variable.value()));
        session.display(table.display());
        return null;
    }

    private @Nullable Object memory(MagicCall call) {
        noArguments(call);
        System.gc();
        MemoryUsage heap = ManagementFactory.getMemoryMXBean().getHeapMemoryUsage();
        Table table = new Table("memory", "MiB");
        table.row("heap in use", mebibytes(heap.getUsed()));
        table.row("heap reserved", mebibytes(heap.getCommitted()));
        table.row("heap at most", heap.getMax() < 0 ? "no limit" : mebibytes(heap.getMax()));
        resident().ifPresent(bytes -> table.row("process", mebibytes(bytes)));
        session.display(table.display());
        return null;
    }

    private static void noArguments(MagicCall call) {
        List<String> words = new Options(call).words();
        if (!words.isEmpty()) {
            throw call.wrong("an argument", "must not be given", words.get(0));
        }
    }

    private static String mebibytes(long bytes) {
        return String.format(Locale.ROOT, "%.1f", bytes / MIB);
    }

    /** What the operating system keeps in memory for this process, in bytes; empty where it does not tell. */
    private static OptionalLong resident() {
        try {
            Path status = Path.of("/proc/self/status");
            if (Files.isReadable(status)) {
                for (String line : Files.readAllLines(status)) {
                    if (line.startsWith("VmRSS:")) {
                        return kibibytes(line.replaceAll("\\D", ""));
                    }
                }
            }
            Process ps = new ProcessBuilder(
                            "ps",
                            "-o",
                            "rss=",
                            "-p",
                            String.valueOf(ProcessHandle.current().pid()))
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
            if (ps.waitFor(2, TimeUnit.SECONDS)) {
                return kibibytes(new String(ps.getInputStream().readAllBytes(), StandardCharsets.UTF_8).strip());
            }
        } catch (IOException e) {
            return OptionalLong.empty(); // a system without ps, such as Windows
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        return OptionalLong.empty();
    }

    private static OptionalLong kibibytes(String digits) {
        return digits.matches("\\d{1,15}") ? OptionalLong.of(Long.parseLong(digits) << 10) : OptionalLong.empty();
    }
}
