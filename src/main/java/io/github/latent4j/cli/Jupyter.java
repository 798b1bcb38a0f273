package io.github.latent4j.cli;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;

/**
 * A Jupyter that has JupyterLab.
 *
 * @param program the {@code jupyter} program
 * @param labVersion the version that {@code jupyter lab --version} names
 */
record Jupyter(Path program, String labVersion) {
    /** The {@code jupyter} of this terminal; one without JupyterLab counts as none. */
    static Optional<Jupyter> onPath() {
        return find("jupyter").flatMap(Jupyter::at);
    }

    static Optional<Jupyter> at(Path program) {
        return Child.answer(program.toString(), "lab", "--version").map(version -> new Jupyter(program, version));
    }

    /** The first program of that name on the PATH. */
    static Optional<Path> find(String name) {
        String fileName = OperatingSystem.current().program(name);
        return Stream.of(System.getenv().getOrDefault("PATH", "").split(java.io.File.pathSeparator))
                .filter(folder -> !folder.isBlank())
                .map(folder -> Path.of(folder, fileName))
                .filter(Files::isExecutable)
                .findFirst();
    }
}
