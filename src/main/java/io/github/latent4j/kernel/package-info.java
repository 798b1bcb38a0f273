/**
 * The Java kernel for Jupyter: runs cells with JShell, in Jupyter ({@link io.github.latent4j.kernel.JavaKernel#serve}) or
 * straight from a file ({@link io.github.latent4j.kernel.NotebookRunner}). Knows nothing of the library.
 */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.kernel;
