package fwlstm.cli;

import picocli.CommandLine;

/** The command {@code fw bench} alone, which needs only the fat jar and not Spark. */
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) {
        StandardOutput output = new StandardOutput();
        CommandLine commandLine = Failures.inOneLine(new CommandLine(new BenchCommand()))
                .setOut(output.writer())
                .setErr(Utf8.standardError());
        System.exit(output.end(Failures.execute(commandLine, arguments), commandLine.getErr()));
    }
}
