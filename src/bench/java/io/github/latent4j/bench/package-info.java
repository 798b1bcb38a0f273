/** Whole runs: how fast training is beside a peer, and how good the models become. */
package io.github.latent4j.bench;
