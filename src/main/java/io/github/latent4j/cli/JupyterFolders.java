package io.github.latent4j.cli;

import java.io.File;
import java.nio.file.Path;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Where Jupyter looks for kernels: the rules of {@code jupyter_core.paths}. */
final class JupyterFolders {
    private JupyterFolders() {}

    /**
     * The data folder of this user's Jupyter.
     *
     * @param environment the environment variables that count, e.g. {@code System.getenv()}
     * @param home the user's home folder
     */
    static Path user(OperatingSystem system, Map<String, String> environment, Path home) {
        Optional<Path> chosen = folder(environment, "JUPYTER_DATA_DIR");
        return chosen.orElseGet(() -> switch (system) {
            case MAC -> home.resolve("Library/Jupyter");
            case WINDOWS ->
                folder(environment, "APPDATA")
                        .orElseGet(() -> home.resolve("AppData/Roaming"))
                        .resolve("jupyter");
            case LINUX ->
                folder(environment, "XDG_DATA_HOME")
                        .orElseGet(() -> home.resolve(".local/share"))
                        .resolve("jupyter");
        });
    }

    /** The data folder of this user's Jupyter, on this machine. */
    static Path user() {
        return user(OperatingSystem.current(), System.getenv(), Path.of(System.getProperty("user.home")));
    }

    /** The data folder of a Python installation or environment. */
    static Path ofPrefix(Path prefix) {
        return prefix.resolve("share/jupyter");
    }

    /**
     * The prefix of the Python on the PATH, which in an active environment is that environment.
     *
     * @throws Failure if there is no Python and no variable names an environment
     */
    static Path systemPrefix() {
        return Stream.of("python", "python3")
                .flatMap(python -> Child.answer(python, "-c", "import sys; print(sys.prefix)").stream())
                .map(Path::of)
                .findFirst()
                .or(() -> Stream.of("VIRTUAL_ENV", "NB_PYTHON_PREFIX", "CONDA_PREFIX")
                        .flatMap(variable -> folder(System.getenv(), variable).stream())
                        .findFirst())
                .orElseThrow(() -> new Failure("--sys-prefix needs a Python on the PATH, and there is none;"
                        + " activate the environment that holds Jupyter, or use --prefix DIR"));
    }

    /** {@code JUPYTER_PATH} with {@code first} in front: Jupyter looks there before anywhere else. */
    static String pathWith(Path first, Map<String, String> environment) {
        String others = environment.getOrDefault("JUPYTER_PATH", "");
        return others.isBlank() ? first.toString() : first + File.pathSeparator + others;
    }

    private static Optional<Path> folder(Map<String, String> environment, String variable) {
        return Optional.ofNullable(environment.get(variable))
                .filter(value -> !value.isBlank())
                .map(Path::of);
    }
}
