package io.github.latent4j.cli;

import io.github.latent4j.kernel.JshellScript;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import picocli.CommandLine.Command;
import picocli.CommandLine.Parameters;

/** {@code script}: a notebook for the JDK's jshell. */
@Command(
        name = "script",
        description = {
            "Prints a notebook as a script for plain jshell: its code in order, its text as comments, and the value of each cell printed.",
            "A notebook with magics, or with code that only a kernel can compile, is refused."
        },
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class)
final class ScriptCommand implements Runnable {
    @Parameters(paramLabel = "NOTEBOOK", description = "The .ipynb file; it stays as it is.")
    private Path notebook;

    @Override
    public void run() {
        Path source = Notebooks.find(notebook, Product.running().project());
        byte[] script = JshellScript.of(source).getBytes(StandardCharsets.UTF_8); // whatever the terminal's encoding is
        System.out.write(script, 0, script.length);
        System.out.flush();
    }
}
