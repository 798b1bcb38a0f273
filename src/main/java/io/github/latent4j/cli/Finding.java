package io.github.latent4j.cli;

import java.util.List;
import java.util.Locale;

/**
 * One row of {@code doctor}.
 *
 * @param subject what was looked at
 * @param text what was found
 * @param remedy what to do about it; empty when nothing is to be done
 */
record Finding(Verdict verdict, String subject, String text, String remedy) {
    enum Verdict {
        /** Works. */
        OK,
        /** Works, and there is something to know. */
        NOTE,
        /** Something would not work. */
        PROBLEM
    }

    static Finding ok(String subject, String text) {
        return new Finding(Verdict.OK, subject, text, "");
    }

    static Finding note(String subject, String text, String remedy) {
        return new Finding(Verdict.NOTE, subject, text, remedy);
    }

    static Finding problem(String subject, String text, String remedy) {
        return new Finding(Verdict.PROBLEM, subject, text, remedy);
    }

    /** Rows in columns, each remedy on a line of its own below its row. */
    static String table(List<Finding> findings) {
        int width = findings.stream().mapToInt(f -> f.subject().length()).max().orElse(0);
        StringBuilder table = new StringBuilder();
        for (Finding finding : findings) {
            String row = "%-8s %-" + width + "s  %s%n";
            table.append(String.format(
                    row, finding.verdict().name().toLowerCase(Locale.ROOT), finding.subject(), finding.text()));
            if (!finding.remedy().isEmpty()) {
                table.append(String.format(row, "", "", "-> " + finding.remedy()));
            }
        }
        return table.toString();
    }

    /** 1 if anything is a problem, else 0. */
    static int exitCode(List<Finding> findings) {
        return findings.stream().anyMatch(f -> f.verdict() == Verdict.PROBLEM) ? 1 : 0;
    }
}
