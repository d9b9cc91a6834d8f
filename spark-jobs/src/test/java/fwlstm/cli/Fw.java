package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import fwlstm.SparkHome;
import java.io.File;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import picocli.CommandLine;

/** Runs the command line, in this process or in one of its own. */
final class Fw {
    private Fw() {}

    /** What a command left behind. */
    record Result(int exitCode, String out, String err) {}

    static Result run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        CommandLine commandLine =
                Main.commandLine(arguments).setOut(new PrintWriter(out, true)).setErr(new PrintWriter(err, true));
        int exitCode = commandLine.execute(arguments);
        return new Result(exitCode, out.toString(), err.toString());
    }

    /** What a command prints that succeeds in a process of its own. */
    static String print(Path folder, List<String> javaOptions, String... arguments)
            throws IOException, InterruptedException {
        Path output = Files.createTempFile(folder, "fw", ".out");
        List<String> options =
                Stream.concat(ChildJava.LIGHT.stream(), javaOptions.stream()).toList();
        int exitCode = start(output, options, arguments).waitFor();
        String text = Files.readString(output).replaceAll("(?m)^WARNING: .*\\R", ""); // Java's, of the Vector API
        assertThat(exitCode).as(text).isZero();
        return text;
    }

    /** Starts the command line as {@code fw} would, its output in a file. */
    static Process start(Path output, List<String> javaOptions, String... arguments) throws IOException {
        return start(output, javaOptions, Map.of(), arguments);
    }

    /** The same, with more variables in its environment. */
    static Process start(Path output, List<String> javaOptions, Map<String, String> environment, String... arguments)
            throws IOException {
        List<String> all = new ArrayList<>(List.of(
                "@" + Path.of("..", "conf", "java-options").toAbsolutePath().normalize(),
                "-Dfwlstm.home=" + System.getProperty("fwlstm.home"),
                "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"),
                "-cp",
                SparkHome.classPathOfTests(),
                Main.class.getName()));
        all.addAll(List.of(arguments));
        List<String> options = new ArrayList<>(List.of("-Xmx1g"));
        options.addAll(javaOptions);
        ProcessBuilder builder = new ProcessBuilder(ChildJava.command(options, all))
                .redirectErrorStream(true)
                .redirectOutput(new File(output.toString()));
        builder.environment().putAll(Map.of("SPARK_LOCAL_IP", "127.0.0.1"));
        builder.environment().putAll(environment);
        return builder.start();
    }
}
