/** The command line: everything around starting the product. */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.cli;
