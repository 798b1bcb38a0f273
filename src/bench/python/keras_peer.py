"""Keras 3, on the back end that the library's name ends with."""

import os
import sys

os.environ["KERAS_BACKEND"] = sys.argv[1].removeprefix("keras-")

import keras  # noqa: E402: the back end must be chosen before
from keras import layers, ops  # noqa: E402

INFERENCE_BATCH = 256


class Peer:
    def __init__(self, library, net, threads, batch, width, pixels, labels):
        backend = keras.backend.backend()
        self.version = f"Keras {keras.__version__} on {backend}"
        limit_threads(backend, threads)
        keras.utils.set_random_seed(42)
        self.batch = batch
        self.pixels = pixels.reshape(-1, 28, 28, 1) if net == "cnn" else pixels
        self.labels = labels if net == "cnn" else None
        self.model, self.results = cnn(width) if net == "cnn" else vae(width)

    def train(self, epochs, seed):
        keras.utils.set_random_seed(seed)
        history = self.model.fit(self.pixels, self.labels, batch_size=self.batch, epochs=epochs, verbose=0)
        return history.history["loss"][-1]

    def infer(self, passes):
        for _ in range(passes):
            results = self.results.predict(self.pixels, batch_size=INFERENCE_BATCH, verbose=0)
        return results.sum()


def limit_threads(backend, threads):
    if backend == "torch":
        import torch

        torch.set_num_threads(threads)
    if backend == "tensorflow":
        import tensorflow

        tensorflow.config.threading.set_intra_op_parallelism_threads(threads)


def cnn(width):
    a, b = int(32 * width), int(64 * width)
    model = keras.Sequential([
        layers.Input((28, 28, 1)),
        layers.Conv2D(a, 3, activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(b, 3, activation="relu"), layers.MaxPooling2D(2),
        layers.Conv2D(b, 3, activation="relu"), layers.Flatten(),
        layers.Dense(b, activation="relu"), layers.Dense(10, activation="softmax"),
    ])
    model.compile(optimizer=keras.optimizers.Adam(1e-3, epsilon=1e-8), loss="sparse_categorical_crossentropy")
    return model, model


def vae(width):
    h = int(400 * width)
    x = layers.Input((784,))
    code = layers.Dense(40)(layers.Dense(h, activation="relu")(x))
    logits = layers.Dense(784)(layers.Dense(h, activation="relu")(Sample()(code)))
    model = keras.Model(x, NegativeElbo()(x, code, logits))
    model.compile(optimizer=keras.optimizers.Adam(1e-3, epsilon=1e-8))
    return model, keras.Model(x, code)


class Sample(layers.Layer):
    def __init__(self):
        super().__init__()
        self.seeds = keras.random.SeedGenerator(42)

    def call(self, code):
        mean, log_variance = ops.split(code, 2, axis=1)
        return mean + keras.random.normal(ops.shape(mean), seed=self.seeds) * ops.exp(log_variance / 2)


class NegativeElbo(layers.Layer):
    """Adds the loss of the batch to the model's."""

    def call(self, x, code, logits):
        mean, log_variance = ops.split(code, 2, axis=1)
        reconstruction = ops.sum(ops.softplus(logits) - x * logits, axis=1)
        kl = ops.sum(ops.square(mean) + ops.exp(log_variance) - 1 - log_variance, axis=1) / 2
        self.add_loss(ops.mean(reconstruction + kl))
        return logits
