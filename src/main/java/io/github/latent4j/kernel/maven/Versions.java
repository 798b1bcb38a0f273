package io.github.latent4j.kernel.maven;

import org.eclipse.aether.util.version.GenericVersionScheme;
import org.eclipse.aether.version.InvalidVersionSpecificationException;
import org.eclipse.aether.version.VersionConstraint;
import org.eclipse.aether.version.VersionScheme;

/** Maven's order of versions. */
final class Versions {
    private static final VersionScheme SCHEME = new GenericVersionScheme();

    private Versions() {}

    /** Whether {@code version} is what was asked: the same, or within the range. */
    static boolean matches(String asked, String version) {
        try {
            return SCHEME.parseVersionConstraint(asked).containsVersion(SCHEME.parseVersion(version));
        } catch (InvalidVersionSpecificationException e) {
            return false;
        }
    }

    /** Whether what was asked is above {@code version}; a range is if it does not hold {@code version}. */
    static boolean newer(String asked, String version) {
        try {
            VersionConstraint constraint = SCHEME.parseVersionConstraint(asked);
            return constraint.getRange() == null
                    ? constraint.getVersion().compareTo(SCHEME.parseVersion(version)) > 0
                    : !constraint.containsVersion(SCHEME.parseVersion(version));
        } catch (InvalidVersionSpecificationException e) {
            return true;
        }
    }

    static boolean isRange(String asked) throws MavenException {
        try {
            return SCHEME.parseVersionConstraint(asked).getRange() != null;
        } catch (InvalidVersionSpecificationException e) {
            throw new MavenException("\"" + asked
                    + "\" is neither a version nor a range: write 1.0, or [1.0,2.0) for from 1.0 to below 2.0");
        }
    }

    /** Negative if {@code left} is older. */
    static int compare(String left, String right) {
        try {
            return SCHEME.parseVersion(left).compareTo(SCHEME.parseVersion(right));
        } catch (InvalidVersionSpecificationException e) {
            return left.compareTo(right);
        }
    }
}
