package io.github.latent4j.kernel;

import java.lang.reflect.Array;
import java.util.Collection;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Set;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Values as text: arrays and the JDK's collections by their elements at any depth, at most {@value #MAX_ELEMENTS} of them in all,
 * and everything else by its own {@code toString}.
 */
final class PlainText {
    private static final int MAX_ELEMENTS = 1000;

    private final StringBuilder text = new StringBuilder();
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int left = MAX_ELEMENTS;

    private PlainText() {}

    static String of(@Nullable Object value) {
        PlainText writer = new PlainText();
        writer.write(value);
        return writer.text.toString();
    }

    private void write(@Nullable Object value) {
        if (value == null || !hasElements(value)) {
            text.append(value);
        } else if (!open.add(value)) {
            text.append("(this)");
        } else {
            if (value instanceof Map<?, ?> map) {
                writeAll("{", map.entrySet().iterator(), map.size(), "}");
            } else if (value instanceof Collection<?> elements) {
                writeAll("[", elements.iterator(), elements.size(), "]");
            } else {
                int length = Array.getLength(value);
                writeAll(
                        "[",
                        IntStream.range(0, length)
                                .mapToObj(i -> Array.get(value, i))
                                .iterator(),
                        length,
                        "]");
            }
            open.remove(value);
        }
    }

    private static boolean hasElements(Object value) {
        boolean isContainer = value instanceof Collection || value instanceof Map;
        return value.getClass().isArray()
                || (isContainer && value.getClass().getName().startsWith("java.util."));
    }

    private void writeAll(String begin, Iterator<?> elements, int size, String end) {
        text.append(begin);
        for (int i = 0; elements.hasNext(); i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (left-- <= 0) {
                text.append("... ").append(size - i).append(" more");
                break;
            }
            Object element = elements.next();
            if (element instanceof Map.Entry<?, ?> entry) {
                write(entry.getKey());
                text.append("=");
                write(entry.getValue());
            } else {
                write(element);
            }
        }
        text.append(end);
    }
}
