package fwlstm.notebook;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import fwlstm.ChildJava;
import fwlstm.SparkHome;
import java.io.IOException;
import java.net.InetAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The notebooks run and say what they say in the files. {@code -Dnotebooks.write=true} writes the files anew. */
class NotebookIT {
    private static final Path FOLDER = Path.of("..", "notebooks");
    private static final Path TARGET = Path.of("target").toAbsolutePath();
    private static final Pattern ABSOLUTE_PATH = Pattern.compile("(?<![\\w.:/<])/[\\w.-]+/[\\w.-]");
    private static final int LARGEST_PICTURE = 60_000;

    /** With the jar and the options of {@code fw}, as {@code notebooks/start} gives them to Jupyter. */
    @Test
    void every_notebook_runs_and_gives_the_outputs_that_are_in_its_file() throws Exception {
        List<String> arguments = new ArrayList<>(ChildJava.BOTH_COMPILERS);
        arguments.addAll(List.of(
                "@../conf/java-options",
                "-Xmx1g",
                "-Djava.awt.headless=true",
                "-Dfwlstm.home=" + TARGET,
                "-Dlog4j2.configurationFile=../conf/log4j2.properties",
                "-Djava.io.tmpdir=" + TARGET,
                "-cp",
                SparkHome.classPath() + ":" + TARGET.resolve("fwlstm.jar") + ":" + TARGET.resolve("test-classes"),
                RunNotebooks.class.getName()));
        if (Boolean.getBoolean("notebooks.write")) {
            arguments.add("--write");
        }
        files().forEach(file -> arguments.add(file.getFileName().toString()));
        Path output = TARGET.resolve("notebooks.log");
        ProcessBuilder builder = new ProcessBuilder(ChildJava.command(ChildJava.LIGHT, arguments))
                .directory(FOLDER.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        Process process = builder.start();
        try {
            assertThat(process.waitFor(5, TimeUnit.MINUTES)).as("ends in time").isTrue();
        } finally {
            process.destroyForcibly();
        }
        assertThat(process.exitValue()).as(Files.readString(output)).isZero();
    }

    @Test
    void no_notebook_tells_where_it_ran_or_is_heavy() throws IOException {
        Pattern host =
                Pattern.compile("\\b" + Pattern.quote(InetAddress.getLocalHost().getHostName()) + "\\b");
        for (Path file : files()) {
            for (Notebook.Cell cell : Notebook.read(file).code()) {
                for (JsonNode output : cell.outputs()) {
                    JsonNode text = output.has("text") ? output.get("text") : output.at("/data/text~1plain");
                    assertThat(Notebook.text(text))
                            .as("%s: %s", file, cell.source())
                            .doesNotContainPattern(ABSOLUTE_PATH)
                            .doesNotContainPattern(host);
                    String picture = output.at("/data/image~1png").asText();
                    assertThat(Base64.getDecoder().decode(picture)).hasSizeLessThan(LARGEST_PICTURE);
                }
            }
        }
    }

    private static List<Path> files() throws IOException {
        try (Stream<Path> files = Files.list(FOLDER)) {
            List<Path> notebooks = files.filter(file -> file.toString().endsWith(".ipynb"))
                    .sorted()
                    .toList();
            assertThat(notebooks).hasSize(3);
            return notebooks;
        }
    }
}
