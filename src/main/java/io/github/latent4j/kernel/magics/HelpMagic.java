package io.github.latent4j.kernel.magics;

import io.github.spencerpark.jupyter.kernel.display.DisplayData;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Tells what magics there are. */
final class HelpMagic {
    private final Session session;
    private final MagicRegistry registry;

    HelpMagic(Session session, MagicRegistry registry) {
        this.session = session;
        this.registry = registry;
    }

    Magic magic() {
        return Magic.line(
                        "help",
                        "[MAGIC]",
                        Magic.Arguments.MAGICS,
                        "lists the magics, or tells how to use one",
                        this::help)
                .withDetails("Example: %help load");
    }

    private @Nullable Object help(MagicCall call) {
        if (new Options(call).words().isEmpty()) {
            Table table = new Table("magic", "what it does");
            registry.all().forEach(magic -> table.row((magic.label() + " " + magic.usage()).strip(), magic.summary()));
            session.display(table.display());
        } else {
            session.display(display(help(call, new Options(call).oneWord("one magic"))));
        }
        return null;
    }

    private String help(MagicCall call, String word) {
        String name = word.replaceFirst("^%%?", "");
        Optional<String> help = help(registry, name);
        if (help.isPresent()) {
            return help.get();
        }
        Optional<String> nearest = registry.nearest(name, false).or(() -> registry.nearest(name, true));
        throw call.wrong(
                "the name",
                "must be that of a magic"
                        + nearest.map(near -> ", such as " + near).orElse(""),
                word);
    }

    /** The help for a line magic, a cell magic or both. */
    static Optional<String> help(MagicRegistry registry, String name) {
        List<String> help = Stream.of(false, true)
                .flatMap(ofCell -> registry.find(ofCell, name).stream())
                .map(Magic::help)
                .toList();
        return help.isEmpty() ? Optional.empty() : Optional.of(help.stream().collect(Collectors.joining("\n\n")));
    }

    private static DisplayData display(String help) {
        DisplayData data = new DisplayData(help);
        data.putHTML("<pre>" + Table.escape(help) + "</pre>");
        return data;
    }
}
