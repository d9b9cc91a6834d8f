package fwlstm.cli;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.UsageMessageSpec;

/** The common parts of the help of all commands: groups of commands, and exit codes. */
final class CommandHelp {
    /** The commands by purpose. */
    static final Map<String, List<String>> GROUPS = groups();

    /** What to read next, by command. */
    static final Map<String, List<String>> SEE_ALSO = Map.ofEntries(
            Map.entry("sweep", List.of("status", "tables", "report", "serve")),
            Map.entry("train", List.of("predict", "sweep")),
            Map.entry("status", List.of("sweep", "serve")),
            Map.entry("tables", List.of("report", "sql")),
            Map.entry("report", List.of("tables", "serve", "sql")),
            Map.entry("serve", List.of("status", "report", "reproduce")),
            Map.entry("compare", List.of("tables", "reproduce")),
            Map.entry("sql", List.of("tables", "reproduce")),
            Map.entry("predict", List.of("train", "export")),
            Map.entry("export", List.of("import", "predict")),
            Map.entry("import", List.of("export", "predict")),
            Map.entry("reproduce", List.of("sql")),
            Map.entry("bench", List.of("doctor")),
            Map.entry("doctor", List.of("bench")));

    private static final int INDENT = 2;

    private CommandHelp() {}

    private static Map<String, List<String>> groups() {
        Map<String, List<String>> groups = new LinkedHashMap<>();
        groups.put("Train", List.of("sweep", "train"));
        groups.put("Look at results", List.of("status", "tables", "report", "serve", "compare", "sql"));
        groups.put("Use and check networks", List.of("predict", "export", "import", "reproduce"));
        groups.put("This machine", List.of("doctor", "bench"));
        groups.put("The command line", List.of("help", "generate-completion"));
        return groups;
    }

    /** Gives a command line and its commands their common parts of the help. */
    static void addTo(CommandLine commandLine) {
        describe(commandLine, "help", "Explains a command.");
        describe(
                commandLine,
                "generate-completion",
                "Prints a script that lets bash and zsh complete commands and options.");
        commandLine.getHelpSectionMap().remove(UsageMessageSpec.SECTION_KEY_COMMAND_LIST_HEADING);
        commandLine.getHelpSectionMap().put(UsageMessageSpec.SECTION_KEY_COMMAND_LIST, CommandHelp::commands);
        addExitCodes(commandLine);
        commandLine.getSubcommands().forEach((name, command) -> {
            addExitCodes(command);
            addReferences(command, SEE_ALSO.getOrDefault(name, List.of()));
        });
    }

    /** Of the commands that picocli brings. */
    private static void describe(CommandLine commandLine, String name, String header) {
        CommandLine command = commandLine.getSubcommands().get(name);
        if (command != null) {
            command.getCommandSpec().usageMessage().header(header);
        }
    }

    private static void addExitCodes(CommandLine command) {
        Map<String, String> codes = new LinkedHashMap<>();
        codes.put(String.valueOf(ExitCode.OK), "success");
        codes.put(String.valueOf(ExitCode.SOFTWARE), "failure, in one line that begins with 'fw:'");
        codes.put(String.valueOf(ExitCode.USAGE), "wrong usage or invalid input");
        codes.put("130", "interrupted by control-C");
        codes.put("143", "terminated");
        command.getCommandSpec()
                .usageMessage()
                .exitCodeListHeading("%nExit codes:%n")
                .exitCodeList(codes);
    }

    private static void addReferences(CommandLine command, List<String> names) {
        if (!names.isEmpty()) {
            UsageMessageSpec usage = command.getCommandSpec().usageMessage();
            String line = names.stream().map(name -> "fw " + name).collect(Collectors.joining(", ", "See also: ", "."));
            usage.footer(Stream.of(Stream.of(usage.footer()), Stream.of("", "Spark's log: logs/fw.log. " + line))
                    .flatMap(lines -> lines)
                    .toArray(String[]::new));
        }
    }

    private static String commands(Help help) {
        StringBuilder text = new StringBuilder();
        int width = GROUPS.values().stream()
                .flatMap(List::stream)
                .mapToInt(String::length)
                .max()
                .orElse(0);
        GROUPS.forEach((group, names) -> {
            text.append(String.format(Locale.ROOT, "%n%s:%n", group));
            for (String name : names) {
                String[] header = help.subcommands()
                        .get(name)
                        .commandSpec()
                        .usageMessage()
                        .header();
                String line = header.length == 0 ? "" : header[0].replace("%n", "");
                text.append(String.format(Locale.ROOT, "%s%-" + width + "s  %s%n", " ".repeat(INDENT), name, line));
            }
        });
        return text.toString();
    }
}
