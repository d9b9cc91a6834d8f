package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.io.TemporaryFolder;
import fwlstm.spark.SparkSubmit;
import fwlstm.train.Machine;
import java.io.PrintWriter;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;
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
        footer = {"", "Spark's log is in logs/fw.log. 'fw help COMMAND' explains a command."})
public final class Main implements Runnable {
    private static final List<String> COMMANDS = List.of(
            "sweep",
            "status",
            "tables",
            "report",
            "serve",
            "compare",
            "sql",
            "predict",
            "export",
            "reproduce",
            "bench",
            "doctor",
            "generate-completion",
            "help",
            "train",
            "import");

    /** These commands are about all commands. */
    private static final Set<String> NEEDS_ALL = Set.of("help", "generate-completion");

    private static final Set<String> VERSION = Set.of("--version", "-V");

    /** These commands read what is recorded, without Spark. */
    private static final Set<String> READ =
            Set.of("status", "tables", "report", "serve", "compare", "help", "--help", "-h");

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
        openLog(arguments);
        // Whatever happens to Spark's own threads, the console belongs to the command.
        Thread.setDefaultUncaughtExceptionHandler((thread, e) ->
                System.getLogger("fwlstm.cli").log(System.Logger.Level.ERROR, "thread " + thread.getName(), e));
        StandardOutput output = new StandardOutput();
        LastLine err = new LastLine(Utf8.standardError());
        CommandLine commandLine = commandLine(arguments).setOut(output.writer()).setErr(new PrintWriter(err, true));
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

    private static void openLog(String[] arguments) {
        boolean reads = arguments.length > 0 && (READ.contains(arguments[0]) || VERSION.contains(arguments[0]));
        boolean here = Stream.of(arguments).noneMatch(argument -> argument.contains(":/"));
        if (reads && here && LogFile.isConfigured()) {
            LogOnDemand.install();
        } else {
            LogFile.useUnlessConfigured();
            // Messages logged before Spark starts go to the same file as those logged after.
            SLF4JBridgeHandler.removeHandlersForRootLogger();
            SLF4JBridgeHandler.install();
        }
    }

    /**
     * Runs a command inside this process and prints to its standard output, as notebooks do.
     *
     * @return the exit code
     */
    public static int run(String... arguments) {
        return Failures.execute(commandLine(arguments), arguments);
    }

    /** The command line for some arguments: if they begin with a command, the others are not even loaded. */
    static CommandLine commandLine(String... arguments) {
        String first = arguments.length == 0 ? "" : arguments[0];
        boolean alone = COMMANDS.contains(first) && !NEEDS_ALL.contains(first);
        if (alone) {
            return commandLine(List.of(first));
        }
        return commandLine(VERSION.contains(first) ? List.of() : COMMANDS);
    }

    private static CommandLine commandLine(List<String> names) {
        CommandLine commandLine = new CommandLine(new Main());
        names.forEach(name -> commandLine.addSubcommand(name, command(name)));
        CommandHelp.addTo(commandLine);
        return Failures.inOneLine(commandLine);
    }

    /** A switch, since a table of constructors would load the classes of all. */
    private static Object command(String name) {
        return switch (name) {
            case "sweep" -> new SweepCommand();
            case "status" -> new StatusCommand();
            case "tables" -> new TablesCommand();
            case "report" -> new ReportCommand();
            case "serve" -> new ServeCommand();
            case "compare" -> new CompareCommand();
            case "sql" -> new SqlCommand();
            case "predict" -> new PredictCommand();
            case "export" -> new ExportCommand();
            case "reproduce" -> new ReproduceCommand();
            case "bench" -> new BenchCommand();
            case "doctor" -> new DoctorCommand();
            case "generate-completion" -> new GenerateCompletion();
            case "help" -> new HelpCommand();
            case "train" -> TrainCommand.commandLine();
            case "import" -> ImportCommand.commandLine();
            default -> throw new IllegalArgumentException(name);
        };
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
