"""One library that the benchmark compares with: trains and evaluates one net as it is told on standard input.

    python peer.py LIBRARY NET THREADS BATCH WIDTH IMAGES DATA

LIBRARY is a key of LIBRARIES, NET is cnn or vae, WIDTH multiplies the hidden layers, and DATA.pixels and DATA.labels hold
images of 28x28 floats and their classes as bytes, which are repeated until there are IMAGES of them.

Says in one line who it is. Then answers each line of input with one line:
    train EPOCHS SEED -> seconds, mean loss of the last epoch
    infer PASSES      -> seconds, sum of the last pass's results
A library shuffles anew in each epoch and gathers each batch from the images in memory, both inside the time.
"""

import importlib
import os
import sys
import time

LIBRARIES = {
    "torch-nchw": "torch_peer",
    "torch-channels-last": "torch_peer",
    "torch-compile": "torch_peer",
    "keras-jax": "keras_peer",
    "keras-torch": "keras_peer",
    "keras-tensorflow": "keras_peer",
    "jax": "jax_peer",
}


def main():
    library, net, threads, batch, width, images, data = sys.argv[1:]
    answers = os.fdopen(os.dup(1), "w", buffering=1)
    os.dup2(2, 1)  # what libraries print must not look like an answer
    os.environ["OMP_NUM_THREADS"] = threads
    if threads == "1":
        os.environ["XLA_FLAGS"] = "--xla_cpu_multi_thread_eigen=false"
    module = importlib.import_module(LIBRARIES[library])
    pixels, labels = load(data, int(images))
    peer = module.Peer(library, net, int(threads), int(batch), float(width), pixels, labels)
    print(peer.version, file=answers)
    for line in sys.stdin:
        command, *numbers = line.split()
        start = time.perf_counter()
        result = float(getattr(peer, command)(*map(int, numbers)))
        print(time.perf_counter() - start, result, file=answers)


def load(data, images):
    import numpy

    pixels = numpy.fromfile(data + ".pixels", dtype="float32").reshape(-1, 28 * 28)
    labels = numpy.fromfile(data + ".labels", dtype="uint8")
    repeats = (-(-images // len(labels)), 1)
    return numpy.tile(pixels, repeats)[:images], numpy.tile(labels, repeats[0])[:images]


if __name__ == "__main__":
    main()
