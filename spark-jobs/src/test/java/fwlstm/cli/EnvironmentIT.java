package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import fwlstm.ChildJava;
import fwlstm.SparkHome;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Places that are short of something, in processes of their own. */
@Timeout(240)
class EnvironmentIT {
    private static final String RESULTS = "../reproduction/difficulty";

    @TempDir
    Path folder;

    /** A shell's script in which {@code fw} stands for the command line. */
    private String run(int exitCode, List<String> javaOptions, Map<String, String> environment, String script)
            throws IOException, InterruptedException {
        List<String> options = new ArrayList<>(List.of(
                "@" + Path.of("..", "conf", "java-options").toAbsolutePath().normalize(),
                "-Xmx256m",
                "-Dfwlstm.home=" + folder,
                "-Dlog4j2.configurationFile=" + System.getProperty("log4j2.configurationFile"),
                "-cp",
                SparkHome.classPathOfTests(),
                Main.class.getName()));
        options.addAll(0, javaOptions);
        Path words = Files.writeString(
                folder.resolve("words"),
                String.join(
                        " ",
                        ChildJava.command(ChildJava.LIGHT, options).stream()
                                .map(word -> "'" + word + "'")
                                .toList()));
        Path log = folder.resolve("log");
        ProcessBuilder builder = new ProcessBuilder(
                        "sh", "-c", "fw() { $WITH " + Files.readString(words) + " \"$@\"; }\n" + script)
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.environment().put("SPARK_LOCAL_IP", "127.0.0.1");
        builder.environment().putAll(environment);
        Process process = builder.start();
        assertThat(process.waitFor(200, TimeUnit.SECONDS)).isTrue();
        String text = String.join(
                "\n",
                Files.readAllLines(log).stream()
                        .filter(line -> !line.startsWith("WARNING: "))
                        .toList());
        assertThat(process.exitValue()).as(text).isEqualTo(exitCode);
        return text;
    }

    @Test
    void what_cannot_be_written_is_a_failure() throws Exception {
        assertThat(run(1, List.of(), Map.of(), "fw status " + RESULTS + " >/dev/full"))
                .startsWith("fw: cannot write to standard output: ")
                .doesNotContain("\n");
    }

    @Test
    void a_reader_that_is_gone_is_no_news() throws Exception {
        String script = "mkfifo '" + folder.resolve("pipe") + "'; : <'" + folder.resolve("pipe") + "' & exec 3>'"
                + folder.resolve("pipe") + "'; wait; fw --help >&3";
        assertThat(run(0, List.of(), Map.of(), script)).isEmpty();
    }

    @Test
    void a_temporary_folder_that_is_missing_is_replaced_if_there_is_another() throws Exception {
        List<String> missing = List.of("-Djava.io.tmpdir=" + folder.resolve("no/such"));
        assertThat(run(0, missing, Map.of("XDG_CACHE_HOME", folder.toString()), "fw status " + RESULTS))
                .contains("36 done");
        Path file = Files.createFile(folder.resolve("file"));
        Map<String, String> nowhere = Map.of("XDG_CACHE_HOME", file.toString(), "HOME", file.toString());
        assertThat(run(1, missing, nowhere, "fw tables " + RESULTS))
                .startsWith("fw: ")
                .contains("no/such does not exist", "FW_JAVA_OPTS=-Djava.io.tmpdir=FOLDER")
                .doesNotContain("\n");
    }

    @Test
    void a_temporary_folder_of_which_nothing_can_be_executed_is_found_before_anything_is_written() throws Exception {
        Path mounted = Files.createDirectory(folder.resolve("noexec"));
        String space = "unshare -U -r -m sh -c ";
        String mount = "mount -t tmpfs -o noexec tmpfs " + mounted;
        Process possible = new ProcessBuilder("sh", "-c", space + "'" + mount + "'").start();
        assumeThat(possible.waitFor()).as(mount).isZero();
        Path file = Files.createFile(folder.resolve("file"));
        Path inside = Files.writeString(folder.resolve("inside"), mount + " && exec \"$@\"");
        Map<String, String> nowhere = Map.of(
                "XDG_CACHE_HOME", file.toString(), "HOME", file.toString(), "WITH", "unshare -U -r -m sh " + inside);
        Path out = folder.resolve("out");
        assertThat(run(
                        1,
                        List.of("-Djava.io.tmpdir=" + mounted),
                        nowhere,
                        "fw sweep ../conf/quickstart.yaml --out " + out))
                .startsWith("fw: ")
                .contains(mounted + " is mounted noexec", "FW_JAVA_OPTS=-Djava.io.tmpdir=FOLDER")
                .doesNotContain("\n");
        assertThat(out).doesNotExist();
    }

    /** In a name space of its own a user may have any number, and still read what this one can. */
    @Test
    void tables_take_neither_a_large_heap_nor_a_name_of_the_user() throws Exception {
        String nobody = "unshare -U --map-user=4242 ";
        Process possible = new ProcessBuilder("sh", "-c", nobody + "true").start();
        assumeThat(possible.waitFor()).as(nobody).isZero();
        Map<String, String> homeless = Map.of("HOME", "/nowhere", "XDG_CACHE_HOME", "", "WITH", nobody);
        assertThat(run(0, List.of(), homeless, "fw tables " + RESULTS)).contains("fw-lstm");
    }
}
