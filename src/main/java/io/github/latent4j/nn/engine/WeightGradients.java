package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_WEIGHTS;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_matmul_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_append_sum;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_post_ops_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_post_ops;

import io.github.latent4j.internal.OneDnn;
import io.github.latent4j.nn.engine.Program.Argument;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.bytedeco.dnnl.dnnl_post_ops;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;

/**
 * The gradients of the weights of fully connected layers, {@code dW = x' dsums}, for all parts of a batch together: each processor computes
 * those of some outputs, from the examples of all. The weights of such layers are many more than the values of the examples, and so nothing
 * has to be added up afterwards that does not fit into a cache.
 */
final class WeightGradients implements AutoCloseable {
    private final long parameters;
    private final long gradients;
    private final Map<Long, List<Factors>> layers = new LinkedHashMap<>();
    private final List<Program> programs = new ArrayList<>();

    /** What the gradient of one layer's weights is the product of, for the examples of one part. */
    private record Factors(Tensor x, Tensor bySums) {}

    /**
     * None yet.
     *
     * @param parameters where the network's parameters begin
     * @param gradients where a vector like them begins, which takes the gradients
     */
    WeightGradients(long parameters, long gradients) {
        this.parameters = parameters;
        this.gradients = gradients;
    }

    /**
     * Adds a layer in one part of the batch, or another part of it.
     *
     * @param weights where they begin, output by output
     * @param x the layer's input, {@code [examples, inputs]}
     * @param bySums gradient of the loss by the layer's weighted sums, {@code [examples, outputs]}
     */
    void add(long weights, Tensor x, Tensor bySums) {
        layers.computeIfAbsent(weights, address -> new ArrayList<>()).add(new Factors(x, bySums));
    }

    /** To be called when all is added: makes a program for each worker. */
    void finish(int workers) {
        for (int worker = 0; worker < workers; worker++) {
            Program program = new Program();
            programs.add(program);
            for (Map.Entry<Long, List<Factors>> layer : layers.entrySet()) {
                long outputs = layer.getValue().get(0).bySums().shape().length(1);
                long from = outputs * worker / workers;
                long to = outputs * (worker + 1) / workers;
                if (from < to) {
                    add(program, gradients + layer.getKey() - parameters, layer.getValue(), from, to);
                }
            }
            program.finish();
        }
    }

    private static void add(Program program, long gradient, List<Factors> parts, long from, long to) {
        long inputs = parts.get(0).x().shape().length(1);
        Shape shape = Shape.of(to - from, inputs);
        Tensor result = program.view(shape, program.rowMajor(shape), gradient + from * inputs * Float.BYTES);
        boolean first = true;
        for (Factors part : parts) {
            long examples = part.x().shape().length(0);
            long outputs = part.bySums().shape().length(1);
            Shape some = Shape.of(to - from, examples);
            Tensor columns = program.view(
                    some, program.strided(some, 1, outputs), part.bySums().address() + from * Float.BYTES);
            dnnl_primitive_desc product = program.own(new dnnl_primitive_desc());
            OneDnn.check(dnnl_matmul_primitive_desc_create(
                    product,
                    OneDnn.engine(),
                    columns.layout(),
                    part.x().layout(),
                    null,
                    result.layout(),
                    first ? program.plain() : adding(program)));
            program.add(
                    product,
                    new Argument(DNNL_ARG_SRC, columns),
                    new Argument(DNNL_ARG_WEIGHTS, part.x()),
                    new Argument(DNNL_ARG_DST, result));
            first = false;
        }
    }

    /** To add to what the result holds instead of replacing it. */
    private static dnnl_primitive_attr adding(Program program) {
        dnnl_post_ops after = new dnnl_post_ops();
        OneDnn.check(dnnl_post_ops_create(after));
        program.own(() -> dnnl_post_ops_destroy(after));
        OneDnn.check(dnnl_post_ops_append_sum(after, 1, 0, dnnl_f32));
        dnnl_primitive_attr attribute = program.attribute();
        OneDnn.check(dnnl_primitive_attr_set_post_ops(attribute, after));
        return attribute;
    }

    int workers() {
        return programs.size();
    }

    /** Computes one worker's share, after all parts have run. */
    void run(int worker) {
        programs.get(worker).run();
    }

    /** Where in the vector each of these gradients begins. */
    Set<Integer> offsets() {
        return layers.keySet().stream()
                .map(weights -> Math.toIntExact((weights - parameters) / Float.BYTES))
                .collect(Collectors.toUnmodifiableSet());
    }

    @Override
    public void close() {
        programs.forEach(Program::close);
    }
}
