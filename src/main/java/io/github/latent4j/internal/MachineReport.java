package io.github.latent4j.internal;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/** What numbers may depend on beside the program: versions, the processor, how many threads. */
public final class MachineReport {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");

    private MachineReport() {}

    /** By name, in order. */
    public static Map<String, String> take() {
        Map<String, String> report = new LinkedHashMap<>();
        report.put("latent4j", version(MachineReport.class));
        report.put("JDK", Runtime.version().toString());
        report.put("ND4J", version(Nd4j.class));
        report.put("oneDNN", OneDnn.problem().orElseGet(OneDnn::version));
        report.put("processor", processor());
        report.put("threads", Integer.toString(NativeThreads.available()));
        return report;
    }

    private static String version(Class<?> type) {
        String version = type.getPackage().getImplementationVersion();
        return version == null ? "unknown" : version;
    }

    private static String processor() {
        String type = System.getProperty("os.name") + " " + System.getProperty("os.arch");
        try (Stream<String> lines = Files.lines(PROCESSORS)) {
            return lines.filter(line -> line.startsWith("model name"))
                    .findFirst()
                    .map(line -> line.substring(line.indexOf(':') + 1).strip() + ", " + type)
                    .orElse(type);
        } catch (IOException e) {
            return type; // only Linux has this file
        }
    }
}
