package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import fwlstm.train.Execution;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LiveSweepTest {
    /** Between two signs of life of a driver in a hurry. */
    private static final Duration INTERVAL = Duration.ofMillis(50);

    @TempDir
    Path folder;

    private ResultsDirectory results;

    @BeforeEach
    void open() {
        results = ResultsDirectory.at(folder.toString(), ResultsDirectory.hadoop());
    }

    private static LiveSweep sign(String host, long process, long started, long at) {
        return new LiveSweep(
                host, process, started, at, 8, Map.of("done", 3), 1, 0, 0.4, 12.5, 300, 2, List.of("a trial"));
    }

    private static LiveSweep ofThisProcess() {
        long here = ProcessHandle.current().pid();
        return sign(Execution.localHost(), here, LiveSweep.processStart(), System.currentTimeMillis());
    }

    @Test
    void a_sign_of_life_is_read_as_it_was_written() throws IOException {
        assertThat(LiveSweep.read(results)).isEmpty();
        LiveSweep sign = ofThisProcess();
        sign.write(results);
        assertThat(LiveSweep.read(results)).contains(sign);
        LiveSweep.remove(results);
        assertThat(LiveSweep.read(results)).isEmpty();
    }

    @Test
    void a_second_sweep_is_refused_while_the_first_lives() throws IOException {
        LiveSweep sign = ofThisProcess();
        sign.write(results);
        assertThat(sign.lives()).isTrue();
        assertThatThrownBy(() -> LiveSweep.refuseSecond(results, "here"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--out here: found \"a sweep that is running there, process " + sign.process());
    }

    @Test
    void the_sign_of_a_killed_sweep_keeps_nobody_out() throws IOException {
        long here = ProcessHandle.current().pid();
        LiveSweep reused =
                sign(Execution.localHost(), here, LiveSweep.processStart() - 1000, System.currentTimeMillis());
        assertThat(reused.lives()).isFalse();
        reused.write(results);
        assertThatCode(() -> LiveSweep.refuseSecond(results, "here")).doesNotThrowAnyException();
        sign("another-host", 1, 0, 0).write(results); // silent since 1970
        assertThat(LiveSweep.read(results).orElseThrow().lives()).isFalse();
        assertThatCode(() -> LiveSweep.refuseSecond(results, "here", INTERVAL)).doesNotThrowAnyException();
    }

    @Test
    void a_sweep_on_another_host_is_known_by_its_next_sign_of_life() throws Exception {
        sign("another-host", 1, 0, 0).write(results);
        Thread next = new Thread(() -> {
            try {
                Thread.sleep(INTERVAL.toMillis());
                sign("another-host", 1, 0, 1).write(results);
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        });
        next.start();
        assertThatThrownBy(() -> LiveSweep.refuseSecond(results, "here", Duration.ofSeconds(1)))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("process 1 on another-host");
        next.join();
    }

    @Test
    void what_is_no_sign_of_life_is_passed_over() throws IOException {
        for (String text :
                List.of("", "{", "[]", "{\"host\": 1}", "{\"@class\": \"java.lang.Runtime\"}", "\u0000\u0001")) {
            Files.writeString(folder.resolve("progress.json"), text);
            assertThat(LiveSweep.read(results)).as(text).isEmpty();
        }
    }
}
