package fwlstm;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.ProcessBuilder.Redirect;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.UUID;
import java.util.stream.Stream;

/** A SPARK_HOME of the Spark that Maven downloaded, one for all tests of a build, with an archive of its classes. */
public final class SparkHome {
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Path SCRIPTS = Path.of("src", "test", "spark-home").toAbsolutePath();
    private static final Path HOME = home();

    private SparkHome() {}

    /** Where it is. */
    public static Path path() {
        return HOME;
    }

    /** Its class path, as Spark's own scripts write it: the archive is of no use to others. */
    public static String classPath() {
        try (Stream<Path> jars = Files.list(HOME.resolve("jars"))) {
            String first = jars.map(Path::toString)
                    .filter(jar -> jar.contains("/slf4j-api-"))
                    .findFirst()
                    .orElseThrow();
            return HOME + "/conf:" + first + ":" + HOME + "/jars/*";
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Its class path, and then that of this process. */
    public static String classPathOfTests() {
        return classPath() + ":" + System.getProperty("java.class.path");
    }

    /** The archive of its classes. As long as there is none, Java does without. */
    static Path archive() {
        return HOME.resolve("classes.jsa");
    }

    private static Path home() {
        try {
            String jars = Files.readString(TARGET.resolve("spark-classpath.txt"));
            int content = (jars + Runtime.version()).hashCode();
            Path home = TARGET.resolve(String.format(Locale.ROOT, "spark-home-%08x", content));
            if (!Files.isDirectory(home)) {
                make(home);
            }
            return home;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Makes it under another name: another process may do the same. */
    private static void make(Path home) throws IOException {
        Path made = TARGET.resolve("spark-home-" + UUID.randomUUID());
        run(SCRIPTS.resolve("make").toString(), made.toString());
        try {
            Files.move(made, home);
        } catch (IOException e) {
            if (!Files.isDirectory(home)) {
                throw e;
            }
            run("rm", "-r", made.toString()); // somebody else was first
        }
    }

    private static void run(String... command) throws IOException {
        try {
            int exitCode = new ProcessBuilder(command).inheritIO().start().waitFor();
            if (exitCode != 0) {
                throw new IOException(command[0] + " has failed: " + exitCode);
            }
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    /** Begins to make the archive, unless somebody has. */
    static void archiveClasses(List<String> options) {
        List<String> command = new ArrayList<>(List.of(
                SCRIPTS.resolve("archive").toString(),
                HOME.toString(),
                classPath(),
                System.getProperty("java.class.path")));
        command.add("@" + Path.of("..", "conf", "java-options").toAbsolutePath());
        command.addAll(options);
        ProcessBuilder builder = new ProcessBuilder(command)
                .redirectErrorStream(true)
                .redirectOutput(Redirect.appendTo(TARGET.resolve("archive.log").toFile()));
        builder.environment().put("JAVA_HOME", System.getProperty("java.home"));
        try {
            builder.start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
