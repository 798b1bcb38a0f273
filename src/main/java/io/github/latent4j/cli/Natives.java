package io.github.latent4j.cli;

import io.github.latent4j.internal.NativeReport;
import java.util.List;
import java.util.Locale;

/** What {@code doctor} says about the native library under ND4J, found out by using it. */
final class Natives {
    private static final double GIGABYTE = 1L << 30;

    private Natives() {}

    static List<Finding> findings() {
        try {
            return of(NativeReport.take());
        } catch (IllegalStateException e) {
            return List.of(
                    Finding.problem(
                            "native",
                            String.valueOf(e.getMessage()),
                            "build again on this machine with `mvn package`: the library is chosen by operating system and processor"));
        }
    }

    static List<Finding> of(NativeReport report) {
        return List.of(
                Finding.ok("native", report.library() + ", " + report.threads() + " threads"),
                programs(report),
                oneDnn(report),
                Finding.ok("off-heap", bounds(report)));
    }

    private static Finding programs(NativeReport report) {
        return report.compiles()
                ? Finding.ok("programs", "networks are compiled with oneDNN " + report.programs())
                : Finding.note(
                        "programs",
                        "networks run layer by layer in Deeplearning4j: " + report.programs(),
                        "training is several times slower, results are the same up to rounding");
    }

    private static Finding oneDnn(NativeReport report) {
        if (report.oneDnnInUse()) {
            return Finding.ok("oneDNN", "in use: a convolution built just now runs on it");
        }
        return report.oneDnnBuiltIn()
                ? Finding.problem(
                        "oneDNN",
                        "in the native library but not used: convolutions are several times slower",
                        "remove -Dorg.eclipse.deeplearning4j.helpers.disable=true, e.g. from JAVA_TOOL_OPTIONS")
                : Finding.note(
                        "oneDNN",
                        "not part of the native library of this system",
                        "convolutions are slower, results are the same");
    }

    private static String bounds(NativeReport report) {
        String arrays = String.format(Locale.ROOT, "arrays up to %.1f GB", report.maxBytes() / GIGABYTE);
        return report.maxPhysicalBytes() == 0
                ? arrays
                : arrays
                        + String.format(
                                Locale.ROOT, ", whole process up to %.1f GB", report.maxPhysicalBytes() / GIGABYTE);
    }
}
