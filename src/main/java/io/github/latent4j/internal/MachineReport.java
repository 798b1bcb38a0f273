package io.github.latent4j.internal;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;
import java.util.Properties;
import java.util.stream.Stream;
import org.nd4j.linalg.factory.Nd4j;

/** What numbers may depend on beside the program: versions, the processor, how many threads. */
public final class MachineReport {
    private static final Path PROCESSORS = Path.of("/proc/cpuinfo");
    private static final String ND4J_PROPERTIES = "/META-INF/maven/org.nd4j/nd4j-api/pom.properties";
    private static final String UNKNOWN = "unknown";

    private MachineReport() {}

    /** By name, in order. */
    public static Map<String, String> take() {
        Map<String, String> report = new LinkedHashMap<>();
        Package own = MachineReport.class.getPackage();
        report.put(
                "latent4j", Optional.ofNullable(own.getImplementationVersion()).orElse(UNKNOWN));
        report.put("JDK", Runtime.version().toString());
        report.put("ND4J", nd4jVersion());
        report.put("oneDNN", OneDnn.problem().orElseGet(OneDnn::version));
        report.put("processor", processor());
        report.put("threads", Integer.toString(NativeThreads.available()));
        return report;
    }

    /** Its jar has no version in the manifest, but what Maven has put beside it. */
    private static String nd4jVersion() {
        try (InputStream file = Nd4j.class.getResourceAsStream(ND4J_PROPERTIES)) {
            Properties properties = new Properties();
            if (file != null) {
                properties.load(file);
            }
            return properties.getProperty("version", UNKNOWN);
        } catch (IOException e) {
            return UNKNOWN;
        }
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
