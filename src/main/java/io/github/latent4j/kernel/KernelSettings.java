package io.github.latent4j.kernel;

import io.github.latent4j.kernel.magics.Glob;
import java.io.File;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * What IJava's environment variables ask of a kernel. A value that cannot be honoured is left out and told in {@link #problems}:
 * it must not keep the kernel from starting.
 *
 * @param classPath jars and folders of classes for cells ({@code IJAVA_CLASSPATH})
 * @param compilerOptions for the code of cells ({@code IJAVA_COMPILER_OPTS})
 * @param scripts to run before the first cell, in this order ({@code IJAVA_STARTUP_SCRIPTS_PATH})
 * @param script code to run after them; empty for none ({@code IJAVA_STARTUP_SCRIPT})
 * @param timeout how long one statement of a cell may run; null for ever ({@code IJAVA_TIMEOUT})
 * @param problems one sentence for each value that cannot be honoured
 */
public record KernelSettings(
        List<Path> classPath,
        List<String> compilerOptions,
        List<Path> scripts,
        String script,
        @Nullable Duration timeout,
        List<String> problems) {
    static final String CLASS_PATH = "IJAVA_CLASSPATH";
    static final String COMPILER_OPTIONS = "IJAVA_COMPILER_OPTS";
    static final String SCRIPTS = "IJAVA_STARTUP_SCRIPTS_PATH";
    static final String SCRIPT = "IJAVA_STARTUP_SCRIPT";
    static final String TIMEOUT = "IJAVA_TIMEOUT";

    /** The names of the environment variables. */
    public static final List<String> VARIABLES = List.of(CLASS_PATH, COMPILER_OPTIONS, SCRIPTS, SCRIPT, TIMEOUT);

    private static final Pattern DURATION = Pattern.compile("(-?\\d{1,9})\\s*([A-Za-z]*)");

    public KernelSettings {
        classPath = List.copyOf(classPath);
        compilerOptions = List.copyOf(compilerOptions);
        scripts = List.copyOf(scripts);
        problems = List.copyOf(problems);
    }

    /**
     * The settings of an environment.
     *
     * @param environment such as {@code System.getenv()}
     * @param folder that relative paths start from
     */
    public static KernelSettings of(Map<String, String> environment, Path folder) {
        List<String> problems = new ArrayList<>();
        return new KernelSettings(
                paths(CLASS_PATH, "a jar or a folder", KernelSettings::isClassPathEntry, environment, folder, problems),
                words(environment, problems),
                paths(SCRIPTS, "a file", Files::isRegularFile, environment, folder, problems),
                environment.getOrDefault(SCRIPT, ""),
                timeout(environment, problems),
                problems);
    }

    private static boolean isClassPathEntry(Path path) {
        return Files.isDirectory(path) || path.toString().matches(".*\\.(jar|zip)");
    }

    private static List<Path> paths(
            String variable,
            String kind,
            Predicate<Path> isOfKind,
            Map<String, String> environment,
            Path folder,
            List<String> problems) {
        Set<Path> paths = new LinkedHashSet<>();
        for (String glob : environment.getOrDefault(variable, "").split(File.pathSeparator, -1)) {
            if (glob.isBlank()) {
                continue;
            }
            try {
                List<Path> found =
                        matches(glob.strip(), folder).stream().filter(isOfKind).toList();
                if (found.isEmpty()) {
                    problems.add(variable + ": each entry must match " + kind + ", got " + glob);
                }
                paths.addAll(found);
            } catch (UncheckedIOException | IllegalArgumentException e) {
                problems.add(variable + ": " + e.getMessage());
            }
        }
        return List.copyOf(paths);
    }

    /** With a separator at its end, a pattern stands for folders and everything directly in them, as in IJava. */
    private static List<Path> matches(String pattern, Path folder) {
        List<Path> matches = Glob.of(pattern, folder).matches();
        return pattern.endsWith("/") || pattern.endsWith(File.separator)
                ? matches.stream()
                        .flatMap(match -> Stream.concat(Stream.of(match), Glob.content(match).stream()))
                        .toList()
                : matches;
    }

    private static List<String> words(Map<String, String> environment, List<String> problems) {
        try {
            return OptionWords.of(environment.getOrDefault(COMPILER_OPTIONS, ""));
        } catch (IllegalArgumentException e) {
            problems.add(COMPILER_OPTIONS + ": " + e.getMessage());
            return List.of();
        }
    }

    /** As in IJava: milliseconds unless a unit follows; less than 1 is no limit. */
    private static @Nullable Duration timeout(Map<String, String> environment, List<String> problems) {
        String text = environment.getOrDefault(TIMEOUT, "").strip();
        if (text.isEmpty()) {
            return null;
        }
        Matcher parts = DURATION.matcher(text);
        try {
            if (parts.matches()) {
                String name = parts.group(2).toUpperCase(Locale.ROOT);
                ChronoUnit unit = name.isEmpty()
                        ? ChronoUnit.MILLIS
                        : TimeUnit.valueOf(name).toChronoUnit();
                long amount = Long.parseLong(parts.group(1));
                return amount < 1 ? null : unit.getDuration().multipliedBy(amount);
            }
        } catch (IllegalArgumentException e) {
            // no such unit: told below
        }
        problems.add(TIMEOUT + " must be a number and a unit, such as 30 SECONDS, or -1 for no limit, got " + text);
        return null;
    }
}
