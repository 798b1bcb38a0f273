package io.github.latent4j.kernel.magics;

import java.nio.file.Path;
import java.util.List;
import java.util.function.Consumer;

/**
 * What magics need of a resolver of Maven dependencies. It remembers what it was asked for in the session, and resolves all of it
 * together. What it throws, other than {@link RuntimeException}s and {@link InterruptedException}, has a message for whoever wrote
 * the cell.
 */
public interface Dependencies {
    /**
     * What one call asks for.
     *
     * @param coordinates each {@code group:artifact:[packaging:[classifier:]]version}
     * @param exclusions what they must not bring along, each {@code group:artifact}
     * @param from ids of the repositories to look in first; empty for the usual order
     * @param offline whether only what is on this machine counts
     */
    record Request(List<String> coordinates, List<String> exclusions, List<String> from, boolean offline) {
        /** Copies the lists. */
        public Request {
            coordinates = List.copyOf(coordinates);
            exclusions = List.copyOf(exclusions);
            from = List.copyOf(from);
        }
    }

    /**
     * What a call came to.
     *
     * @param added jars that are needed and were not before
     * @param notes what the user should know, in lines that are the same at every run
     */
    record Resolved(List<Path> added, List<String> notes) {
        /** Copies the lists. */
        public Resolved {
            added = List.copyOf(added);
            notes = List.copyOf(notes);
        }
    }

    /**
     * Resolves dependencies with all that they need.
     *
     * @param progress is told what is going on, in few words
     */
    Resolved resolve(Request request, Consumer<String> progress) throws Exception;

    /**
     * Resolves what a POM depends on.
     *
     * @param scopes of the dependencies to take; empty for those of a run
     * @param offline whether only what is on this machine counts
     */
    Resolved loadPom(Path pom, List<String> scopes, boolean offline, Consumer<String> progress) throws Exception;

    /**
     * Resolves what a POM, or parts of one, depends on.
     *
     * @param xml a project, or elements {@code dependency} and {@code repository}, alone or in their lists
     * @param scopes as for the other method
     */
    Resolved loadPom(String xml, List<String> scopes, boolean offline, Consumer<String> progress) throws Exception;

    /** Adds a repository to look in from now on. */
    void addRepository(String id, String url) throws Exception;

    /** Ways to go on after the first characters of a coordinate, each from its start. */
    List<String> complete(String beginning);
}
