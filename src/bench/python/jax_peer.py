"""JAX: one compiled function for a whole step, gathering included."""

from functools import partial

import jax
import numpy
from jax import lax
from jax import numpy as jnp

INFERENCE_BATCH = 256


class Peer:
    def __init__(self, library, net, threads, batch, width, pixels, labels):
        self.version = "JAX " + jax.__version__
        self.batch = batch
        self.labels = jnp.asarray(labels, jnp.int32)
        self.pixels = jnp.asarray(pixels.reshape(-1, 28, 28, 1) if net == "cnn" else pixels)
        shapes, self.loss, results = cnn(width) if net == "cnn" else vae(width)
        keys = jax.random.split(jax.random.key(42), len(shapes))
        glorot = jax.nn.initializers.glorot_uniform()
        parameters = [(glorot(key, shape), jnp.zeros(shape[-1])) for key, shape in zip(keys, shapes)]
        zeros = jax.tree.map(jnp.zeros_like, parameters)
        self.state = parameters, zeros, jax.tree.map(jnp.zeros_like, parameters), jnp.zeros((), jnp.int32)
        self.step = jax.jit(partial(step, self.loss), donate_argnums=0)
        self.results = jax.jit(results)

    def train(self, epochs, seed):
        random = numpy.random.default_rng(seed)
        key = jax.random.key(seed)
        for _ in range(epochs):
            order = random.permutation(len(self.labels))
            total = 0.0
            for first in range(0, len(order), self.batch):
                rows = order[first : first + self.batch]
                key, self.state, loss = self.step(self.state, key, self.pixels, self.labels, rows)
                total += loss * len(rows)
        return total.block_until_ready() / len(self.labels)

    def infer(self, passes):
        for _ in range(passes):
            starts = range(0, len(self.labels), INFERENCE_BATCH)
            batches = [self.results(self.state[0], self.pixels[i : i + INFERENCE_BATCH]) for i in starts]
            results = numpy.concatenate(batches)
        return results.sum()


def step(loss, state, key, pixels, labels, rows):
    parameters, first, second, count = state
    key, noise = jax.random.split(key)
    value, gradient = jax.value_and_grad(loss)(parameters, noise, pixels[rows], labels[rows])
    count += 1
    first = jax.tree.map(lambda m, g: 0.9 * m + 0.1 * g, first, gradient)
    second = jax.tree.map(lambda v, g: 0.999 * v + 0.001 * g * g, second, gradient)
    scale_first, scale_second = 1 / (1 - 0.9**count), 1 / (1 - 0.999**count)
    parameters = jax.tree.map(
        lambda p, m, v: p - 1e-3 * m * scale_first / (jnp.sqrt(v * scale_second) + 1e-8), parameters, first, second
    )
    return key, (parameters, first, second, count), value


def cnn(width):
    a, b = int(32 * width), int(64 * width)

    def conv(x, layer):
        x = lax.conv_general_dilated(x, layer[0], (1, 1), "VALID", dimension_numbers=("NHWC", "HWIO", "NHWC"))
        return jax.nn.relu(x + layer[1])

    def pool(x):
        return lax.reduce_window(x, -jnp.inf, lax.max, (1, 2, 2, 1), (1, 2, 2, 1), "VALID")

    def logits(parameters, x):
        first, second, third, hidden, last = parameters
        x = conv(pool(conv(pool(conv(x, first)), second)), third)
        x = jax.nn.relu(x.reshape(len(x), -1) @ hidden[0] + hidden[1])
        return x @ last[0] + last[1]

    def loss(parameters, _, x, y):
        return -jnp.take_along_axis(jax.nn.log_softmax(logits(parameters, x)), y[:, None], 1).mean()

    shapes = [(3, 3, 1, a), (3, 3, a, b), (3, 3, b, b), (9 * b, b), (b, 10)]
    return shapes, loss, lambda parameters, x: jax.nn.softmax(logits(parameters, x))


def vae(width):
    h = int(400 * width)

    def dense(x, layer):
        return x @ layer[0] + layer[1]

    def encode(parameters, x):
        return dense(jax.nn.relu(dense(x, parameters[0])), parameters[1])

    def loss(parameters, noise, x, _):
        mean, log_variance = jnp.split(encode(parameters, x), 2, axis=1)
        z = mean + jax.random.normal(noise, mean.shape) * jnp.exp(log_variance / 2)
        logits = dense(jax.nn.relu(dense(z, parameters[2])), parameters[3])
        reconstruction = (jax.nn.softplus(logits) - x * logits).sum()
        kl = (mean**2 + jnp.exp(log_variance) - 1 - log_variance).sum() / 2
        return (reconstruction + kl) / len(x)

    return [(784, h), (h, 40), (20, h), (h, 784)], loss, encode
