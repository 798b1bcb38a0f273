package io.github.latent4j.nn.engine;

import java.nio.FloatBuffer;

/** A {@link SampledLayer}: its numbers are few, so they are copied to Java and back. */
final class SampledStage implements Stage {
    private final Pass pass;
    private final Program program;
    private final SampledLayer layer;

    private Shape inputShape = Shape.of(0, 0);

    SampledStage(Pass pass, SampledLayer layer) {
        this.pass = pass;
        this.program = pass.program();
        this.layer = layer;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = program.in(program.rowMajor(input.shape()), input);
        inputShape = x.shape();
        int examples = Math.toIntExact(inputShape.length(0));
        Tensor y = program.tensor(Shape.of(examples, layer.outputSize()));
        FloatBuffer from = x.floats();
        FloatBuffer to = y.floats();
        float[] inputs = new float[from.capacity()];
        float[] outputs = new float[to.capacity()];
        boolean sample = pass.purpose() != Pass.Purpose.OUTPUT;
        program.add(() -> {
            from.get(0, inputs);
            pass.addLoss(layer.forward(examples, inputs, outputs, sample));
            to.put(0, outputs);
        });
        return y;
    }

    @Override
    public Tensor backward(Tensor gradient, boolean inputWanted) {
        Tensor byOutput = program.in(program.rowMajor(gradient.shape()), gradient);
        Tensor byInput = program.tensor(inputShape);
        int examples = Math.toIntExact(inputShape.length(0));
        FloatBuffer from = byOutput.floats();
        FloatBuffer to = byInput.floats();
        float[] outputs = new float[from.capacity()];
        float[] inputs = new float[to.capacity()];
        program.add(() -> {
            from.get(0, outputs);
            layer.backward(examples, outputs, inputs);
            to.put(0, inputs);
        });
        return byInput;
    }
}
