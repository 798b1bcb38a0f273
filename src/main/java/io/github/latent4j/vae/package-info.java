/** Variational autoencoders: what they are, how they learn, and what they report. */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.vae;
