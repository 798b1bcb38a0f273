package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.dnnl_a;

import java.nio.FloatBuffer;
import org.deeplearning4j.nn.api.Layer;
import org.jspecify.annotations.Nullable;

/** A {@link JavaLayer}: its numbers are few, so they are copied to Java and back. */
final class JavaStage implements Stage {
    private final Pass pass;
    private final Program program;
    private final Layer layer;
    private final JavaLayer function;

    private Shape inputShape = Shape.of(0, 0);

    JavaStage(Pass pass, Layer layer, JavaLayer function) {
        this.pass = pass;
        this.program = pass.program();
        this.layer = layer;
        this.function = function;
    }

    @Override
    public boolean learns() {
        return layer.numParams() > 0;
    }

    @Override
    public Tensor forward(Tensor input) {
        Tensor x = program.in(program.rowMajor(input.shape()), input);
        inputShape = x.shape();
        int rows = rows();
        boolean sample = pass.purpose() != Pass.Purpose.OUTPUT;
        Tensor y = program.tensor(Shape.of(function.outputRows(rows, sample), function.outputSize()));
        Values inputs = new Values(x.floats());
        Values outputs = new Values(y.floats());
        Values parameters = new Values(
                learns()
                        ? pass.parameter(layer, JavaLayer.PARAMETERS, parameterShape(), dnnl_a)
                                .floats()
                        : FloatBuffer.allocate(0));
        program.add(() -> {
            pass.addLoss(function.forward(rows, inputs.read(), parameters.read(), outputs.doubles, sample));
            outputs.write();
        });
        return y;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradient, boolean inputWanted) {
        Tensor byOutput = program.in(program.rowMajor(gradient.shape()), gradient);
        Tensor byInput = inputWanted ? program.tensor(inputShape) : null;
        int rows = rows();
        Values outputs = new Values(byOutput.floats());
        Values inputs = byInput == null ? null : new Values(byInput.floats());
        Values parameters = new Values(
                learns()
                        ? pass.gradient(layer, JavaLayer.PARAMETERS, parameterShape(), dnnl_a)
                                .floats()
                        : FloatBuffer.allocate(0));
        program.add(() -> {
            function.backward(rows, outputs.read(), inputs == null ? null : inputs.doubles, parameters.doubles);
            parameters.write();
            if (inputs != null) {
                inputs.write();
            }
        });
        return byInput;
    }

    private int rows() {
        return Math.toIntExact(inputShape.length(0));
    }

    private Shape parameterShape() {
        return Shape.of(layer.numParams());
    }

    /** Floats in native memory, and room for them as doubles in Java. */
    private static final class Values {
        private final FloatBuffer memory;
        private final float[] floats;
        private final double[] doubles;

        Values(FloatBuffer memory) {
            this.memory = memory;
            floats = new float[memory.capacity()];
            doubles = new double[memory.capacity()];
        }

        double[] read() {
            memory.get(0, floats);
            for (int i = 0; i < floats.length; i++) {
                doubles[i] = floats[i];
            }
            return doubles;
        }

        void write() {
            for (int i = 0; i < floats.length; i++) {
                floats[i] = (float) doubles[i];
            }
            memory.put(0, floats);
        }
    }
}
