package io.github.latent4j.nn.engine;

import org.jspecify.annotations.Nullable;

/** A function of each value by itself, as a layer of its own. */
final class ActivationStage implements Stage {
    private final Program program;
    private final Nonlinearity function;

    private @Nullable Tensor x;
    private @Nullable Tensor y;

    ActivationStage(Pass pass, Nonlinearity function) {
        this.program = pass.program();
        this.function = function;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor output = function.forward(program, input);
        x = input;
        y = output;
        return output;
    }

    @Override
    public Tensor backward(Tensor gradient, boolean inputWanted) {
        if (y == null) {
            throw new IllegalStateException("backward before forward");
        }
        return function.backward(program, x, y, gradient);
    }
}
