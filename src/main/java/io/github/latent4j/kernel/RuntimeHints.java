package io.github.latent4j.kernel;

import java.awt.HeadlessException;
import java.lang.reflect.InaccessibleObjectException;
import java.util.List;
import java.util.Locale;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What to do about exceptions of the JDK that have the same remedy each time. To add one, add a row to the table. */
final class RuntimeHints {
    /** The class file version of Java 1; each later release adds one. */
    private static final int FIRST_VERSION = 44;

    private static final Pattern CAST = Pattern.compile("class (\\S+) cannot be cast to class (\\S+)");
    private static final Pattern CLASS_FILE = Pattern.compile("class file version (\\d+)");
    private static final Pattern NOT_OPEN = Pattern.compile("module (\\S+) does not \"\\w+ (\\S+)\" to");

    private record Hint(Predicate<Throwable> applies, Function<Throwable, String> sentence) {}

    private static final List<Hint> TABLE = List.of(
            new Hint(
                    RuntimeHints::isBetweenVersionsOfACellClass,
                    thrown -> "this object was made before its class changed; run the cell that makes it again"),
            new Hint(
                    isA(OutOfMemoryError.class, "array size"),
                    thrown -> "a Java array has at most 2,147,483,645 elements; use several smaller ones"),
            new Hint(
                    isA(OutOfMemoryError.class, "heap|GC overhead"),
                    thrown -> String.format(
                            Locale.ROOT,
                            "the heap holds at most %,d MB; set large variables that are done with to null, or start the"
                                    + " kernel with the environment variable LATENT4J_JVM_OPTS=-Xmx4g",
                            Runtime.getRuntime().maxMemory() >> 20)),
            new Hint(
                    isA(StackOverflowError.class, ""),
                    thrown -> "a method calls itself deeper than the stack reaches: look at the condition that ends it,"
                            + " or make it a loop"),
            new Hint(
                    isA(UnsupportedClassVersionError.class, "class file version \\d+"),
                    thrown -> "this library needs Java " + (number(CLASS_FILE, thrown) - FIRST_VERSION) + ", and the"
                            + " kernel runs on Java " + Runtime.version().feature()
                            + ": take an older version of the library, or install the kernel with a newer JDK"),
            new Hint(
                    isA(NoClassDefFoundError.class, "Could not initialize"),
                    thrown -> "this class failed when it was used first; that error has the reason, and only restarting"
                            + " the kernel lets it try again"),
            new Hint(
                    isA(NoClassDefFoundError.class, "").or(isA(ClassNotFoundException.class, "")),
                    thrown -> "no library on the class path has this class: %maven group:artifact:version adds one"),
            new Hint(
                    isA(IncompatibleClassChangeError.class, "").or(isA(VerifyError.class, "")),
                    thrown -> "two versions of a library seem to be mixed: this class path has another version than the"
                            + " one that the calling code was compiled with"),
            new Hint(
                    isA(UnsatisfiedLinkError.class, ""),
                    thrown -> "a native library cannot be loaded: its jar for " + System.getProperty("os.name") + " on "
                            + System.getProperty("os.arch") + " is not on the class path, or it is loaded already by"
                            + " another class loader, which only restarting the kernel undoes"),
            new Hint(
                    isA(InaccessibleObjectException.class, "module \\S+ does not \"\\w+ \\S+\" to"),
                    thrown -> "start the kernel with the environment variable LATENT4J_JVM_OPTS=--add-opens="
                            + NOT_OPEN.matcher(text(thrown))
                                    .results()
                                    .findFirst()
                                    .map(found -> found.group(1) + "/" + found.group(2))
                                    .orElseThrow()
                            + "=ALL-UNNAMED"),
            new Hint(
                    isA(HeadlessException.class, ""),
                    thrown -> "a kernel opens no windows: show an image as the value of a cell, or by display(image)"));

    private RuntimeHints() {}

    /** One sentence on what to do; null if there is none for this exception. */
    static @Nullable String of(Throwable thrown) {
        return TABLE.stream()
                .filter(hint -> hint.applies().test(thrown))
                .findFirst()
                .map(hint -> hint.sentence().apply(thrown))
                .orElse(null);
    }

    private static Predicate<Throwable> isA(Class<? extends Throwable> type, String message) {
        Pattern pattern = Pattern.compile(message);
        return thrown ->
                type.isInstance(thrown) && pattern.matcher(text(thrown)).find();
    }

    private static boolean isBetweenVersionsOfACellClass(Throwable thrown) {
        if (!(thrown instanceof ClassCastException)) {
            return false;
        }
        Matcher cast = CAST.matcher(text(thrown));
        return cast.find()
                && cast.group(1).startsWith("REPL.")
                && PlainText.withoutWrappers(cast.group(1)).equals(PlainText.withoutWrappers(cast.group(2)));
    }

    private static int number(Pattern pattern, Throwable thrown) {
        return pattern.matcher(text(thrown))
                .results()
                .findFirst()
                .map(found -> Integer.parseInt(found.group(1)))
                .orElseThrow();
    }

    private static String text(Throwable thrown) {
        return thrown.getMessage() == null ? "" : thrown.getMessage();
    }
}
