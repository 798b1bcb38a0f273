package io.github.latent4j.bench;

import static io.github.latent4j.Latent4j.conv;
import static io.github.latent4j.Latent4j.dense;
import static io.github.latent4j.Latent4j.maxPool;
import static io.github.latent4j.Latent4j.netSpec;
import static io.github.latent4j.Latent4j.softmax;
import static io.github.latent4j.Latent4j.vaeSpec;

import io.github.latent4j.data.ImageShape;
import io.github.latent4j.nn.NetSpec;
import io.github.latent4j.vae.VaeSpec;

/** The two models that everything is measured on. */
final class Models {
    private Models() {}

    /** The convolutional network of the course, 93,322 parameters. */
    static NetSpec cnn(ImageShape shape) {
        return netSpec(shape, conv(32, 3), maxPool(2), conv(64, 3), maxPool(2), conv(64, 3), dense(64), softmax(10));
    }

    /** The variational autoencoder 784-400-20-400-784. */
    static VaeSpec vae(ImageShape shape) {
        return vaeSpec(shape, 20).withHidden(400);
    }
}
