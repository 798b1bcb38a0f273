package io.github.latent4j.nn.engine;

import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_DST;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SCRATCHPAD;
import static org.bytedeco.dnnl.global.dnnl.DNNL_ARG_SRC;
import static org.bytedeco.dnnl.global.dnnl.dnnl_a;
import static org.bytedeco.dnnl.global.dnnl.dnnl_ab;
import static org.bytedeco.dnnl.global.dnnl.dnnl_abcd;
import static org.bytedeco.dnnl.global.dnnl.dnnl_f32;
import static org.bytedeco.dnnl.global.dnnl.dnnl_format_tag_any;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_strides;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_create_with_tag;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_equal;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_desc_get_size;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_memory_set_data_handle;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_attr_set_scratchpad_mode;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_desc_query_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_primitive_execute;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_impl_info_str;
import static org.bytedeco.dnnl.global.dnnl.dnnl_query_scratchpad_md;
import static org.bytedeco.dnnl.global.dnnl.dnnl_reorder_primitive_desc_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_scratchpad_mode_user;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_create;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_destroy;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_in_order;
import static org.bytedeco.dnnl.global.dnnl.dnnl_stream_wait;

import io.github.latent4j.internal.OneDnn;
import java.lang.ref.Cleaner;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import org.bytedeco.dnnl.dnnl_exec_arg_t;
import org.bytedeco.dnnl.dnnl_memory;
import org.bytedeco.dnnl.dnnl_memory_desc;
import org.bytedeco.dnnl.dnnl_primitive;
import org.bytedeco.dnnl.dnnl_primitive_attr;
import org.bytedeco.dnnl.dnnl_primitive_desc;
import org.bytedeco.dnnl.dnnl_stream;
import org.bytedeco.javacpp.BytePointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.javacpp.PointerPointer;
import org.jspecify.annotations.Nullable;

/**
 * Operations that are run one after the other, again and again, on tensors that stay where they are: primitives of oneDNN, with bits
 * of Java in between. Owns all native memory that it needs, until it is closed or nobody refers to it. Used by one thread at a time.
 */
final class Program implements AutoCloseable {
    /** A line of the processor's cache. */
    private static final int ALIGNMENT = 64;

    private static final Cleaner CLEANER = Cleaner.create();

    private final List<Runnable> operations = new ArrayList<>();
    private final NativeScope owned = new NativeScope();
    private final Cleaner.Cleanable freeing = CLEANER.register(this, owned);
    private final dnnl_stream stream = new dnnl_stream();
    private final dnnl_primitive_attr plain = attribute();
    private final List<dnnl_memory> scratch = new ArrayList<>();
    private long scratchBytes;

    Program() {
        dnnl_stream created = stream;
        OneDnn.check(dnnl_stream_create(created, OneDnn.engine(), dnnl_stream_in_order));
        owned.add(() -> dnnl_stream_destroy(created));
    }

    /**
     * To be called when all is added: gives the primitives the room in which they work, one for all. oneDNN's own rooms belong to the thread
     * that made a primitive, and no other thread may use them.
     */
    void finish() {
        if (!scratch.isEmpty()) {
            Pointer room = OneDnn.at(allocate(scratchBytes));
            scratch.forEach(memory -> OneDnn.check(dnnl_memory_set_data_handle(memory, room)));
            scratch.clear();
        }
    }

    /** Runs everything that was added, in that order. */
    void run() {
        for (Runnable operation : operations) {
            operation.run();
        }
        OneDnn.check(dnnl_stream_wait(stream));
    }

    /** Frees the native memory; the program and its tensors cannot be used any more. */
    @Override
    public void close() {
        operations.clear();
        freeing.clean();
    }

    /** A layout in the order of the axes, the last one innermost. */
    dnnl_memory_desc rowMajor(Shape shape) {
        int tag = switch (shape.rank()) {
            case 1 -> dnnl_a;
            case 2 -> dnnl_ab;
            default -> dnnl_abcd;
        };
        return layout(shape, tag);
    }

    /** A layout that the primitive may choose. */
    dnnl_memory_desc any(Shape shape) {
        return layout(shape, dnnl_format_tag_any);
    }

    /** A layout by oneDNN's name for it. */
    dnnl_memory_desc layout(Shape shape, int tag) {
        dnnl_memory_desc layout = new dnnl_memory_desc();
        OneDnn.check(dnnl_memory_desc_create_with_tag(layout, shape.rank(), shape.lengths(), dnnl_f32, tag));
        owned.add(() -> dnnl_memory_desc_destroy(layout));
        return layout;
    }

    /** A layout in which neighbours along each axis are so many values apart. */
    dnnl_memory_desc strided(Shape shape, long... strides) {
        dnnl_memory_desc layout = new dnnl_memory_desc();
        OneDnn.check(dnnl_memory_desc_create_with_strides(layout, shape.rank(), shape.lengths(), dnnl_f32, strides));
        owned.add(() -> dnnl_memory_desc_destroy(layout));
        return layout;
    }

    /** The layout that a primitive has chosen for one of its arguments. */
    static dnnl_memory_desc chosen(dnnl_primitive_desc primitive, int what) {
        return dnnl_primitive_desc_query_md(primitive, what, 0);
    }

    /** Whether oneDNN has only its plainest implementation, a hundred times slower than others: then other layouts are to be tried. */
    static boolean isReference(dnnl_primitive_desc primitive) {
        try (PointerPointer<BytePointer> name = new PointerPointer<>(1)) {
            OneDnn.check(dnnl_primitive_desc_query(primitive, dnnl_query_impl_info_str, 0, name));
            return name.get(BytePointer.class, 0).getString().startsWith("ref");
        }
    }

    static boolean same(dnnl_memory_desc a, dnnl_memory_desc b) {
        return dnnl_memory_desc_equal(a, b) != 0;
    }

    /** A new tensor of zeros. */
    Tensor tensor(Shape shape, dnnl_memory_desc layout) {
        if (dnnl_memory_desc_get_size(layout) / Float.BYTES > Integer.MAX_VALUE) {
            throw new OutOfMemoryError("a tensor of shape " + shape + " has too many values");
        }
        return view(shape, layout, allocate(dnnl_memory_desc_get_size(layout)));
    }

    /** Zeros; the address. */
    private long allocate(long size) {
        long bytes = size + ALIGNMENT;
        BytePointer memory = new BytePointer(bytes);
        owned.add(memory::deallocate);
        Pointer.memset(memory, 0, bytes);
        return (memory.address() + ALIGNMENT - 1) & -ALIGNMENT;
    }

    /** What every primitive without other wishes is made with. */
    dnnl_primitive_attr plain() {
        return plain;
    }

    /** A new attribute, to which wishes may be added. */
    dnnl_primitive_attr attribute() {
        dnnl_primitive_attr attribute = new dnnl_primitive_attr();
        OneDnn.check(dnnl_primitive_attr_create(attribute));
        owned.add(() -> dnnl_primitive_attr_destroy(attribute));
        OneDnn.check(dnnl_primitive_attr_set_scratchpad_mode(attribute, dnnl_scratchpad_mode_user));
        return attribute;
    }

    /** A new tensor of zeros in the order of the axes. */
    Tensor tensor(Shape shape) {
        return tensor(shape, rowMajor(shape));
    }

    /** A tensor over memory that somebody else owns. */
    Tensor view(Shape shape, dnnl_memory_desc layout, long address) {
        dnnl_memory memory = new dnnl_memory();
        OneDnn.check(dnnl_memory_create(memory, layout, OneDnn.engine(), OneDnn.at(address)));
        owned.add(() -> dnnl_memory_destroy(memory));
        return new Tensor(shape, layout, memory, address);
    }

    /** The same numbers in another layout; an operation is added only if it is another one. */
    Tensor in(dnnl_memory_desc layout, Tensor tensor) {
        if (same(layout, tensor.layout())) {
            return tensor;
        }
        Tensor copy = tensor(tensor.shape(), layout);
        copy(tensor, copy);
        return copy;
    }

    /** The same numbers with the axes of {@code shape}; in their order, unless the axes are the same. */
    Tensor reshaped(Tensor tensor, Shape shape) {
        return shape.equals(tensor.shape())
                ? tensor
                : view(
                        shape,
                        rowMajor(shape),
                        in(rowMajor(tensor.shape()), tensor).address());
    }

    /** Adds a copy from one layout into another. */
    void copy(Tensor from, Tensor to) {
        dnnl_primitive_desc reorder = own(new dnnl_primitive_desc());
        OneDnn.check(dnnl_reorder_primitive_desc_create(
                reorder, from.layout(), OneDnn.engine(), to.layout(), OneDnn.engine(), plain));
        add(reorder, new Argument(DNNL_ARG_SRC, from), new Argument(DNNL_ARG_DST, to));
    }

    /** To be filled by the function of oneDNN that makes it. */
    dnnl_primitive_desc own(dnnl_primitive_desc empty) {
        owned.add(() -> {
            if (!empty.isNull()) {
                dnnl_primitive_desc_destroy(empty);
            }
        });
        return empty;
    }

    /** Something else to free at the end; must not refer to this program. */
    void own(Runnable free) {
        owned.add(free);
    }

    /** Adds a primitive. */
    void add(dnnl_primitive_desc description, Argument... all) {
        dnnl_primitive primitive = new dnnl_primitive();
        OneDnn.check(dnnl_primitive_create(primitive, description));
        dnnl_memory_desc room = chosen(description, dnnl_query_scratchpad_md);
        long roomBytes = dnnl_memory_desc_get_size(room);
        dnnl_exec_arg_t list = new dnnl_exec_arg_t(all.length + 1);
        int count = 0;
        for (Argument argument : all) {
            if (argument.tensor() != null) {
                list.position(count++)
                        .arg(argument.key())
                        .memory(argument.tensor().memory());
            }
        }
        if (roomBytes > 0) {
            dnnl_memory memory = new dnnl_memory();
            OneDnn.check(dnnl_memory_create(memory, room, OneDnn.engine(), null));
            owned.add(() -> dnnl_memory_destroy(memory));
            scratch.add(memory);
            scratchBytes = Math.max(scratchBytes, roomBytes);
            list.position(count++).arg(DNNL_ARG_SCRATCHPAD).memory(memory);
        }
        list.position(0);
        owned.add(() -> {
            dnnl_primitive_destroy(primitive);
            list.deallocate();
        });
        int arguments = count;
        operations.add(() -> OneDnn.check(dnnl_primitive_execute(primitive, stream, arguments, list)));
    }

    /** Adds a bit of Java. */
    void add(Runnable operation) {
        operations.add(operation);
    }

    /** How to free native memory, the last first. Does not refer to the program, so that it can be run when nobody else does. */
    private static final class NativeScope implements Runnable {
        private final Deque<Runnable> frees = new ArrayDeque<>();

        void add(Runnable free) {
            frees.push(free);
        }

        @Override
        public void run() {
            while (!frees.isEmpty()) {
                frees.pop().run();
            }
        }
    }

    /** What a primitive calls one of its tensors, and the tensor; null if it does without. */
    record Argument(int key, @Nullable Tensor tensor) {}
}
