package io.github.latent4j.nn.engine;

import java.nio.FloatBuffer;

/** A loss that has no form of its own here: in Java, with doubles. */
final class ExampleLossStage implements LossStage {
    private final Pass pass;
    private final CompiledLoss.Function function;

    ExampleLossStage(Pass pass, CompiledLoss.Function function) {
        this.pass = pass;
        this.function = function;
    }

    @Override
    public Tensor add(Tensor sums, Tensor target) {
        Tensor gradient = pass.program().tensor(sums.shape());
        FloatBuffer from = sums.floats();
        FloatBuffer targets = target.floats();
        FloatBuffer to = gradient.floats();
        int examples = Math.toIntExact(sums.shape().length(0));
        double[] values = new double[from.capacity()];
        double[] wanted = new double[from.capacity()];
        pass.program().add(() -> {
            for (int i = 0; i < values.length; i++) {
                values[i] = from.get(i);
                wanted[i] = targets.get(i);
            }
            pass.addLoss(function.lossAndGradient(examples, wanted, values));
            for (int i = 0; i < values.length; i++) {
                to.put(i, (float) values[i]);
            }
        });
        return gradient;
    }
}
