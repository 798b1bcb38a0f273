/** The Java kernel for Jupyter; knows nothing of the library. */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.kernel;
