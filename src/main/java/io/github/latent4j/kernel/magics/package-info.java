/**
 * Magics: lines that start with {@code %} and cells that start with {@code %%}. {@link io.github.latent4j.kernel.magics.MagicParser} finds
 * them, {@link io.github.latent4j.kernel.magics.MagicRegistry} runs them, and {@link io.github.latent4j.kernel.magics.Magic} is one of the
 * kernel's own. What they need of the kernel is in {@link io.github.latent4j.kernel.magics.Session} and
 * {@link io.github.latent4j.kernel.magics.Dependencies}.
 */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.kernel.magics;
