/** How Deeplearning4j's networks are made to use the whole processor. */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.nn.engine;
