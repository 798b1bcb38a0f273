package io.github.latent4j.kernel.maven;

import java.util.List;

/**
 * What one {@code %maven} asks for.
 *
 * @param coordinates each {@code group:artifact:version}, {@code group:artifact:packaging:version} or
 *     {@code group:artifact:packaging:classifier:version}; the version may be a range such as {@code [1.0,2.0)}
 * @param exclusions what the coordinates must not bring along, each {@code group:artifact}, where {@code *} stands for any
 * @param from ids of the repositories to look into first; empty for the usual order
 */
public record MavenRequest(List<String> coordinates, List<String> exclusions, List<String> from) {
    public MavenRequest {
        coordinates = List.copyOf(coordinates);
        exclusions = List.copyOf(exclusions);
        from = List.copyOf(from);
    }

    public static MavenRequest of(String... coordinates) {
        return of(List.of(coordinates));
    }

    public static MavenRequest of(List<String> coordinates) {
        return new MavenRequest(coordinates, List.of(), List.of());
    }

    public MavenRequest withExclusions(List<String> newExclusions) {
        return new MavenRequest(coordinates, newExclusions, from);
    }

    public MavenRequest withFrom(List<String> newFrom) {
        return new MavenRequest(coordinates, exclusions, newFrom);
    }
}
