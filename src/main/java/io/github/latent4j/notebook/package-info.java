/** What the library shows in a notebook, whichever kernel runs it: renderers, progress, live charts. */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.notebook;
