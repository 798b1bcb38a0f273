package io.github.latent4j.kernel.maven;

import java.nio.file.Path;
import java.util.List;

/**
 * The jars that were found.
 *
 * @param added what belongs on the class path now and was not on it before, in Maven's order
 * @param all everything that this session's questions have put on the class path, {@code added} at its end
 * @param notes one sentence for each version that was asked and is not used, with the one that is
 */
public record Resolution(List<Path> added, List<Path> all, List<String> notes) {
    public Resolution {
        added = List.copyOf(added);
        all = List.copyOf(all);
        notes = List.copyOf(notes);
    }
}
