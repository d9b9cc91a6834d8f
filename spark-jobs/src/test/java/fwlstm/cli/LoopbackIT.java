package fwlstm.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assumptions.assumeThat;

import fwlstm.ChildJava;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** A sweep on embedded Spark cannot be reached from another machine, and has no web pages. */
@Timeout(400)
class LoopbackIT {
    private static final String SWEEP = """
            name: quiet
            task: {name: art, pairs: 1}
            cell: {name: irnn, hidden: 5}
            train: {updates: 1000000, evaluate_every: 100}
            seeds: 1
            """;

    @TempDir
    Path folder;

    private List<String> sweep(Path file, String out) {
        return List.of("sweep", file.toString(), "--out", folder.resolve(out).toString());
    }

    @Test
    void nothing_listens_beyond_this_machine_under_plain_java_and_under_spark_submit() throws Exception {
        assumeThat(Sockets.known()).as("/proc tells sockets").isTrue();
        Path file = Files.writeString(folder.resolve("sweep.yaml"), SWEEP);
        List<String> light = List.of("--driver-java-options", String.join(" ", ChildJava.LIGHT));
        List<String> plain = Commands.fw(ChildJava.LIGHT, sweep(file, "plain"));
        List<String> submit = Commands.submit("local[1]", light, sweep(file, "submitted"));
        try (GuardedProcess one = GuardedProcess.start(folder, "plain", Map.of(), plain);
                GuardedProcess two = GuardedProcess.start(folder, "submitted", Map.of(), submit)) {
            assertThatOnlyThisMachineCanConnect(one);
            assertThatOnlyThisMachineCanConnect(two);
        }
    }

    private static void assertThatOnlyThisMachineCanConnect(GuardedProcess process) throws Exception {
        GuardedProcess.await(() -> process.text().contains("0/1 trials") ? process : null);
        assertThat(Sockets.listening(process.pid())).isNotEmpty().allMatch(Sockets::isLoopback);
    }
}
