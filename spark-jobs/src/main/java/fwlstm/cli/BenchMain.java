package fwlstm.cli;

import java.io.FileDescriptor;
import picocli.CommandLine;

/** The command {@code fw bench} by itself: the fat jar suffices for it, without Spark. */
public final class BenchMain {
    private BenchMain() {}

    public static void main(String[] arguments) {
        CommandLine commandLine = Failures.inOneLine(new CommandLine(new BenchCommand()))
                .setOut(Utf8.writer(FileDescriptor.out))
                .setErr(Utf8.writer(FileDescriptor.err));
        System.exit(Failures.execute(commandLine, arguments));
    }
}
