/** The command line. */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.cli;
