/** Feedforward and convolutional networks: layers as data, training, prediction and evaluation. */
@org.jspecify.annotations.NullMarked
package io.github.latent4j.nn;
