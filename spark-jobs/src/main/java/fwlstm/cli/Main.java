package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.io.TemporaryFolder;
import fwlstm.spark.SparkSubmit;
import fwlstm.train.Machine;
import java.io.PrintWriter;
import java.util.Locale;
import org.slf4j.bridge.SLF4JBridgeHandler;
import picocli.AutoComplete.GenerateCompletion;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.HelpCommand;
import picocli.CommandLine.IVersionProvider;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The command {@code fw}. */
@Command(
        name = "fw",
        mixinStandardHelpOptions = true,
        versionProvider = Main.Version.class,
        description = {
            "Trains Fast Weight LSTMs and related cells on associative retrieval, in sweeps over seeds, numbers"
                    + " of pairs and hyperparameters. Sweeps survive interruption and always give the same numbers.",
            "",
            "Start with:  fw sweep conf/quickstart.yaml"
        },
        footer = {"", "Spark's log is in logs/fw.log. 'fw help COMMAND' explains a command."},
        subcommands = {
            SweepCommand.class,
            StatusCommand.class,
            TablesCommand.class,
            ReportCommand.class,
            CompareCommand.class,
            SqlCommand.class,
            PredictCommand.class,
            ExportCommand.class,
            ReproduceCommand.class,
            BenchCommand.class,
            DoctorCommand.class,
            GenerateCompletion.class,
            HelpCommand.class
        })
public final class Main implements Runnable {
    @Spec
    private CommandSpec spec;

    public static void main(String[] arguments) {
        try {
            start(arguments);
        } catch (OutOfMemoryError e) { // too little memory even to build the command line
            Utf8.standardError().println("fw: " + Advice.of(e).orElse("out of memory"));
            System.exit(CommandLine.ExitCode.SOFTWARE);
        } catch (NoClassDefFoundError e) {
            Utf8.standardError().println("fw: Spark is missing; start this program with fw or spark-submit");
            System.exit(CommandLine.ExitCode.SOFTWARE);
        }
    }

    private static void start(String[] arguments) {
        Locale.setDefault(
                Locale.ROOT); // for text that libraries format by themselves, such as the script for completion
        TemporaryFolder.ensure();
        LogFile.useUnlessConfigured();
        // Whatever happens to Spark's own threads, the console belongs to the command.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) ->
                System.getLogger("fwlstm.cli").log(System.Logger.Level.ERROR, "thread " + thread.getName(), e));
        // Messages logged before Spark starts go to the same file as those logged after.
        SLF4JBridgeHandler.removeHandlersForRootLogger();
        SLF4JBridgeHandler.install();
        StandardOutput output = new StandardOutput();
        LastLine err = new LastLine(Utf8.standardError());
        CommandLine commandLine = commandLine().setOut(output.writer()).setErr(new PrintWriter(err, true));
        try {
            Utf8.requireWhole(arguments);
        } catch (ConfigException e) {
            System.exit(Failures.report(e, commandLine));
        }
        Termination termination = Termination.watch(arguments, commandLine.getErr());
        commandLine.setExecutionExceptionHandler((e, command, result) ->
                Termination.isUnderWay() ? CommandLine.ExitCode.SOFTWARE : Failures.report(e, command));
        int exitCode = output.end(Failures.execute(commandLine, arguments), commandLine.getErr());
        termination.expect();
        // YARN takes every exit of the driver, even with 0, for a failure without a reason. To succeed, return.
        if (exitCode != 0 && SparkSubmit.runsInYarn()) {
            throw new FailureInYarn(err.text());
        } else if (exitCode != 0 || !SparkSubmit.runsInCluster()) {
            System.exit(exitCode);
        }
    }

    /**
     * Runs a command inside this process and prints to its standard output, as notebooks do.
     *
     * @return the exit code
     */
    public static int run(String... arguments) {
        return Failures.execute(commandLine(), arguments);
    }

    static CommandLine commandLine() {
        CommandLine commandLine = new CommandLine(new Main());
        commandLine.addSubcommand(TrainCommand.commandLine());
        commandLine.addSubcommand(ImportCommand.commandLine());
        CommandHelp.addTo(commandLine);
        return Failures.inOneLine(commandLine);
    }

    @Override
    public void run() {
        spec.commandLine().usage(spec.commandLine().getOut());
    }

    /** The reason that YARN keeps: the line that a user reads, and nothing else. */
    private static final class FailureInYarn extends RuntimeException {
        private static final long serialVersionUID = 1L;

        FailureInYarn(String line) {
            super(line, null, false, false);
        }

        @Override
        public String toString() {
            return getMessage();
        }
    }

    /** Version of this program and of the Java under it. */
    static final class Version implements IVersionProvider {
        @Override
        public String[] getVersion() {
            return new String[] {
                "fw-lstm " + Machine.version() + ", Java " + System.getProperty("java.version"),
            };
        }
    }
}
