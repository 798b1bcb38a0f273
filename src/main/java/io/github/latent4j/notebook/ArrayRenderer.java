package io.github.latent4j.notebook;

import io.github.latent4j.internal.ComputeThread;
import io.github.latent4j.notebook.ArraySummary.Slice;
import io.github.spencerpark.jupyter.kernel.display.RenderContext;
import io.github.spencerpark.jupyter.kernel.display.RenderFunction;
import io.github.spencerpark.jupyter.kernel.display.Renderer;
import io.github.spencerpark.jupyter.kernel.display.mime.MIMEType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import org.nd4j.linalg.api.buffer.DataType;
import org.nd4j.linalg.api.memory.MemoryWorkspace;
import org.nd4j.linalg.api.ndarray.INDArray;
import org.nd4j.linalg.factory.Nd4j;

/**
 * Shows an array of ND4J: shape, type, values and statistics. Small arrays are shown whole, of large ones the corners. The
 * statistics are computed in double precision, since ND4J sums floats in floats: the mean of a hundred million numbers between 0 and 1
 * came out as 0.25.
 */
public final class ArrayRenderer implements RenderFunction<INDArray> {
    private static final int MAX_WHOLE = 400;
    private static final int MAX_ROWS = 20;
    private static final int MAX_COLUMNS = 12;
    private static final int MAX_SLICES = 4;
    private static final int MAX_SIDE_OF_SLICE = 8;

    /** As many elements are copied at a time. */
    private static final int PART = 1 << 20;

    /** Statistics of more would keep the user waiting for seconds. */
    private static final long MAX_COUNTED = 200_000_000;

    /** Teaches a kernel that does not load renderers as services. */
    static void register(Renderer renderer) {
        renderer.createRegistration(INDArray.class)
                .preferring(MIMEType.TEXT_HTML)
                .register(new ArrayRenderer());
    }

    @Override
    public void render(INDArray array, RenderContext context) {
        ArraySummary summary = ComputeThread.call(() -> summary(array));
        context.renderIfRequested(MIMEType.TEXT_HTML, summary::html);
        context.renderIfRequested(MIMEType.TEXT_PLAIN, summary::text);
    }

    private static ArraySummary summary(INDArray array) {
        if (array.wasClosed()) {
            return new ArraySummary("INDArray[closed]", List.of(), "it was closed, so its values are gone");
        }
        String title = title(array);
        if (!isInMemory(array)) {
            String workspace = array.data().getParentWorkspace().getId();
            return new ArraySummary(
                    title,
                    List.of(),
                    "its workspace " + workspace + " was closed or used again, so its values are gone;"
                            + " detach() before that keeps them");
        }
        if (array.isEmpty()) {
            return new ArraySummary(title, List.of(), "");
        }
        MemoryWorkspace outside = Nd4j.getWorkspaceManager().scopeOutOfWorkspaces();
        try {
            return array.rank() == 0
                    ? new ArraySummary(title, List.of(), scalar(array))
                    : new ArraySummary(title, slices(array), statistics(array));
        } finally {
            outside.close();
        }
    }

    /** Whether the memory is still the array's own: a workspace takes it back when it is closed, and gives it to others then. */
    private static boolean isInMemory(INDArray array) {
        return !array.isAttached()
                || (array.isInScope()
                        && array.data().getGenerationId()
                                == array.data().getParentWorkspace().getGenerationId());
    }

    private static String title(INDArray array) {
        List<String> words = new ArrayList<>();
        if (array.isEmpty()) {
            words.add("empty");
        }
        String shape = Arrays.stream(array.shape()).mapToObj(Long::toString).collect(Collectors.joining("x"));
        if (array.rank() > 0) {
            words.add(shape);
        } else if (!array.isEmpty()) {
            words.add("scalar");
        }
        words.add(array.dataType().toString());
        if (array.rank() > 1 && array.ordering() != 'c') {
            words.add("order " + array.ordering());
        }
        return "INDArray[" + String.join(", ", words) + "]";
    }

    /** The matrices that the last two dimensions make, as far as they are shown. */
    private static List<Slice> slices(INDArray array) {
        int rank = array.rank();
        long rows = rank < 2 ? 1 : array.size(rank - 2);
        long columns = array.size(rank - 1);
        boolean isWhole = array.length() <= MAX_WHOLE && rows <= MAX_ROWS && columns <= MAX_ROWS;
        boolean isFlat = rank <= 2;
        List<Long> shownRows = Grid.shown(rows, isWhole || isFlat ? MAX_ROWS : MAX_SIDE_OF_SLICE);
        List<Long> shownColumns = Grid.shown(columns, isWhole ? MAX_ROWS : isFlat ? MAX_COLUMNS : MAX_SIDE_OF_SLICE);
        long count = array.length() / (rows * columns);
        List<Long> shownSlices = Grid.shown(count, isWhole ? MAX_WHOLE : MAX_SLICES);
        String pattern = Digits.pattern(shownSlices.stream()
                .filter(slice -> slice >= 0)
                .flatMap(slice -> shownRows.stream()
                        .filter(row -> row >= 0)
                        .flatMap(row -> shownColumns.stream()
                                .filter(column -> column >= 0)
                                .map(column -> at(array, slice, row, column))))
                .mapToDouble(number(array))
                .toArray());
        List<Slice> slices = new ArrayList<>();
        for (long slice : shownSlices) {
            if (slice < 0) {
                slices.add(new Slice(Grid.GAP, List.of(), List.of(), List.of()));
                continue;
            }
            List<List<String>> cells = new ArrayList<>();
            for (long row : shownRows) {
                cells.add(shownColumns.stream()
                        .map(column ->
                                row < 0 || column < 0 ? Grid.GAP : text(array, at(array, slice, row, column), pattern))
                        .toList());
            }
            slices.add(new Slice(label(array, slice), rank < 2 ? List.of() : shownRows, shownColumns, cells));
        }
        return slices;
    }

    /** The place of an element, from its matrix, row and column. */
    private static long[] at(INDArray array, long slice, long row, long column) {
        int rank = array.rank();
        long[] at = new long[rank];
        at[rank - 1] = column;
        if (rank > 1) {
            at[rank - 2] = row;
        }
        long rest = slice;
        for (int i = rank - 3; i >= 0; i--) {
            at[i] = rest % array.size(i);
            rest /= array.size(i);
        }
        return at;
    }

    private static String label(INDArray array, long slice) {
        if (array.rank() < 3) {
            return "";
        }
        long[] at = at(array, slice, 0, 0);
        return Arrays.stream(at)
                .limit(array.rank() - 2L)
                .mapToObj(Long::toString)
                .collect(Collectors.joining(", ", "[", ", :, :]"));
    }

    private static String scalar(INDArray array) {
        String pattern = Digits.pattern(number(array).applyAsDouble(new long[0]));
        return text(array, new long[0], pattern);
    }

    private static ToDoubleFunction<long[]> number(INDArray array) {
        return at -> array.dataType() == DataType.UTF8 ? 0 : element(array, at);
    }

    private static double element(INDArray array, long[] at) {
        return at.length == 0 ? array.getDouble(0) : array.getDouble(at);
    }

    private static String text(INDArray array, long[] at, String pattern) {
        DataType type = array.dataType();
        if (type == DataType.UTF8) {
            long index = 0;
            for (int i = 0; i < at.length; i++) {
                index = index * array.size(i) + at[i];
            }
            return array.getString(index);
        }
        if (type == DataType.BOOL) {
            return Boolean.toString(element(array, at) != 0);
        }
        if (type.isIntType()) {
            return Long.toString(at.length == 0 ? array.getLong(0) : array.getLong(at));
        }
        return Digits.format(pattern, element(array, at));
    }

    private static String statistics(INDArray array) {
        DataType type = array.dataType();
        if (array.length() < 2 || type == DataType.UTF8) {
            return "";
        }
        if (array.length() > MAX_COUNTED) {
            return String.format(Locale.ROOT, "no statistics: more than %,d elements", MAX_COUNTED);
        }
        Statistics statistics = new Statistics();
        addTo(statistics, array);
        return type == DataType.BOOL
                ? String.format(Locale.ROOT, "true: %,d of %,d", statistics.positive(), array.length())
                : statistics.words(type.isIntType());
    }

    /**
     * Hands on all elements, a part at a time: a copy of the whole might not fit into memory. Parts are cut along the dimension
     * whose neighbours are farthest apart in memory, so that each is read in one go whatever the order.
     */
    private static void addTo(Statistics statistics, INDArray array) {
        if (array.length() <= PART) {
            INDArray copy = array.dup(array.ordering());
            if (copy.dataType() == DataType.FLOAT) {
                float[] numbers = new float[(int) copy.length()];
                copy.data().asNioFloat().get(numbers);
                statistics.add(numbers);
            } else {
                statistics.add(copy.data().asDouble());
            }
            copy.close();
            return;
        }
        int along = 0;
        for (int i = 1; i < array.rank(); i++) {
            if (array.size(along) == 1 || (array.size(i) > 1 && array.stride(i) > array.stride(along))) {
                along = i;
            }
        }
        long size = array.size(along);
        long step = Math.max(1, PART / (array.length() / size));
        long[] shape = array.shape().clone();
        for (long i = 0; i < size; i += step) {
            shape[along] = Math.min(step, size - i);
            long offset = array.offset() + i * array.stride(along);
            // not get(interval(...)): of a view with steps it may return an empty array
            addTo(statistics, Nd4j.create(array.data(), shape, array.stride(), offset, array.ordering()));
        }
    }
}
