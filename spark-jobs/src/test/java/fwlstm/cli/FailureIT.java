package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;

import fwlstm.ChildJava;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Failures of commands in processes of their own. */
class FailureIT {
    /** Java says so whenever it is given the Vector API; nothing turns it off. */
    private static final String OF_JAVA_ITSELF = "WARNING: Using incubator modules: jdk.incubator.vector";

    @TempDir
    Path folder;

    @Test
    void nobody_sees_a_stack_trace() throws Exception {
        Path notACheckpoint = Files.writeString(folder.resolve("trial.checkpoint"), "something else");
        String[] train = {"train", "--checkpoint", notACheckpoint.toString()};
        assertOneLine(Fw.start(folder.resolve("log"), ChildJava.LIGHT, train), 1, "it is not a checkpoint");
        String[] huge = {"train", "--hidden", "4096", "--batch", "65536"};
        assertOneLine(Fw.start(folder.resolve("log"), ChildJava.LIGHT, huge), 1, "out of memory");
        List<String> abacus = Stream.concat(ChildJava.LIGHT.stream(), Stream.of("-Dfwlstm.provider=abacus"))
                .toList();
        assertOneLine(Fw.start(folder.resolve("log"), abacus, "train"), 2, "fwlstm.provider");
    }

    private void assertOneLine(Process process, int exitCode, String part) throws Exception {
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        List<String> lines = Files.readAllLines(folder.resolve("log"));
        assertThat(process.exitValue()).as(lines.toString()).isEqualTo(exitCode);
        assertThat(lines)
                .filteredOn(line -> !line.equals(OF_JAVA_ITSELF))
                .noneMatch(line -> line.contains("\tat ") || line.contains("WARNING"));
        assertThat(lines.stream().filter(line -> line.startsWith("fw: ")))
                .singleElement()
                .asString()
                .contains(part);
    }
}
