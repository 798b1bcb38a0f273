package io.github.latent4j.kernel.maven;

import java.util.Set;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.DependencyCollectionContext;
import org.eclipse.aether.collection.DependencySelector;
import org.eclipse.aether.graph.Dependency;
import org.jspecify.annotations.Nullable;

/** Leaves out what the kernel runs with, and notes where something newer was wanted. */
final class KernelJarFilter implements DependencySelector {
    private final KernelJars jars;
    private final Set<String> notes;
    private final @Nullable Artifact parent;

    /** @param notes where the notes go */
    KernelJarFilter(KernelJars jars, Set<String> notes) {
        this(jars, notes, null);
    }

    private KernelJarFilter(KernelJars jars, Set<String> notes, @Nullable Artifact parent) {
        this.jars = jars;
        this.notes = notes;
        this.parent = parent;
    }

    @Override
    public boolean selectDependency(Dependency dependency) {
        Artifact wanted = dependency.getArtifact();
        String version = versionOf(wanted);
        if (version == null) {
            return true;
        }
        if (parent != null && Versions.newer(wanted.getVersion(), version)) {
            notes.add(MavenNotes.kernelsByDependency(wanted, version, parent));
        }
        return false;
    }

    /** The version that the kernel runs with; null if the artifact is none of its own. */
    @Nullable String versionOf(Artifact artifact) {
        return artifact.getExtension().equals("jar")
                ? jars.version(artifact.getGroupId(), artifact.getArtifactId(), artifact.getClassifier())
                : null;
    }

    @Override
    public DependencySelector deriveChildSelector(DependencyCollectionContext context) {
        Dependency above = context.getDependency();
        return above == null ? this : new KernelJarFilter(jars, notes, above.getArtifact());
    }

    /** All filters of a resolver decide alike, wherever they stand: so what one has decided serves all. */
    @Override
    public boolean equals(@Nullable Object other) {
        return other instanceof KernelJarFilter filter && filter.jars == jars;
    }

    @Override
    public int hashCode() {
        return System.identityHashCode(jars);
    }
}
