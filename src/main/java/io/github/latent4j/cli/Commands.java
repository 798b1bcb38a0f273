package io.github.latent4j.cli;

import java.io.UncheckedIOException;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;

/**
 * The subcommands, one for each way in.
 * Exit codes: 0 done, 1 it failed and the message says why, 2 the arguments were wrong.
 */
@Command(
        name = "latent4j",
        description = "Deep learning you can see, in Java.",
        mixinStandardHelpOptions = true,
        versionProvider = Commands.Version.class,
        synopsisSubcommandLabel = "COMMAND",
        usageHelpAutoWidth = true,
        subcommands = {
            LabCommand.class,
            RunCommand.class,
            ScriptCommand.class,
            InstallCommand.class,
            UninstallCommand.class,
            ShellCommand.class,
            DoctorCommand.class,
            DataCommand.class,
            KernelCommand.class,
            HelpCommand.class
        })
final class Commands {
    static CommandLine commandLine() {
        return new CommandLine(new Commands())
                .setExecutionExceptionHandler((e, commandLine, parsed) -> explain(e, commandLine));
    }

    /** A wrong value or an unreadable file is the user's to fix and needs one sentence; anything else is our fault and shows its trace. */
    private static int explain(Exception e, CommandLine commandLine) throws Exception {
        if (e instanceof Failure || e instanceof IllegalArgumentException || e instanceof UncheckedIOException) {
            commandLine.getErr().println("latent4j: " + e.getMessage());
            return CommandLine.ExitCode.SOFTWARE;
        }
        throw e;
    }

    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            String version = Main.class.getPackage().getImplementationVersion();
            return new String[] {"latent4j " + (version == null ? "(not packaged)" : version)};
        }
    }
}
