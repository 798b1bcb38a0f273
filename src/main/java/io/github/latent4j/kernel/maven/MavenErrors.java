package io.github.latent4j.kernel.maven;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.maven.model.building.ModelBuildingException;
import org.apache.maven.model.building.ModelProblem;
import org.apache.maven.settings.building.SettingsBuildingException;
import org.apache.maven.settings.building.SettingsProblem;
import org.eclipse.aether.artifact.Artifact;
import org.eclipse.aether.collection.UnsolvableVersionConflictException;
import org.eclipse.aether.graph.DependencyNode;
import org.eclipse.aether.repository.RemoteRepository;
import org.eclipse.aether.resolution.ArtifactResolutionException;
import org.eclipse.aether.resolution.ArtifactResult;
import org.eclipse.aether.resolution.VersionRangeResolutionException;
import org.eclipse.aether.transfer.ArtifactNotFoundException;
import org.eclipse.aether.transfer.ArtifactTransferException;
import org.eclipse.aether.transfer.MetadataNotFoundException;
import org.eclipse.aether.transfer.NoRepositoryConnectorException;
import org.eclipse.aether.transfer.RepositoryOfflineException;
import org.jspecify.annotations.Nullable;

/** One sentence for each of the many ways in which the resolver says that something is not to be had. */
final class MavenErrors {
    private final List<RemoteRepository> repositories;
    private final Path localRepository;
    private final boolean offline;

    /** @param repositories those that the question goes to, after mirrors */
    MavenErrors(List<RemoteRepository> repositories, Path localRepository, boolean offline) {
        this.repositories = repositories;
        this.localRepository = localRepository;
        this.offline = offline;
    }

    static MavenException of(SettingsBuildingException e) {
        SettingsProblem problem = e.getProblems().get(0);
        return new MavenException(
                problem.getSource() + line(problem.getLineNumber()) + ": " + firstLine(problem.getMessage()));
    }

    /**
     * @param thrown what the resolver threw
     * @param root what it had found until then; null for nothing
     */
    MavenException of(Throwable thrown, @Nullable DependencyNode root) {
        Throwable one = thrown;
        while (one != null) {
            if (one instanceof ArtifactResolutionException resolution) {
                return of(resolution, root);
            } else if (one instanceof VersionRangeResolutionException range) {
                return noVersion(range.getResult().getRequest().getArtifact(), null);
            } else if (one instanceof UnsolvableVersionConflictException conflict) {
                return exclusive(conflict);
            } else if (one instanceof ModelBuildingException model) {
                return brokenPom(model, "");
            }
            one = one.getCause();
        }
        return new MavenException(rootMessage(thrown));
    }

    private static MavenException exclusive(UnsolvableVersionConflictException conflict) {
        String name = conflict.getPaths().stream()
                .findFirst()
                .map(path -> " for " + MavenNotes.name(path.get(path.size() - 1).getArtifact()))
                .orElse("");
        return new MavenException("the version ranges that were asked" + name + " exclude each other: "
                + String.join(", ", conflict.getVersions()) + "; ask for one version of it");
    }

    private MavenException of(ArtifactResolutionException resolution, @Nullable DependencyNode root) {
        List<ArtifactResult> missing = resolution.getResults().stream()
                .filter(result -> !result.isResolved())
                .toList();
        for (ArtifactResult result : missing) {
            for (Exception reason : result.getExceptions()) {
                Downloads.WrongChecksum wrong = Downloads.WrongChecksum.in(reason);
                if (wrong != null) {
                    return new MavenException(
                            describe(result.getRequest().getArtifact(), root) + " arrived damaged from "
                                    + source(reason) + ": " + wrong.getMessage()
                                    + "; try again, and if it stays so, ask another repository");
                }
            }
        }
        for (ArtifactResult result : missing) {
            for (Exception reason : result.getExceptions()) {
                if (!isNotFound(reason)) {
                    return new MavenException(describe(result.getRequest().getArtifact(), root)
                            + " cannot be downloaded from " + source(reason) + ": " + rootMessage(reason)
                            + "; check the network, and the proxies and servers in settings.xml");
                }
            }
        }
        String names = missing.stream()
                .map(result -> describe(result.getRequest().getArtifact(), root))
                .collect(Collectors.joining(", "));
        String were = missing.size() == 1 ? " was" : " were";
        if (offline) {
            return new MavenException(names + were + " not found in the local repository " + localRepository
                    + ", and Maven is offline: go online, or ask for a version that is there");
        }
        return new MavenException(names + were + " not found in " + places()
                + ": check the spelling and the version, or add the repository that has it with %mavenRepo");
    }

    /** @param known the versions that there are; null if that is not known */
    MavenException noVersion(Artifact artifact, @Nullable List<String> known) {
        String place = offline ? "the local repository " + localRepository + ", and Maven is offline" : places();
        String there = known == null
                ? ""
                : known.isEmpty() ? "; there is none at all" : "; there are " + String.join(", ", known);
        return new MavenException("no version of " + MavenNotes.name(artifact) + " matches " + artifact.getVersion()
                + " in " + place + there);
    }

    /** @param file how to call the POM; empty for the name that it has */
    static MavenException brokenPom(ModelBuildingException e, String file) {
        ModelProblem problem = e.getProblems().stream()
                .filter(one -> one.getSeverity() != ModelProblem.Severity.WARNING)
                .findFirst()
                .orElse(e.getProblems().get(0));
        String name = file.isEmpty() ? problem.getSource() : file;
        return new MavenException(name + line(problem.getLineNumber()) + ": " + firstLine(problem.getMessage()));
    }

    private static String line(int number) {
        return number > 0 ? ", line " + number : "";
    }

    private String places() {
        return repositories.stream().map(MavenErrors::describe).collect(Collectors.joining(", "));
    }

    private static String describe(RemoteRepository repository) {
        return repository.getId() + " (" + repository.getUrl() + ")";
    }

    private static String describe(Artifact artifact, @Nullable DependencyNode root) {
        String parent = root == null ? "" : parentOf(artifact, root);
        String extension = artifact.getExtension();
        String classifier = artifact.getClassifier();
        String middle = classifier.isEmpty()
                ? (extension.equals("jar") ? "" : ":" + extension)
                : ":" + extension + ":" + classifier;
        return artifact.getGroupId() + ":" + artifact.getArtifactId() + middle + ":" + artifact.getVersion()
                + (parent.isEmpty() ? "" : " (needed by " + parent + ")");
    }

    private static String parentOf(Artifact artifact, DependencyNode above) {
        for (DependencyNode node : above.getChildren()) {
            Artifact parent = above.getArtifact();
            if (node.getArtifact().equals(artifact)) {
                return parent == null ? "" : MavenNotes.name(parent) + ":" + parent.getVersion();
            }
            String found = parentOf(artifact, node);
            if (!found.isEmpty()) {
                return found;
            }
        }
        return "";
    }

    private static boolean isNotFound(Exception reason) {
        return reason instanceof ArtifactNotFoundException
                || reason instanceof MetadataNotFoundException
                || reason.getCause() instanceof RepositoryOfflineException;
    }

    private String source(Exception reason) {
        RemoteRepository repository =
                reason instanceof ArtifactTransferException transfer ? transfer.getRepository() : null;
        return repository == null ? places() : describe(repository);
    }

    /** What the innermost cause says, since the outer ones only repeat what was tried. */
    private static String rootMessage(Throwable thrown) {
        Throwable one = thrown;
        while (one.getCause() != null && !(one instanceof NoRepositoryConnectorException)) {
            one = one.getCause();
        }
        String message = firstLine(String.valueOf(one.getMessage()));
        return message.contains(" ") ? message : one.getClass().getSimpleName() + ": " + message; // a host's name alone
    }

    private static String firstLine(String message) {
        return Stream.of(message.split("\n", -1)).findFirst().orElse("").strip();
    }
}
