package io.github.latent4j.kernel.maven;

import org.eclipse.aether.artifact.Artifact;

/** Sentences about versions that were asked and are not used. */
final class MavenNotes {
    private MavenNotes() {}

    static String kernels(Artifact asked, String used) {
        return name(asked) + " " + used + " is part of this kernel and stays in use (asked: " + asked.getVersion()
                + ")";
    }

    static String kernelsByDependency(Artifact asked, String used, Artifact parent) {
        return name(asked) + " " + used + " is part of this kernel and stays in use (asked by " + name(parent) + ": "
                + asked.getVersion() + ")";
    }

    static String inUse(Artifact asked, String used) {
        return name(asked) + " " + used + " is in use in this session and stays (asked: " + asked.getVersion()
                + "); for " + asked.getVersion() + " restart the kernel and ask for all in one %maven";
    }

    static String inUseByDependency(Artifact used, String asked, Artifact parent) {
        return name(used) + " " + used.getBaseVersion() + " is in use in this session and stays (asked by "
                + name(parent) + ": " + asked + "); for " + asked
                + " restart the kernel and ask for all in one %maven";
    }

    /** {@code group:artifact}, with the classifier if there is one. */
    static String name(Artifact artifact) {
        String classifier = artifact.getClassifier();
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + (classifier.isEmpty() ? "" : ":" + classifier);
    }
}
