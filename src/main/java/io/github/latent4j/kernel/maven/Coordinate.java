package io.github.latent4j.kernel.maven;

import java.util.regex.Pattern;

/** A dependency as the user writes it. */
record Coordinate(String group, String artifact, String packaging, String classifier, String version) {
    private static final String FORMS =
            "group:artifact:version, group:artifact:packaging:version or group:artifact:packaging:classifier:version";
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9_.\\-]+");
    private static final Pattern EXCLUDED = Pattern.compile("(\\*|[A-Za-z0-9_.\\-]+):(\\*|[A-Za-z0-9_.\\-]+)");

    static Coordinate parse(String text) throws MavenException {
        String[] parts = text.strip().split(":", -1);
        if (parts.length < 3 || parts.length > 5) {
            throw new MavenException("\"" + text + "\" is not a coordinate: write " + FORMS);
        }
        String version = parts[parts.length - 1];
        for (int i = 0; i < parts.length - 1; i++) {
            if (!NAME.matcher(parts[i]).matches()) {
                throw new MavenException("\"" + text + "\" is not a coordinate, since its part \"" + parts[i]
                        + "\" may have letters, digits and . - _ only: write " + FORMS);
            }
        }
        if (version.isBlank()) {
            throw new MavenException("\"" + text + "\" has no version: write " + FORMS);
        }
        return new Coordinate(
                parts[0],
                parts[1],
                parts.length > 3 ? parts[2] : "jar",
                parts.length > 4 ? parts[3] : "",
                version.strip());
    }

    /** Checks a {@code group:artifact} that is not wanted, and returns its two parts. */
    static String[] parseExclusion(String text) throws MavenException {
        if (!EXCLUDED.matcher(text).matches()) {
            throw new MavenException("\"" + text
                    + "\" cannot be excluded: write group:artifact, where * stands for any group or any artifact");
        }
        return text.split(":", -1);
    }
}
