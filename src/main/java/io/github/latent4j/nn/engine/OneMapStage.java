package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.dnnl_a;

import java.nio.FloatBuffer;
import java.util.Arrays;
import org.deeplearning4j.nn.api.Layer;
import org.jspecify.annotations.Nullable;

/**
 * A convolution that makes one map of many, such as the last one of a decoder of grey pictures. oneDNN would make sixteen and throw fifteen
 * away; here it makes one map for each place of the window, of all channels, and those are moved to where they belong and added:
 *
 * <pre>y[i, j] = b + sum over places (m, n) of t_mn[i + m, j + n],   t_mn = sum over channels c of w[c, m, n] x_c</pre>
 *
 * For 3 x 3 places this is 16 products for each pixel and channel instead of 144.
 */
final class OneMapStage implements Stage {
    /** With fewer maps to read there is nothing to gain. */
    private static final long LEAST_CHANNELS = 8;

    private final Pass pass;
    private final Program program;
    private final Layer layer;
    private final Window window;
    private final Nonlinearity function;
    private final boolean biased;
    private final ConvolutionStage taps;

    private @Nullable Built built;

    /** What the backward pass needs of the forward pass. */
    private record Built(Taps places, Tensor taps, Tensor sums, Tensor y) {}

    OneMapStage(Pass pass, Layer layer, Window window, Nonlinearity function, boolean biased) {
        this.pass = pass;
        this.program = pass.program();
        this.layer = layer;
        this.window = window;
        this.function = function;
        this.biased = biased;
        this.taps = new ConvolutionStage(pass, layer, window.taps(), Nonlinearity.IDENTITY, false);
    }

    /** Whether this is the way to compute a convolution of so many maps. */
    static boolean suits(Window window, long channels) {
        boolean byOne = window.step().equals(new Window.Pair(1, 1));
        return window.channels() == 1 && byOne && !window.transposed() && channels >= LEAST_CHANNELS;
    }

    @Override
    public boolean learns() {
        return true;
    }

    @Override
    public Tensor forward(Tensor input) {
        Taps places = new Taps(window, input.shape());
        Tensor tapped = taps.forward(input);
        Tensor inOrder = program.in(program.rowMajor(tapped.shape()), tapped);
        Tensor sums = program.tensor(window.output(input.shape()));
        FloatBuffer parts = inOrder.floats();
        FloatBuffer bias =
                biased ? pass.parameter(layer, "b", Shape.of(1), dnnl_a).floats() : FloatBuffer.allocate(1);
        FloatBuffer results = sums.floats();
        float[] part = new float[places.tapSize()];
        float[] result = new float[places.mapSize()];
        int examples = examples(input);
        program.add(() -> {
            for (int i = 0; i < examples; i++) {
                parts.get(i * part.length, part);
                Arrays.fill(result, bias.get(0));
                places.gather(part, result);
                results.put(i * result.length, result);
            }
        });
        Tensor y = function.equals(Nonlinearity.IDENTITY) ? sums : function.forward(program, sums);
        built = new Built(places, tapped, sums, y);
        return y;
    }

    @Override
    public @Nullable Tensor backward(Tensor gradient, boolean inputWanted) {
        Built forward = built;
        if (forward == null) {
            throw new IllegalStateException("backward before forward");
        }
        Tensor bySums =
                program.in(forward.sums().layout(), function.backward(program, forward.sums(), forward.y(), gradient));
        Tensor byTaps = program.tensor(forward.taps().shape());
        FloatBuffer results = bySums.floats();
        FloatBuffer parts = byTaps.floats();
        FloatBuffer byBias =
                biased ? pass.gradient(layer, "b", Shape.of(1), dnnl_a).floats() : FloatBuffer.allocate(1);
        Taps places = forward.places();
        float[] part = new float[places.tapSize()];
        float[] result = new float[places.mapSize()];
        int examples = examples(bySums);
        program.add(() -> {
            double sum = 0;
            for (int i = 0; i < examples; i++) {
                results.get(i * result.length, result);
                for (float value : result) {
                    sum += value;
                }
                places.scatter(result, part);
                parts.put(i * part.length, part);
            }
            byBias.put(0, (float) sum);
        });
        return taps.backward(program.in(forward.taps().layout(), byTaps), inputWanted);
    }

    private static int examples(Tensor tensor) {
        return Math.toIntExact(tensor.shape().length(0));
    }

    /** Where the maps of one example lie on their sum. */
    private static final class Taps {
        private final int places;
        private final int height;
        private final int width;
        private final int sumHeight;
        private final int sumWidth;

        /** How far each place of the window looks down from a pixel of the sum, and up if negative; then to the right. */
        private final int[] down;

        private final int[] right;

        Taps(Window window, Shape input) {
            Shape output = window.output(input);
            long[] before = window.paddingBefore(input);
            int columns = (int) window.size().width();
            places = (int) window.taps().channels();
            height = (int) input.length(2);
            width = (int) input.length(3);
            sumHeight = (int) output.length(2);
            sumWidth = (int) output.length(3);
            down = new int[places];
            right = new int[places];
            for (int place = 0; place < places; place++) {
                down[place] = (int) (place / columns * window.dilation().height() - before[0]);
                right[place] = (int) (place % columns * window.dilation().width() - before[1]);
            }
        }

        int tapSize() {
            return places * height * width;
        }

        int mapSize() {
            return sumHeight * sumWidth;
        }

        /** Adds the maps to {@code sum}. */
        void gather(float[] maps, float[] sum) {
            forEachRow((inMaps, inSum, length) -> add(sum, inSum, maps, inMaps, length));
        }

        /** Sets the maps to their gradient, from that of the sum. */
        void scatter(float[] sum, float[] maps) {
            Arrays.fill(maps, 0);
            forEachRow((inMaps, inSum, length) -> System.arraycopy(sum, inSum, maps, inMaps, length));
        }

        /** The same pixels in a map and in the sum. */
        private interface Rows {
            void accept(int inMaps, int inSum, int length);
        }

        private void forEachRow(Rows rows) {
            for (int place = 0; place < places; place++) {
                int left = Math.max(0, -right[place]);
                int length = Math.min(sumWidth, width - right[place]) - left;
                int end = length > 0 ? Math.min(sumHeight, height - down[place]) : 0;
                for (int y = Math.max(0, -down[place]); y < end; y++) {
                    int inMaps = (place * height + y + down[place]) * width + left + right[place];
                    rows.accept(inMaps, y * sumWidth + left, length);
                }
            }
        }

        private static void add(float[] target, int to, float[] source, int from, int length) {
            for (int i = 0; i < length; i++) {
                target[to + i] += source[from + i];
            }
        }
    }
}
