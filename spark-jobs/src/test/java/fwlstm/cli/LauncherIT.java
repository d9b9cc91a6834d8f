package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/**
 * The script {@code fw}, in a project with little in it: its Maven writes the files that a build makes, and its Java prints
 * what it is given.
 */
@Timeout(120)
class LauncherIT {
    private static final Path PROJECT = Path.of("..").toAbsolutePath().normalize();

    /** Writes a jar, and the names of two that Spark would need, one line for each build to a file, and waits if told to. */
    private static final String MAVEN = """
            mkdir -p spark-jobs/target
            echo "$PWD" >>"$BUILDS"
            while [ -e "$HOLD" ]; do sleep 0.1; done
            echo jar >spark-jobs/target/fwlstm.jar
            printf '%s' "$REPOSITORY/a.jar:$REPOSITORY/b.jar" >spark-jobs/target/spark-classpath.txt
            """;

    private static final String JAVA = """
            case "$*" in
                *Locked.java*) exec "$REAL_JAVA" "$@" ;;
                *Rehearsal*)
                    for word; do
                        case $word in -XX:ArchiveClassesAtExit=*) [ "$NO_ARCHIVE" ] || echo classes >"${word#*=}" ;; esac
                    done
                    echo "$*" >>"$REHEARSALS"
                    exit
                    ;;
                *-Xnonsense*) echo 'Unrecognized option: -Xnonsense' && exit 1 ;;
            esac
            for word; do echo "$word"; done
            """;

    @TempDir
    Path folder;

    private Path project;
    private Path builds;
    private Path hold;
    private Path rehearsals;

    @BeforeEach
    void makeProject() throws IOException {
        project = folder.resolve("a project");
        builds = folder.resolve("builds");
        hold = folder.resolve("hold");
        rehearsals = folder.resolve("rehearsals");
        for (String name : List.of("fw", ".mvn/Locked.java")) {
            Files.createDirectories(project.resolve(name).getParent());
            Files.copy(PROJECT.resolve(name), project.resolve(name));
        }
        for (String name : List.of(
                "pom.xml",
                "LICENSE",
                "core/pom.xml",
                "spark-jobs/pom.xml",
                "benchmarks/pom.xml",
                "core/src/main/A.java",
                "spark-jobs/src/main/B.java",
                "conf/java-options",
                "../repository/a.jar",
                "../repository/b.jar")) {
            write(project.resolve(name).normalize(), name);
        }
        write(project.resolve("mvnw"), MAVEN);
        write(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.1\"\n");
        executable("java/bin/java", JAVA);
        executable("java/bin/javac", "");
        executable("other/id", "case $1 in -u) echo 4242 ;; *) exit 1 ;; esac\n");
    }

    /** Archives are made beside commands, maybe still when these have ended. */
    @AfterEach
    void awaitArchives() throws Exception {
        GuardedProcess.await(() -> {
            Process find = new ProcessBuilder("find", folder.toString(), "-name", ".fw-rehearsal")
                    .redirectError(ProcessBuilder.Redirect.DISCARD) // of what is deleted meanwhile
                    .start();
            return find.getInputStream().readAllBytes().length == 0 ? folder : null;
        });
    }

    private static void write(Path file, String text) throws IOException {
        Files.createDirectories(file.getParent());
        Files.writeString(file, text);
    }

    private void executable(String name, String script) throws IOException {
        write(folder.resolve(name), "#!/bin/sh\n" + script);
        Files.setPosixFilePermissions(folder.resolve(name), PosixFilePermissions.fromString("rwxr-xr-x"));
    }

    private record Run(Process process, Path log) {
        String text() throws IOException {
            return Files.readString(log);
        }

        /** Waits for the end; returns what was printed. */
        String end(int exitCode) throws Exception {
            assertThat(process.waitFor(60, TimeUnit.SECONDS)).as(text()).isTrue();
            assertThat(process.exitValue()).as(text()).isEqualTo(exitCode);
            return text();
        }
    }

    private Run start(Map<String, String> environment, String... arguments) throws IOException {
        Path log = Files.createTempFile(folder, "run", ".log");
        ProcessBuilder builder = new ProcessBuilder("sh", project.resolve("fw").toString())
                .redirectErrorStream(true)
                .redirectOutput(log.toFile());
        builder.command().addAll(List.of(arguments));
        builder.environment().keySet().removeIf(name -> name.startsWith("FW_") || name.equals("XDG_CACHE_HOME"));
        builder.environment()
                .putAll(Map.of(
                        "JAVA_HOME",
                        folder.resolve("java").toString(),
                        "REAL_JAVA",
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "HOME",
                        folder.resolve("home").toString(),
                        "BUILDS",
                        builds.toString(),
                        "HOLD",
                        hold.toString(),
                        "REHEARSALS",
                        rehearsals.toString(),
                        "REPOSITORY",
                        folder.resolve("repository").toString()));
        builder.environment().putAll(environment);
        return new Run(builder.start(), log);
    }

    /** As somebody whom the list of users does not have. */
    private Map<String, String> otherUser() {
        return Map.of("PATH", folder.resolve("other") + ":" + System.getenv("PATH"));
    }

    private List<String> builds() throws IOException {
        return Files.exists(builds) ? Files.readAllLines(builds) : List.of();
    }

    @Test
    void builds_once_and_again_when_sources_change() throws Exception {
        assertThat(start(Map.of(), "status", "x").end(0))
                .contains("fw: building", project + "/spark-jobs/target/fwlstm.jar", "fwlstm.cli.Main\nstatus\nx\n");
        assertThat(start(Map.of(), "--version").end(0)).doesNotContain("building");
        write(project.resolve("core/src/main/A.java"), "changed");
        start(Map.of(), "--version").end(0);
        assertThat(builds()).containsExactly(project.toString(), project.toString());
    }

    @Test
    void two_at_once_build_once() throws Exception {
        write(hold, "");
        Run one = start(Map.of());
        GuardedProcess.await(() -> builds().isEmpty() ? null : builds());
        Run two = start(Map.of());
        GuardedProcess.await(() -> two.text().contains("waiting for another build") ? two : null);
        Files.delete(hold);
        one.end(0);
        two.end(0);
        assertThat(builds()).hasSize(1);
    }

    @Test
    void whoever_was_killed_keeps_nobody_waiting() throws Exception {
        Files.createSymbolicLink(
                project.resolve(".fw-lock"), Path.of("1")); // as fw once locked, by a process that lives
        write(hold, "");
        Run killed = start(Map.of());
        GuardedProcess.await(() -> builds().isEmpty() ? null : builds());
        List<ProcessHandle> all = killed.process().descendants().toList();
        killed.process().destroyForcibly();
        all.forEach(ProcessHandle::destroyForcibly);
        Files.delete(hold);
        assertThat(start(Map.of()).end(0)).doesNotContain("waiting");
        assertThat(builds()).hasSize(2);
    }

    @Test
    void another_user_runs_the_build_though_the_repository_is_closed_to_them() throws Exception {
        start(Map.of()).end(0);
        Files.move(folder.resolve("repository"), folder.resolve("closed"));
        String classPath = start(otherUser(), "--class-path").end(0);
        assertThat(classPath.strip().split(":"))
                .hasSize(3)
                .allSatisfy(jar -> assertThat(Path.of(jar)).startsWith(project).isReadable());
        assertThat(builds()).hasSize(1);
    }

    @Test
    void users_of_one_project_leave_each_other_their_builds() throws Exception {
        start(Map.of()).end(0);
        Map<String, String> other = new HashMap<>(otherUser());
        other.put("FW_MVN_ARGS", "-Dspark.version=4.0.4");
        other.put("XDG_CACHE_HOME", folder.resolve("cache").toString());
        for (int k = 0; k < 2; k++) {
            String theirs = start(other, "--class-path").end(0);
            assertThat(theirs).contains(folder.resolve("cache/fw-lstm").toString());
            assertThat(start(Map.of(), "--class-path").end(0)).startsWith(project.toString());
        }
        assertThat(builds())
                .hasSize(2)
                .last()
                .asString()
                .startsWith(folder.resolve("cache").toString());
    }

    /** The archive of classes, once it has been made beside a command. */
    private Path archive() throws Exception {
        return GuardedProcess.await(() -> {
            try (Stream<Path> files = Files.list(project.resolve("spark-jobs/target"))) {
                return files.filter(file -> file.getFileName().toString().startsWith(".fw-classes-"))
                        .findFirst()
                        .orElse(null);
            }
        });
    }

    private int rehearsals() throws IOException {
        return Files.readAllLines(rehearsals).size();
    }

    @Test
    void an_archive_of_classes_is_made_beside_a_command_for_each_build_and_java_and_used_from_then_on()
            throws Exception {
        assertThat(start(Map.of(), "--version").end(0)).contains("-Xshare:auto\n");
        Path archive = archive();
        assertThat(start(Map.of(), "--version").end(0)).contains("-XX:SharedArchiveFile=" + archive + "\n");
        assertThat(rehearsals()).isEqualTo(1);

        write(folder.resolve("java/release"), "JAVA_VERSION=\"17.0.2\"\n");
        assertThat(start(Map.of(), "--version").end(0)).contains("-Xshare:auto\n");
        GuardedProcess.await(() -> rehearsals() == 2 ? rehearsals : null);

        write(project.resolve("core/src/main/A.java"), "changed");
        assertThat(start(Map.of(), "--version").end(0)).contains("-Xshare:auto\n");
        GuardedProcess.await(() -> rehearsals() == 3 ? rehearsals : null);
        archive();
    }

    @Test
    void a_java_that_makes_no_archive_is_asked_once() throws Exception {
        start(Map.of("NO_ARCHIVE", "1"), "--version").end(0);
        archive();
        assertThat(start(Map.of(), "--version").end(0)).contains("-Xshare:auto\n");
        assertThat(rehearsals()).isEqualTo(1);
    }

    @Test
    void options_that_java_refuses_are_refused_with_their_origin() throws Exception {
        start(Map.of()).end(0);
        assertThat(start(Map.of("FW_JAVA_OPTS", "-Xnonsense")).end(2).strip())
                .isEqualTo("fw: FW_JAVA_OPTS: found \"-Xnonsense\"; allowed: options of Java, which says:"
                        + " Unrecognized option: -Xnonsense");
    }

    @Test
    void too_few_open_files_are_refused() throws Exception {
        Process process = new ProcessBuilder(
                        "sh",
                        "-c",
                        "ulimit -n 100; exec sh \"$0\"",
                        project.resolve("fw").toString())
                .redirectErrorStream(true)
                .start();
        String text = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor()).isEqualTo(1);
        assertThat(text.lines()).singleElement().asString().startsWith("fw: ").contains("100 files", "ulimit -n 4096");
    }
}
