package io.github.latent4j.cli;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.stream.Stream;

/** What this machine and this JVM are. */
final class Machine {
    private static final double GIGABYTE = 1L << 30;

    private Machine() {}

    static Finding jdk() {
        String java = System.getProperty("java.version") + " (" + System.getProperty("java.vendor") + ") in "
                + System.getProperty("java.home");
        return Product.hasCompiler()
                ? Finding.ok("JDK", java)
                : Finding.problem(
                        "JDK",
                        java + ", without compiler and jshell",
                        "install a JDK 17 or newer, not a JRE, and set JAVA_HOME to it");
    }

    static Finding processor() {
        int cores = Runtime.getRuntime().availableProcessors();
        String text = model() + ", " + cores + (cores == 1 ? " core" : " cores") + ", " + System.getProperty("os.name")
                + " " + System.getProperty("os.arch");
        Optional<Boolean> avx2 = avx2();
        if (avx2.isEmpty()) {
            return Finding.ok("processor", text);
        }
        return avx2.get()
                ? Finding.ok("processor", text + ", AVX2")
                : Finding.problem(
                        "processor",
                        text + ", without AVX2",
                        "the native library needs AVX2 (Intel since 2013, AMD since 2015): use another machine, or Binder");
    }

    static Finding memory() {
        double physical =
                ManagementFactory.getPlatformMXBean(OperatingSystemMXBean.class).getTotalMemorySize() / GIGABYTE;
        double heap = Runtime.getRuntime().maxMemory() / GIGABYTE;
        String text =
                String.format(Locale.ROOT, "%.1f GB in this machine or container; heap up to %.1f GB", physical, heap);
        return physical >= 1.5
                ? Finding.ok("memory", text)
                : Finding.problem(
                        "memory", text, "training needs 1.5 GB or more: give the machine or container more memory");
    }

    private static String model() {
        return switch (OperatingSystem.current()) {
            case LINUX -> cpuinfo("model name").orElse("unknown processor");
            case MAC -> Child.answer("sysctl", "-n", "machdep.cpu.brand_string").orElse("unknown processor");
            case WINDOWS -> System.getenv().getOrDefault("PROCESSOR_IDENTIFIER", "unknown processor");
        };
    }

    /** Empty where it does not matter (ARM) or cannot be told (Windows). */
    private static Optional<Boolean> avx2() {
        boolean intel = List.of("amd64", "x86_64").contains(System.getProperty("os.arch"));
        if (!intel) {
            return Optional.empty();
        }
        return switch (OperatingSystem.current()) {
            case LINUX ->
                cpuinfo("flags").map(flags -> List.of(flags.split(" ")).contains("avx2"));
            case MAC ->
                Child.answer("sysctl", "-n", "machdep.cpu.leaf7_features").map(flags -> flags.contains("AVX2"));
            case WINDOWS -> Optional.empty();
        };
    }

    private static Optional<String> cpuinfo(String key) {
        Path file = Path.of("/proc/cpuinfo");
        if (!Files.isReadable(file)) {
            return Optional.empty();
        }
        try (Stream<String> lines = Files.lines(file)) {
            return lines.filter(line -> line.startsWith(key))
                    .map(line -> line.substring(line.indexOf(':') + 1).strip())
                    .findFirst();
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + file + ": " + e, e);
        }
    }
}
