package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import fwlstm.config.ConfigException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

@SuppressWarnings("try") // what is only held is not mentioned
class SweepLockTest {
    /** Between two heartbeats of drivers in a hurry. */
    private static final Duration INTERVAL = Duration.ofMillis(40);

    private static final Owner HERE = Owner.here();

    /** One whose process id was given to this process when it had ended. */
    private static final Owner KILLED = new Owner(HERE.host(), HERE.space(), HERE.process(), HERE.started() - 1);

    /** One that has our host's name and our process id, but is in another container. */
    private static final Owner ELSEWHERE = new Owner(HERE.host(), "another space", HERE.process(), HERE.started());

    @TempDir
    Path folder;

    private ResultsDirectory results;

    @BeforeEach
    void open() {
        results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
    }

    private SweepLock take(Owner owner) throws IOException {
        return SweepLock.take(results, "here", owner, INTERVAL);
    }

    private void assertThatASecondIsRefused() {
        assertThatThrownBy(() -> take(HERE))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("--out here: found \"a sweep that is running there")
                .hasMessageContaining("process " + HERE.process() + " on " + HERE.host());
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 3})
    void of_many_that_start_at_once_one_has_the_lock(int lag) throws Exception {
        ResultsDirectory shared = ResultsDirectory.at(
                folder.toString(), FaultyFileSystem.configuration(Map.of(FaultyFileSystem.LAG, String.valueOf(lag))));
        ExecutorService starters = Executors.newFixedThreadPool(8);
        for (int round = 1; round <= 5; round++) {
            Callable<SweepLock> start = () -> {
                try {
                    return SweepLock.take(shared, "here", HERE, INTERVAL);
                } catch (ConfigException e) {
                    return null;
                }
            };
            List<SweepLock> taken = new ArrayList<>();
            for (Future<SweepLock> lock :
                    starters.invokeAll(List.of(start, start, start, start, start, start, start))) {
                if (lock.get() != null) {
                    taken.add(lock.get());
                }
            }
            assertThat(taken).hasSize(1);
            assertThat(taken.get(0).isLost()).isFalse();
            taken.get(0).close();
        }
        starters.shutdown();
    }

    @Test
    void a_lock_given_back_is_free_at_once() throws IOException {
        for (int n = 1; n <= 3; n++) {
            try (SweepLock lock = SweepLock.take(results, "here", HERE, Duration.ofHours(1))) {
                assertThat(lock.number()).isEqualTo(n);
                assertThatASecondIsRefused();
                assertThat(SweepLock.holder(results)).contains(holder(HERE, true));
            }
            assertThat(SweepLock.holder(results)).isEmpty();
        }
    }

    private static SweepLock.Holder holder(Owner owner, boolean lives) {
        return new SweepLock.Holder(owner.host(), owner.process(), lives);
    }

    @Test
    void whoever_was_killed_on_this_machine_keeps_nobody_out() throws IOException {
        SweepLock killed = take(KILLED);
        ProgressFile.write(results, LiveSweep.now(KILLED, 7));
        assertThat(SweepLock.holder(results)).contains(holder(KILLED, false));
        try (SweepLock next = SweepLock.take(results, "here", HERE, Duration.ofHours(1))) {
            assertThat(killed.isLost()).isTrue();
            assertThat(next.isLost()).isFalse();
        }
    }

    @Test
    void whoever_was_killed_elsewhere_keeps_others_out_only_until_it_is_silent() throws IOException {
        SweepLock killed = take(ELSEWHERE);
        ProgressFile.write(results, LiveSweep.now(ELSEWHERE, 7));
        assertThat(SweepLock.holder(results, INTERVAL)).contains(holder(ELSEWHERE, false));
        try (SweepLock next = take(HERE)) {
            assertThat(killed.isLost()).isTrue();
            assertThat(next.isLost()).isFalse();
            killed.close(); // was only held up: takes nothing away from the next
            assertThatASecondIsRefused();
        }
    }

    @Test
    void a_lock_that_is_released_while_another_waits_for_heartbeats_is_free() throws Exception {
        SweepLock elsewhere = take(ELSEWHERE);
        Thread ending = new Thread(() -> {
            try {
                Thread.sleep(INTERVAL.toMillis());
                elsewhere.close();
                ProgressFile.write(results, LiveSweep.now(ELSEWHERE, 7));
            } catch (IOException | InterruptedException e) {
                throw new AssertionError(e);
            }
        });
        ending.start();
        try (SweepLock next = SweepLock.take(results, "here", HERE, INTERVAL.multipliedBy(5))) {
            assertThat(next.number()).isEqualTo(2);
        }
        ending.join();
    }

    @Test
    void who_lives_elsewhere_is_known_by_heartbeats_whatever_any_clock_says() throws IOException {
        try (SweepLock lock = take(ELSEWHERE);
                Heartbeat heartbeat = Heartbeat.start(results, lock, () -> {}, INTERVAL.dividedBy(4))) {
            heartbeat.tells(SweepLockTest::in1970);
            assertThatASecondIsRefused();
            assertThat(SweepLock.holder(results, INTERVAL)).contains(holder(ELSEWHERE, true));
        }
        take(HERE).close();
    }

    private static LiveSweep in1970(LiveSweep sign) {
        return new LiveSweep(sign.host(), sign.process(), 0, sign.beat(), 0, sign.run());
    }

    @Test
    void a_sweep_of_an_earlier_program_is_known_by_its_heartbeats() throws Exception {
        Thread earlier = new Thread(() -> {
            try {
                for (int at = 0; !Thread.interrupted(); at++) {
                    Files.writeString(
                            folder.resolve("progress.json"),
                            String.format(
                                    Locale.ROOT,
                                    "{\"host\":\"%s\",\"process\":%d,\"processStarted\":0,\"at\":%d}",
                                    HERE.host(),
                                    HERE.process(),
                                    at));
                    Thread.sleep(INTERVAL.toMillis() / 4);
                }
            } catch (IOException | InterruptedException e) {
                Thread.currentThread().interrupt();
            }
        });
        earlier.start();
        while (!Files.exists(folder.resolve("progress.json"))) {
            Thread.onSpinWait();
        }
        assertThatASecondIsRefused();
        assertThat(SweepLock.holder(results, INTERVAL)).contains(holder(HERE, true));
        earlier.interrupt();
        earlier.join();
        take(HERE).close();
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{", "[]", "{\"owner\": null}", "null", "{\"owner\": 1}", "\u0000"})
    void a_lock_that_is_not_whole_is_that_of_one_about_to_live_or_killed(String text) throws IOException {
        Files.createDirectories(folder.resolve("lock"));
        Files.writeString(folder.resolve("lock/1.json"), text);
        try (SweepLock lock = take(HERE)) {
            assertThat(lock.number()).isEqualTo(2);
        }
    }

    @Test
    void what_is_no_lock_is_left_alone() throws IOException {
        Files.createDirectories(folder.resolve("lock"));
        for (String name : List.of(".nfs0001", "0.json", "12345678901.json", "1.json~", "notes")) {
            Files.writeString(folder.resolve("lock").resolve(name), "");
        }
        try (SweepLock lock = take(HERE)) {
            assertThat(lock.number()).isEqualTo(1);
        }
    }

    @Test
    void killed_at_any_step_of_taking_it_leaves_a_lock_that_can_be_taken() throws IOException {
        for (String scheme : List.of("file://", "faulty://")) {
            boolean dead = true;
            for (int step = 1; dead; step++) {
                take(HERE).close();
                ResultsDirectory faulty = ResultsDirectory.at(
                        scheme + folder,
                        FaultyFileSystem.configuration(Map.of(
                                FaultyFileSystem.DIE_AT,
                                String.valueOf(step),
                                FaultyFileSystem.DIE_HALF_WAY,
                                String.valueOf(step % 2 == 0))));
                try {
                    SweepLock.take(faulty, "here", KILLED, INTERVAL).close();
                } catch (IOException e) {
                    assertThat(e).hasMessageContaining("the machine is down");
                }
                dead = ((FaultyFileSystem) faulty.fileSystem()).isDead();
                try (SweepLock next = take(HERE)) {
                    assertThat(next.isLost()).as("step %d", step).isFalse();
                }
            }
        }
    }

    @Test
    void where_the_kernel_does_not_show_processes_nothing_is_said_of_them() {
        Owner blind = Owner.here(folder);
        assertThat(blind.space()).isNull();
        assertThat(blind.lives()).isEmpty();
    }
}
