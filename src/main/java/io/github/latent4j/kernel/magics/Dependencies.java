package io.github.latent4j.kernel.magics;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What magics need of a resolver of Maven dependencies. It remembers what it was asked for, and resolves all of it together. Its
 * exceptions have messages for whoever wrote the cell.
 */
public interface Dependencies {
    /**
     * What was asked for in one call.
     *
     * @param from repositories to look in, by id or URL, in place of the known ones; empty for these
     * @param exclusions as {@code group:artifact}
     * @param offline whether only what is on this machine counts
     */
    record Request(List<String> from, List<String> exclusions, boolean offline) {
        /** Copies the lists. */
        public Request {
            from = List.copyOf(from);
            exclusions = List.copyOf(exclusions);
        }
    }

    /**
     * What a call came to.
     *
     * @param jars all that is needed, whether it is on the class path already or not
     * @param notes what the user should know, in lines that are the same at every run
     */
    record Resolved(List<Path> jars, List<String> notes) {
        /** Copies the lists. */
        public Resolved {
            jars = List.copyOf(jars);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Resolves dependencies with all that they need.
     *
     * @param coordinates as {@code group:artifact:[packaging:[classifier:]]version}
     * @param progress is told what is going on, in few words
     */
    Resolved resolve(List<String> coordinates, Request request, Consumer<String> progress);

    /**
     * Resolves what a POM depends on.
     *
     * @param scopes of the dependencies to take; empty for those of a run
     */
    Resolved loadPom(Path pom, List<String> scopes, Request request, Consumer<String> progress);

    /**
     * Resolves what a POM, or parts of one, depends on.
     *
     * @param xml a project, or elements {@code dependency} and {@code repository}, alone or in their lists
     * @param scopes as for the other method
     */
    Resolved loadPom(String xml, List<String> scopes, Request request, Consumer<String> progress);

    /** Adds a repository to look in from now on. */
    void addRepository(String id, String url);

    /** Ways to go on after the first characters of a coordinate, each from its start. */
    List<String> complete(String beginning);
}
