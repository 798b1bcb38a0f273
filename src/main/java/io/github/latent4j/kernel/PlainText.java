package io.github.latent4j.kernel;

import java.awt.image.RenderedImage;
import java.lang.reflect.Array;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.RecordComponent;
import java.util.Collection;
import java.util.Collections;
import java.util.Enumeration;
import java.util.IdentityHashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import java.util.function.IntFunction;
import java.util.function.IntSupplier;
import java.util.regex.Pattern;
import java.util.stream.BaseStream;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Values as text that is the same in every run. What holds other values (arrays, collections, records, optionals) is written by
 * its contents at any depth, at most {@value #MAX_ELEMENTS} of them in all; streams and iterators are not consumed; everything else
 * is written by its own {@code toString}, or by its class if that has none of its own, for {@link Object#toString} is an address.
 */
final class PlainText {
    private static final int MAX_ELEMENTS = 1000;
    private static final int MAX_DEPTH = 30;
    private static final int MAX_LENGTH = 200_000;

    /** What {@link Object#toString} makes of an array. */
    private static final Pattern ADDRESS_OF_ARRAY = Pattern.compile("\\[+([ZBCSIJFD]|L[\\w.$]+;)@[0-9a-f]+");

    private static final Pattern WRAPPER = Pattern.compile("(cells//)?REPL\\.\\$JShell\\$\\d\\w*[.$]");

    /** How JShell names the anonymous classes of a cell. */
    private static final Pattern ANONYMOUS = Pattern.compile("\\$JShell\\$anonymous\\$\\$?\\d+");

    private final StringBuilder text = new StringBuilder();
    private final Set<Object> open = Collections.newSetFromMap(new IdentityHashMap<>());
    private int left = MAX_ELEMENTS;

    private PlainText() {}

    static String of(@Nullable Object value) {
        PlainText writer = new PlainText();
        writer.write(value);
        return shortened(writer.text);
    }

    /** Text of a cell with the names of classes as its user wrote them, without those that JShell puts around them. */
    static String withoutWrappers(String text) {
        return ANONYMOUS.matcher(WRAPPER.matcher(text).replaceAll("")).replaceAll("anonymous class");
    }

    private static String shortened(StringBuilder text) {
        int more = text.length() - MAX_LENGTH;
        if (more <= 0) {
            return text.toString();
        }
        int end = Character.isHighSurrogate(text.charAt(MAX_LENGTH - 1)) ? MAX_LENGTH - 1 : MAX_LENGTH;
        return text.substring(0, end) + String.format(Locale.ROOT, "... %,d more characters", text.length() - end);
    }

    private void write(@Nullable Object value) {
        if (value == null || value instanceof CharSequence) {
            text.append(value);
        } else if (!open.add(value)) {
            text.append("(this)");
        } else {
            if (open.size() > MAX_DEPTH) {
                text.append("...");
            } else if (!writeContents(value)) {
                text.append(words(value));
            }
            open.remove(value);
        }
    }

    /** Returns false, and writes nothing, if the value is to speak for itself. */
    private boolean writeContents(Object value) {
        if (value.getClass().isArray()) {
            writeArray(Array.getLength(value), i -> Array.get(value, i));
        } else if (value instanceof Record composed) {
            return writeRecord(composed);
        } else if (!isContainer(value) || speaksWell(value)) {
            return false;
        } else if (value instanceof Map<?, ?> map) {
            writeAll("{", map.entrySet().iterator(), map::size, "}");
        } else if (value instanceof Collection<?> elements) {
            writeAll("[", elements.iterator(), elements::size, "]");
        } else if (value instanceof Map.Entry<?, ?> entry) {
            writeEntry(entry);
        } else if (value instanceof AtomicReferenceArray<?> array) {
            writeArray(array.length(), array::get);
        } else if (value instanceof AtomicReference<?> reference) {
            write(reference.get());
        } else if (value instanceof Optional<?> optional && optional.isPresent()) {
            text.append("Optional[");
            write(optional.get());
            text.append(']');
        } else {
            return false;
        }
        return true;
    }

    private static boolean isContainer(Object value) {
        return value instanceof Map
                || value instanceof Collection
                || value instanceof Map.Entry
                || value instanceof AtomicReferenceArray
                || value instanceof AtomicReference
                || value instanceof Optional;
    }

    /** Whether a class outside the JDK says how to write it, and does so without addresses of arrays. */
    private static boolean speaksWell(Object value) {
        return !isOfJdk(authorOfText(value))
                && !ADDRESS_OF_ARRAY.matcher(String.valueOf(value)).find();
    }

    private void writeArray(int length, IntFunction<@Nullable Object> element) {
        writeAll("[", IntStream.range(0, length).mapToObj(element).iterator(), () -> length, "]");
    }

    private void writeEntry(Map.Entry<?, ?> entry) {
        write(entry.getKey());
        text.append('=');
        write(entry.getValue());
    }

    private void writeAll(String begin, Iterator<?> elements, IntSupplier size, String end) {
        text.append(begin);
        for (int i = 0; elements.hasNext(); i++) {
            if (i > 0) {
                text.append(", ");
            }
            if (left-- <= 0 || text.length() > MAX_LENGTH) {
                text.append("... ").append(size.getAsInt() - i).append(" more");
                break;
            }
            Object element = elements.next();
            if (element instanceof Map.Entry<?, ?> entry) {
                writeEntry(entry);
            } else {
                write(element);
            }
        }
        text.append(end);
    }

    /** Writes a record by its components if its text is the one that the language gives it. */
    private boolean writeRecord(Record value) {
        RecordComponent[] components = value.getClass().getRecordComponents();
        Object[] parts = new Object[components.length];
        StringBuilder given = new StringBuilder(value.getClass().getSimpleName()).append('[');
        try {
            for (int i = 0; i < parts.length; i++) {
                components[i].getAccessor().setAccessible(true);
                parts[i] = components[i].getAccessor().invoke(value);
                given.append(i > 0 ? ", " : "")
                        .append(components[i].getName())
                        .append('=')
                        .append(parts[i]);
            }
        } catch (IllegalAccessException | InvocationTargetException | RuntimeException e) {
            return false;
        }
        if (!given.append(']').toString().contentEquals(String.valueOf(value))) {
            return false;
        }
        text.append(value.getClass().getSimpleName()).append('[');
        for (int i = 0; i < parts.length; i++) {
            text.append(i > 0 ? ", " : "").append(components[i].getName()).append('=');
            write(parts[i]);
        }
        text.append(']');
        return true;
    }

    private static String words(Object value) {
        Class<?> author = authorOfText(value);
        if (value instanceof RenderedImage image && isOfJdk(author)) {
            return "image " + image.getWidth() + "x" + image.getHeight();
        }
        return author == Object.class ? nameless(value) : String.valueOf(value);
    }

    /** Words for a value whose class has none of its own. */
    private static String nameless(Object value) {
        Class<?> type = value.getClass();
        if (value instanceof BaseStream || value instanceof Iterator || value instanceof Enumeration) {
            Class<?> known = Stream.of(BaseStream.class, Iterator.class, Enumeration.class)
                    .filter(candidate -> candidate.isInstance(value))
                    .findFirst()
                    .orElseThrow();
            return interfaceOf(type, known) + " (not consumed)";
        }
        if (type.isHidden()) {
            return "lambda (" + interfaceOf(type, Object.class) + ")";
        }
        if (type.isAnonymousClass() || ANONYMOUS.matcher(type.getName()).find()) {
            Class<?> parent = type.getSuperclass() == Object.class && type.getInterfaces().length > 0
                    ? type.getInterfaces()[0]
                    : type.getSuperclass();
            return "instance of an anonymous " + parent.getSimpleName();
        }
        String name = withoutWrappers(type.getName());
        return "instance of " + (name.equals(type.getName()) ? name : "cell class " + name.replace('$', '.'));
    }

    /** The simple name of the first interface of {@code type} or of its superclasses that is a {@code known}. */
    private static String interfaceOf(Class<?> type, Class<?> known) {
        for (Class<?> at = type; at != null; at = at.getSuperclass()) {
            for (Class<?> implemented : at.getInterfaces()) {
                if (known.isAssignableFrom(implemented)) {
                    return implemented.getSimpleName();
                }
            }
        }
        return known.getSimpleName();
    }

    private static Class<?> authorOfText(Object value) {
        try {
            return value.getClass().getMethod("toString").getDeclaringClass();
        } catch (NoSuchMethodException e) {
            throw new AssertionError("every object has toString()", e);
        }
    }

    private static boolean isOfJdk(Class<?> type) {
        String module = type.getModule().getName();
        return module != null && List.of("java", "jdk").contains(module.split("\\.", 2)[0]);
    }
}
