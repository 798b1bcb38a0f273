package io.github.latent4j.cli;

import java.io.IOException;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Comparator;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/**
 * A JupyterLab of our own in a Python virtual environment, for machines without one.
 * The stamp is written last, so an environment without it was never finished and is made again.
 *
 * @param folder of the environment
 * @param requirements the pinned packages, in pip's format
 */
record PrivateJupyter(Path folder, Path requirements) {
    /**
     * Prints where Python's parts for an environment are missing; fails on a Python too old for JupyterLab 4.
     * Debian and Ubuntu keep {@code ensurepip} in a package of its own.
     */
    private static final String CAN_MAKE_ENVIRONMENTS =
            "import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))";

    static PrivateJupyter in(Path project) {
        return new PrivateJupyter(project.resolve("target/jupyter"), project.resolve("requirements.txt"));
    }

    /** The {@code jupyter} program of this environment. */
    Path program() {
        return programs("jupyter");
    }

    /** Whether it was finished, for these requirements and in this folder, and its Python still exists. */
    boolean isReady() {
        try {
            return Files.exists(stampFile())
                    && Files.readString(stampFile()).equals(stamp())
                    && Files.isExecutable(programs("python"))
                    && Files.isExecutable(program());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot read " + stampFile() + ": " + e, e);
        }
    }

    /**
     * Makes the environment unless it is ready.
     *
     * @param out where it says what it does
     * @throws Failure naming the reason and the alternatives if it cannot be made here
     */
    void make(PrintWriter out) {
        if (isReady()) {
            return;
        }
        String python = Stream.of("python3", "python")
                .filter(name -> Child.answer(name, "-c", CAN_MAKE_ENVIRONMENTS).isPresent())
                .findFirst()
                .orElseThrow(() ->
                        impossible("there is no Python 3.10 or newer with the modules venv and ensurepip on the PATH"));
        out.println("No JupyterLab on the PATH: making one in " + folder + " (once, about a minute) ...");
        out.flush();
        delete(folder);
        run(List.of(python, "-m", "venv", folder.toString()), "`" + python + " -m venv` failed");
        // few and short tries: without a network this must end soon
        run(
                List.of(
                        programs("python").toString(),
                        "-m",
                        "pip",
                        "install",
                        "-qq",
                        "--disable-pip-version-check",
                        "--no-input",
                        "--retries=1",
                        "--timeout=15",
                        "--requirement=" + requirements),
                "pip could not install " + requirements.getFileName());
        try {
            Files.writeString(stampFile(), stamp());
        } catch (IOException e) {
            throw new UncheckedIOException("cannot write " + stampFile() + ": " + e, e);
        }
    }

    private void run(List<String> command, String failed) {
        Path here = Path.of("").toAbsolutePath();
        if (Child.run(command, here, Map.of()) != 0) {
            delete(folder);
            throw impossible(failed);
        }
    }

    private static Failure impossible(String reason) {
        return new Failure("no JupyterLab on the PATH, and a private one cannot be made: " + reason
                + ". Any of these helps: `conda env create -f environment.yml && conda activate latent4j`;"
                + " your system's packages (Debian, Ubuntu: `apt install python3-venv`; many have jupyterlab itself);"
                + " or no Python at all: `mvn -Prun` executes a notebook and writes it to target/notebooks/");
    }

    private Path programs(String name) {
        OperatingSystem system = OperatingSystem.current();
        return folder.resolve(system.programFolder()).resolve(system.program(name));
    }

    Path stampFile() {
        return folder.resolve("latent4j-stamp");
    }

    /** The folder belongs to it because the programs of an environment name their interpreter with its full path. */
    String stamp() throws IOException {
        try {
            byte[] hash = MessageDigest.getInstance("SHA-256").digest(Files.readAllBytes(requirements));
            return HexFormat.of().formatHex(hash) + "\n" + folder.toAbsolutePath() + "\n";
        } catch (NoSuchAlgorithmException e) {
            throw new AssertionError("every JDK has SHA-256", e);
        }
    }

    private static void delete(Path folder) {
        if (!Files.exists(folder)) {
            return;
        }
        try (Stream<Path> files = Files.walk(folder)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException e) {
            throw new UncheckedIOException("cannot remove " + folder + ": " + e, e);
        }
    }
}
