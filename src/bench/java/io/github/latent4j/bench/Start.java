package io.github.latent4j.bench;

import com.google.gson.JsonElement;
import com.google.gson.JsonParser;
import io.github.latent4j.kernel.KernelClient;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;

/**
 * From the start of a process to the value of {@code 1+2}: our kernel as it is installed and without its class-data archive, in turn
 * with plain {@code jshell}, all of the JDK that runs this. Prints each round and the medians. Ends with status 1 if the
 * installed kernel takes more than 1.3 times as long as jshell.
 */
public final class Start {
    private static final Path JAVA = Path.of(System.getProperty("java.home"), "bin", "java");
    private static final double GOAL = 1.3;

    private Start() {}

    /**
     * Measures.
     *
     * @param args of no meaning
     */
    public static void main(String[] args) throws Exception {
        int rounds = 7;
        Path prefix = Files.createDirectories(Path.of("target", "bench-start"));
        List<String> installed = install(prefix);
        List<String> plain = installed.stream()
                .filter(part -> !part.startsWith("-XX:AOTCache=") && !part.startsWith("-XX:SharedArchiveFile="))
                .toList();
        Map<String, double[]> seconds = new LinkedHashMap<>();
        List.of("jshell", "kernel", "kernel without archive").forEach(name -> seconds.put(name, new double[rounds]));
        System.out.println("JDK " + Runtime.version() + "; seconds to the value of 1+2");
        for (int i = 0; i < rounds; i++) {
            seconds.get("jshell")[i] = jshell();
            seconds.get("kernel")[i] = kernel(installed);
            seconds.get("kernel without archive")[i] = kernel(plain);
            int round = i;
            seconds.forEach((name, all) -> System.out.print(String.format(Locale.ROOT, "%s %.2f  ", name, all[round])));
            System.out.println();
        }
        seconds.forEach((name, all) -> System.out.println(String.format(
                Locale.ROOT,
                "%-24s median %.2f s, %.2f times as long as jshell",
                name,
                median(all),
                ratio(all, seconds.get("jshell")))));
        System.exit(ratio(seconds.get("kernel"), seconds.get("jshell")) > GOAL ? 1 : 0);
    }

    /** The median of the ratios within each round, which a load that comes and goes disturbs least. */
    private static double ratio(double[] ours, double[] jshell) {
        return median(IntStream.range(0, ours.length)
                .mapToDouble(i -> ours[i] / jshell[i])
                .toArray());
    }

    private static List<String> install(Path prefix) throws IOException, InterruptedException {
        int code = new ProcessBuilder(
                        JAVA.toString(), "-jar", "target/latent4j.jar", "install", "--prefix", prefix.toString())
                .inheritIO()
                .start()
                .waitFor();
        if (code != 0) {
            throw new IllegalStateException("install ended with " + code);
        }
        List<String> command = new ArrayList<>();
        for (JsonElement part : JsonParser.parseString(
                        Files.readString(prefix.resolve("share/jupyter/kernels/java/kernel.json")))
                .getAsJsonObject()
                .getAsJsonArray("argv")) {
            command.add(part.getAsString());
        }
        return command;
    }

    private static double jshell() throws IOException, InterruptedException {
        long begin = System.nanoTime();
        Process process = new ProcessBuilder(JAVA.resolveSibling("jshell").toString())
                .redirectErrorStream(true)
                .start();
        try (Writer in = process.outputWriter();
                BufferedReader out = process.inputReader()) {
            in.write("1+2\n");
            in.flush();
            String line = out.readLine();
            while (line != null && !line.contains("==> 3")) {
                line = out.readLine();
            }
            double seconds = secondsSince(begin);
            in.write("/exit\n");
            in.flush();
            process.waitFor();
            return seconds;
        }
    }

    private static double kernel(List<String> command) {
        long begin = System.nanoTime();
        try (KernelClient client = new KernelClient(command, Map.of(), Duration.ofMinutes(1))) {
            client.awaitReady();
            Optional<String> value = client.run("1+2");
            double seconds = secondsSince(begin);
            client.shutdown();
            if (!value.equals(Optional.of("3"))) {
                throw new IllegalStateException("1+2 is " + value);
            }
            return seconds;
        }
    }

    private static double secondsSince(long begin) {
        return (System.nanoTime() - begin) / 1e9;
    }

    private static double median(double[] values) {
        double[] sorted = values.clone();
        Arrays.sort(sorted);
        return sorted[sorted.length / 2];
    }
}
