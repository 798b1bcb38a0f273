package io.github.latent4j.nn.engine;

import org.jspecify.annotations.Nullable;

/** The same values, example by example, with other axes: pictures as rows, or rows as pictures. */
final class ReshapeStage implements Stage {
    private final Program program;
    private final Shape example;

    private @Nullable Shape before;

    /** {@code example} is the shape of one example, with 1 as its first length. */
    ReshapeStage(Pass pass, Shape example) {
        this.program = pass.program();
        this.example = example;
    }

    @Override
    public Tensor forward(Tensor input) {
        before = input.shape();
        long[] lengths = example.lengths();
        lengths[0] = input.shape().length(0);
        return program.reshaped(input, Shape.of(lengths));
    }

    @Override
    public Tensor backward(Tensor gradient, boolean inputWanted) {
        if (before == null) {
            throw new IllegalStateException("backward before forward");
        }
        return program.reshaped(gradient, before);
    }
}
