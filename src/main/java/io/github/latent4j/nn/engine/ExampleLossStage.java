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
        RowLosses losses = new RowLosses(pass, sums.shape().length(0));
        int units = Math.toIntExact(sums.shape().exampleSize());
        double[] values = new double[from.capacity()];
        double[] wanted = new double[targets.capacity()];
        pass.program().add(() -> {
            read(from, values);
            read(targets, wanted);
            function.lossesAndGradients(wanted, values, losses.values());
            losses.finish();
            for (int i = 0; i < values.length; i++) {
                to.put(i, (float) (losses.areWeighed() ? losses.weight(i / units) * values[i] : values[i]));
            }
        });
        return gradient;
    }

    private static void read(FloatBuffer from, double[] to) {
        for (int i = 0; i < to.length; i++) {
            to[i] = from.get(i);
        }
    }
}
