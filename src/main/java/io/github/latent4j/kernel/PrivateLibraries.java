package io.github.latent4j.kernel;

import java.util.List;

/**
 * The libraries that the kernel itself is made of. A cell that brings its own version of one of them compiles and runs against
 * that version, and the kernel keeps its own.
 */
public final class PrivateLibraries {
    private static final List<String> PACKAGES = List.of(
            "com.google.gson",
            "org.zeromq",
            "zmq",
            "com.neilalexander.jnacl",
            "org.objectweb.asm",
            "picocli",
            "eu.maveniverse.maven.mima",
            "org.eclipse.aether",
            "org.apache.maven",
            "org.apache.http",
            "org.apache.commons.logging",
            "org.codehaus.plexus");

    private PrivateLibraries() {}

    /**
     * Whether a package, class or resource is the kernel's own.
     *
     * @param name of a package or class, with dots
     */
    public static boolean contains(String name) {
        for (String owned : PACKAGES) {
            if (name.startsWith(owned) && (name.length() == owned.length() || name.charAt(owned.length()) == '.')) {
                return true;
            }
        }
        return false;
    }
}
