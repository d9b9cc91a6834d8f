package fwlstm.cli;

import fwlstm.ChildJava;
import fwlstm.SparkHome;
import java.nio.file.Path;
import java.util.List;

/** The commands by which a user, or a cluster, starts what package has built. */
final class Commands {
    static final Path TARGET = Path.of("target").toAbsolutePath();

    /** Which of the processes this is that run tests at the same time. */
    static final String FORK = System.getProperty("fwlstm.fork", "fork-1");

    private static final Path JAR = TARGET.resolve("fwlstm.jar");
    private static final Path CONF = Path.of("..", "conf").toAbsolutePath().normalize();

    /** The options that every Java with Spark is started with. */
    static final Path JAVA_OPTIONS = CONF.resolve("java-options");

    private Commands() {}

    /** A class of Spark's own. */
    static List<String> sparkClass(String name, List<String> arguments) {
        return concat(List.of(List.of(SparkHome.path() + "/bin/spark-class", name), arguments));
    }

    /** The command line under spark-submit, with Spark options before the jar. */
    static List<String> submit(String master, List<String> options, List<String> arguments) {
        return concat(List.of(
                List.of(SparkHome.path() + "/bin/spark-submit", "--master", master, "--class", Main.class.getName()),
                options,
                List.of(JAR.toString()),
                arguments));
    }

    /** The command line as the script {@code fw} starts it, with more options for Java and Spark's jars before ours. */
    static List<String> fw(List<String> javaOptions, List<String> arguments) {
        return fw(javaOptions, List.of(), arguments);
    }

    /** The same, with folders in which there is the configuration of a Hadoop. */
    static List<String> fw(List<String> javaOptions, List<String> hadoop, List<String> arguments) {
        String classPath = String.join(":", concat(List.of(List.of(SparkHome.classPath(), JAR.toString()), hadoop)));
        return ChildJava.command(
                javaOptions,
                concat(List.of(
                        List.of(
                                "@" + JAVA_OPTIONS,
                                "-Dlog4j2.configurationFile=" + CONF.resolve("log4j2.properties"),
                                "-cp",
                                classPath,
                                Main.class.getName()),
                        arguments)));
    }

    private static List<String> concat(List<List<String>> parts) {
        return parts.stream().flatMap(List::stream).toList();
    }
}
