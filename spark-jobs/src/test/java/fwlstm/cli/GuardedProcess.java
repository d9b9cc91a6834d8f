package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.TimeUnit;

/**
 * A process that does not outlive this one, however this one ends.
 *
 * @param guard a shell that waits for the process and ends with its exit code
 * @param pid of the process itself
 * @param output the file with what it prints
 */
record GuardedProcess(Process guard, long pid, Path output) implements AutoCloseable {
    private static final int SECONDS_OF_PATIENCE = 300;

    /**
     * Runs the words after the first, with its process id in the file named by that, and kills it when standard input
     * ends: when the process that holds the other end has died.
     */
    private static final String GUARD = """
            exec 3<&0
            file=$1
            shift
            "$@" </dev/null 3<&- &
            child=$!
            echo $child >"$file.new" && mv "$file.new" "$file"
            { read -r _ <&3; kill -9 $child; } &
            guard=$!
            wait $child 2>/dev/null
            code=$?
            kill $guard
            exit $code
            """;

    /**
     * Starts a command in a folder, with its output in {@code NAME.log} there.
     *
     * @param environment besides that of this process, without what is meant for the Spark inside it
     */
    static GuardedProcess start(Path folder, String name, Map<String, String> environment, List<String> words)
            throws IOException {
        Path output = folder.resolve(name + ".log");
        Path pid = folder.resolve(name + ".pid");
        Files.deleteIfExists(pid);
        List<String> command = new ArrayList<>(List.of("bash", "-c", GUARD, "guard", pid.toString()));
        command.addAll(words);
        ProcessBuilder builder = new ProcessBuilder(command)
                .directory(folder.toFile())
                .redirectErrorStream(true)
                .redirectOutput(output.toFile());
        builder.environment().keySet().removeIf(key -> key.startsWith("SPARK_"));
        builder.environment().putAll(environment);
        Process guard = builder.start();
        String number = await(() -> Files.exists(pid) ? Files.readString(pid) : null);
        return new GuardedProcess(guard, Long.parseLong(number.strip()), output);
    }

    /** What it has printed so far. */
    String text() throws IOException {
        return Files.readString(output);
    }

    /** SIGKILL. */
    void kill() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroyForcibly);
    }

    /** SIGTERM. */
    void terminate() {
        ProcessHandle.of(pid).ifPresent(ProcessHandle::destroy);
    }

    /** Waits for the end; returns the exit code. */
    int exitCode() throws IOException, InterruptedException {
        assertThat(guard.waitFor(SECONDS_OF_PATIENCE, TimeUnit.SECONDS))
                .as(text())
                .isTrue();
        return guard.exitValue();
    }

    /** Asks again and again until the answer is not null. */
    static <T> T await(Callable<T> question) {
        long start = System.nanoTime();
        while (true) {
            try {
                T answer = question.call();
                if (answer != null) {
                    return answer;
                }
                Thread.sleep(200);
            } catch (Exception e) {
                throw new AssertionError(e);
            }
            assertThat(System.nanoTime() - start).as("patience").isLessThan(SECONDS_OF_PATIENCE * 1_000_000_000L);
        }
    }

    @Override
    public void close() {
        kill();
        guard.onExit().join();
    }
}
