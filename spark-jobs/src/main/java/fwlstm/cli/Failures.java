package fwlstm.cli;

import fwlstm.config.ConfigException;
import fwlstm.io.Sentence;
import fwlstm.results.LiveSweep;
import fwlstm.results.RunProgress;
import java.io.PrintWriter;
import java.util.Collection;
import java.util.List;
import java.util.stream.Collectors;
import org.jline.utils.Levenshtein;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.UnmatchedArgumentException;

/** The one line that users read of a failure. Everything else goes to the log. */
final class Failures {
    /** The largest edit distance (letters added, missing, wrong or swapped) at which a word is suggested. */
    private static final int MOST_SLIPS = 2;

    private Failures() {}

    /** The same command line, with failures reported in one line, and the settings of all of ours. */
    static CommandLine inOneLine(CommandLine commandLine) {
        NumberConverter.register(commandLine);
        return commandLine
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setUsageHelpAutoWidth(true)
                .setParameterExceptionHandler(Failures::wrongUsage)
                .setExecutionExceptionHandler((e, command, result) -> report(e, command));
    }

    /** Runs a command; whatever happens, the user reads one line and no stack trace. */
    static int execute(CommandLine commandLine, String[] arguments) {
        try {
            return commandLine.execute(arguments);
        } catch (OutOfMemoryError e) {
            commandLine.getErr().println("fw: " + Advice.of(e).orElse("out of memory"));
        } catch (Error e) {
            return report(new IllegalStateException(e.toString(), e), commandLine);
        }
        return CommandLine.ExitCode.SOFTWARE;
    }

    private static int wrongUsage(ParameterException e, String[] arguments) {
        CommandLine commandLine = e.getCommandLine();
        PrintWriter err = commandLine.getErr();
        String problem = e.getMessage() + suggestion(e);
        err.println("fw: " + problem);
        if (commandLine.getCommandSpec().userObject() instanceof SweepCommand
                && List.of(arguments).contains("--json")) {
            commandLine
                    .getOut()
                    .println(LiveSweep.here(RunProgress.unknown(RunProgress.State.REFUSED, problem))
                            .json());
        }
        err.println("'" + commandLine.getCommandSpec().qualifiedName() + " --help' explains the command.");
        return CommandLine.ExitCode.USAGE;
    }

    /** Suggestions for a word that is not a command or option. */
    private static String suggestion(ParameterException e) {
        if (!(e instanceof UnmatchedArgumentException unmatched)) {
            return "";
        }
        String word = unmatched.getUnmatched().get(0);
        CommandSpec command = e.getCommandLine().getCommandSpec();
        Collection<String> known = word.startsWith("-")
                ? command.optionsMap().keySet()
                : command.subcommands().keySet();
        int least = known.stream()
                .mapToInt(name -> Levenshtein.distance(word, name))
                .min()
                .orElse(MOST_SLIPS + 1);
        return least > MOST_SLIPS
                ? ""
                : known.stream()
                        .filter(name -> Levenshtein.distance(word, name) == least)
                        .collect(Collectors.joining(" or ", "; did you mean ", "?"));
    }

    /** Reports a failure; returns the exit code. */
    static int report(Exception e, CommandLine commandLine) {
        if (e instanceof ConfigException refused) {
            commandLine.getErr().println("fw: " + refused.getMessage());
            return CommandLine.ExitCode.USAGE;
        }
        System.getLogger("fwlstm.cli").log(System.Logger.Level.ERROR, "command failed", e);
        String problem = Advice.of(e).orElseGet(() -> Sentence.of(e));
        commandLine.getErr().println("fw: " + problem + LogFile.hint());
        return CommandLine.ExitCode.SOFTWARE;
    }
}
