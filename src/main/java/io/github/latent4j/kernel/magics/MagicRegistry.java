package io.github.latent4j.kernel.magics;

import io.github.spencerpark.jupyter.kernel.magic.registry.CellMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.LineMagicFunction;
import io.github.spencerpark.jupyter.kernel.magic.registry.Magics;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * All magics of a kernel: its own, and those that cells register in the ways of {@link Magics}. A magic that is registered under the
 * name of another takes its place. Safe to use from several threads.
 */
public final class MagicRegistry extends Magics {
    private final Map<String, Magic> lines = new TreeMap<>();
    private final Map<String, Magic> cells = new TreeMap<>();

    /** @param dependencies what resolves those of Maven */
    public MagicRegistry(Session session, Dependencies dependencies) {
        List<Magic> builtIn = new ArrayList<>();
        builtIn.addAll(new ClassPathMagics(session).all());
        builtIn.addAll(new MavenMagics(session, dependencies).all());
        builtIn.addAll(new CodeMagics(session).all());
        builtIn.addAll(new StateMagics(session).all());
        builtIn.addAll(new TextMagics(session).all());
        builtIn.add(BashMagic.magic());
        builtIn.add(new HelpMagic(session, this).magic());
        builtIn.forEach(this::register);
    }

    private synchronized void register(Magic magic) {
        magic.names().forEach(name -> (magic.ofCell() ? cells : lines).put(name, magic));
    }

    @Override
    public void registerLineMagic(String name, LineMagicFunction<?> magic) {
        register(Magic.line(
                name,
                "...",
                Magic.Arguments.FILES,
                "registered in this session",
                call -> magic.execute(call.arguments())));
    }

    @Override
    public void registerCellMagic(String name, CellMagicFunction<?> magic) {
        register(Magic.cell(
                name,
                "...",
                Magic.Arguments.FILES,
                "registered in this session",
                call -> magic.execute(call.arguments(), call.body())));
    }

    @Override
    public <T extends LineMagicFunction<?> & CellMagicFunction<?>> void registerLineCellMagic(String name, T magic) {
        registerLineMagic(name, magic);
        registerCellMagic(name, magic);
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // the caller knows the type, as in IJava
    public <T> @Nullable T applyLineMagic(String name, List<String> args) throws Exception {
        return (T) value(MagicCall.called(name, args, null));
    }

    @Override
    @SuppressWarnings({"unchecked", "TypeParameterUnusedInFormals"}) // as above
    public <T> @Nullable T applyCellMagic(String name, List<String> args, String body) throws Exception {
        return (T) value(MagicCall.called(name, args, body));
    }

    /**
     * Runs a magic.
     *
     * @return its value, or null
     * @throws MagicException if there is none of that name, or it cannot do what it is asked for
     * @throws Exception what a magic that runs code or was registered throws
     */
    public @Nullable Object value(MagicCall call) throws Exception {
        Magic magic = required(call);
        return magic.action().run(call.with(magic.usage()));
    }

    /**
     * Runs a magic that stands as a statement.
     *
     * @return what the statement shows: the value of code that the magic ran. Other values are not shown, as in IJava
     * @throws Exception as for {@link #value}
     */
    public @Nullable Object statement(MagicCall call) throws Exception {
        Object value = value(call);
        return required(call).arguments() == Magic.Arguments.JAVA ? value : null;
    }

    private Magic required(MagicCall call) {
        boolean ofCell = call.body() != null;
        String name = call.name();
        Optional<Magic> magic = find(ofCell, name);
        if (magic.isPresent()) {
            return magic.get();
        }
        if (name.startsWith("%")) {
            throw new MagicException("%" + name + " must be on the first line of its cell");
        }
        if (find(!ofCell, name).isPresent()) {
            throw new MagicException(
                    ofCell
                            ? call.label() + ": there is only %" + name + ", for one line"
                            : call.label() + ": there is only %%" + name + ", on the first line of a cell of its own");
        }
        throw new MagicException("no magic is called " + call.label()
                + nearest(name, ofCell)
                        .map(near -> " (did you mean " + near + "?)")
                        .orElse("") + "; %help lists all");
    }

    synchronized Optional<Magic> find(boolean ofCell, String name) {
        return Optional.ofNullable((ofCell ? cells : lines).get(name));
    }

    /** All magics in the order of their names, each once. */
    synchronized List<Magic> all() {
        List<Magic> all = new ArrayList<>();
        lines.forEach((name, magic) -> {
            if (magic.name().equals(name)) {
                all.add(magic);
            }
        });
        cells.forEach((name, magic) -> {
            if (magic.name().equals(name)) {
                all.add(magic);
            }
        });
        return all;
    }

    /** All names of magics of one form with the magic, aliases too. */
    synchronized Map<String, Magic> names(boolean ofCell) {
        return new TreeMap<>(ofCell ? cells : lines);
    }

    /** The magic whose name is most like {@code name}, with its {@code %}, if one is like it at all. */
    Optional<String> nearest(String name, boolean ofCell) {
        return names(ofCell).keySet().stream()
                .filter(known -> distance(name, known) <= Math.max(1, known.length() / 2)
                        || (name.length() >= 3 && (known.startsWith(name) || name.startsWith(known))))
                .min(Comparator.comparingInt((String known) -> distance(name, known)))
                .map(known -> (ofCell ? "%%" : "%") + known);
    }

    /** How many characters must be put in, taken out or changed, upper and lower case being alike (Levenshtein 1966). */
    private static int distance(String one, String other) {
        int[] row = new int[other.length() + 1];
        for (int j = 0; j < row.length; j++) {
            row[j] = j;
        }
        for (int i = 1; i <= one.length(); i++) {
            int diagonal = row[0];
            row[0] = i;
            for (int j = 1; j < row.length; j++) {
                boolean same = Character.toLowerCase(one.charAt(i - 1)) == Character.toLowerCase(other.charAt(j - 1));
                int changed = diagonal + (same ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(changed, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[other.length()];
    }
}
