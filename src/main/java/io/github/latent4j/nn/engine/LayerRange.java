package io.github.latent4j.nn.engine;

/** Consecutive layers of a network, both ends included. */
record LayerRange(int first, int last) {}
