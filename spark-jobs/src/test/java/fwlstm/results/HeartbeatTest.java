package fwlstm.results;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(60)
@SuppressWarnings("try") // what is only held is not mentioned
class HeartbeatTest {
    private static final Duration INTERVAL = Duration.ofMillis(10);

    @TempDir
    Path folder;

    private ResultsDirectory results;

    @BeforeEach
    void open() {
        results = ResultsDirectory.at(folder.toString(), Records.HADOOP);
    }

    private void await(long beat) throws Exception {
        while (ProgressFile.read(results).map(LiveSweep::beat).orElse(-1L) < beat) {
            Thread.sleep(5);
        }
    }

    @Test
    void it_beats_until_it_is_closed() throws Exception {
        try (SweepLock lock = SweepLock.take(results, "here");
                Heartbeat heartbeat = Heartbeat.start(results, lock, () -> {}, INTERVAL)) {
            await(3);
            LiveSweep sign = ProgressFile.read(results).orElseThrow();
            assertThat(sign.process()).isEqualTo(ProcessHandle.current().pid());
            assertThat(heartbeat.now().beat()).isGreaterThanOrEqualTo(sign.beat());
        }
        assertThat(ProgressFile.read(results)).isEmpty();
        assertThat(folder.resolve("progress.json")).doesNotExist();
    }

    @Test
    void whatever_goes_wrong_with_one_the_next_one_follows() throws Exception {
        List<Error> troubles =
                List.of(new AssertionError("a display"), new StackOverflowError(), new OutOfMemoryError("not really"));
        AtomicInteger met = new AtomicInteger();
        try (SweepLock lock = SweepLock.take(results, "here");
                Heartbeat heartbeat = Heartbeat.start(results, lock, () -> {}, INTERVAL)) {
            heartbeat.tells(sign -> {
                int trouble = met.getAndIncrement();
                if (trouble < troubles.size()) {
                    throw troubles.get(trouble);
                }
                return sign;
            });
            await(heartbeatsBefore(met) + 2);
            assertThat(met).hasValueGreaterThan(troubles.size());
        }
    }

    private long heartbeatsBefore(AtomicInteger met) throws Exception {
        while (met.get() <= 3) {
            Thread.sleep(5);
        }
        return ProgressFile.read(results).map(LiveSweep::beat).orElse(0L);
    }

    @Test
    void a_folder_in_its_place_is_no_end_of_it() throws Exception {
        Path inItsPlace = Files.createDirectories(folder.resolve("progress.json/full"));
        try (SweepLock lock = SweepLock.take(results, "here", Owner.here(), INTERVAL);
                Heartbeat heartbeat = Heartbeat.start(results, lock, () -> {}, INTERVAL)) {
            heartbeat.tells(sign -> sign);
            Thread.sleep(5 * INTERVAL.toMillis());
            Files.delete(inItsPlace);
            Files.delete(inItsPlace.getParent());
            await(1);
        }
    }

    @Test
    void who_was_held_up_until_another_took_over_is_told_once_and_beats_no_more() throws Exception {
        Owner elsewhere = new Owner("another-host", "another space", 1, 1);
        CountDownLatch told = new CountDownLatch(1);
        AtomicInteger times = new AtomicInteger();
        SweepLock lock = SweepLock.take(results, "there", elsewhere, INTERVAL);
        try (SweepLock next = SweepLock.take(results, "here", Owner.here(), INTERVAL);
                Heartbeat late = Heartbeat.start(
                        results,
                        lock,
                        () -> {
                            times.incrementAndGet();
                            told.countDown();
                        },
                        INTERVAL)) {
            assertThat(told.await(30, TimeUnit.SECONDS)).isTrue();
            ProgressFile.write(results, LiveSweep.now(next.owner(), 5));
            late.close();
            assertThat(ProgressFile.read(results)).map(LiveSweep::beat).contains(5L);
            assertThat(times).hasValue(1);
        }
        lock.close();
    }

    @Test
    void what_is_no_heartbeat_is_passed_over_and_of_a_newer_program_is_read() throws IOException {
        for (String text : List.of("", "{", "[]", "{\"host\": {}}", "\u0000\u0001")) {
            Files.writeString(folder.resolve("progress.json"), text);
            assertThat(ProgressFile.read(results)).as(text).isEmpty();
        }
        String newer = LiveSweep.now(Owner.here(), 3).json().replaceFirst("\\{", "{\"colour\": \"green\", ");
        Files.writeString(folder.resolve("progress.json"), newer);
        assertThat(ProgressFile.read(results)).map(LiveSweep::beat).contains(3L);
    }
}
