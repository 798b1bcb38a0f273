/**
 * Finds the jars that cells ask for, with Maven's own resolver: {@link io.github.latent4j.kernel.maven.MavenResolver} is the
 * door. Nothing of Maven shows in it, and nothing of Maven is loaded before the first question.
 */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.kernel.maven;
