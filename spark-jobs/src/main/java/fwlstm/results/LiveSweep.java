package fwlstm.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.ConfigException;
import fwlstm.train.Execution;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.Path;

/**
 * The sign of life of a sweep: {@code progress.json} in its results directory, which its driver writes anew every few
 * seconds. Others read from it how far the sweep is, and that it is running at all.
 *
 * @param host where the driver runs
 * @param process its process id there
 * @param processStarted when that process began, in milliseconds since 1970, since ids are used again
 * @param at when this was written, in milliseconds since 1970
 * @param trials trials to train in this run
 * @param ended how many of them ended in which way, by status
 * @param paused trials that wait at a rung of their search
 * @param repeated attempts that failed and were made again
 * @param fraction part of the work that is done, 0 to 1
 * @param secondsLeft predicted; negative while unknown
 * @param updatesPerSecond since the run began
 * @param slots trials, or packs of them, that can be trained at once
 * @param running a line for each running trial
 */
public record LiveSweep(
        String host,
        long process,
        long processStarted,
        long at,
        int trials,
        Map<String, Integer> ended,
        int paused,
        int repeated,
        double fraction,
        double secondsLeft,
        double updatesPerSecond,
        int slots,
        List<String> running) {
    public LiveSweep {
        ended = Map.copyOf(ended);
        running = List.copyOf(running);
        Objects.requireNonNull(host);
    }

    /** Between two signs of life. */
    public static final Duration INTERVAL = Duration.ofSeconds(2);

    /** After so many intervals without a sign, a sweep on another host counts as gone. */
    private static final int SILENCE = 5;

    private static final int MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper();

    /** When this process began, in milliseconds since 1970. */
    public static long processStart() {
        return start(ProcessHandle.current());
    }

    private static long start(ProcessHandle process) {
        return process.info().startInstant().map(Instant::toEpochMilli).orElse(0L);
    }

    /** This as one line of JSON, by the names of the components. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces the sign of life. Whoever reads half of it reads again. */
    public void write(ResultsDirectory results) throws IOException {
        try (OutputStream out = Publication.create(results.fileSystem(), file(results))) {
            out.write(json().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Takes the sign of life away: the sweep has ended. */
    public static void remove(ResultsDirectory results) throws IOException {
        results.fileSystem().delete(file(results), false);
    }

    /** The newest sign of life, empty if there is none. */
    public static Optional<LiveSweep> read(ResultsDirectory results) throws IOException {
        for (int attempt = 0; attempt < 5; attempt++) {
            try (FSDataInputStream in = results.fileSystem().open(file(results))) {
                return Optional.of(JSON.readValue(in.readNBytes(MOST_BYTES), LiveSweep.class));
            } catch (FileNotFoundException e) {
                return Optional.empty();
            } catch (JsonProcessingException e) {
                pause(Duration.ofMillis(100)); // half written, or not ours
            }
        }
        return Optional.empty();
    }

    /**
     * Refuses if a sweep is running in a directory. Only where its driver is on another host does this take time: that it
     * is alive shows in its next sign of life.
     *
     * @param out the directory as the user named it
     */
    public static void refuseSecond(ResultsDirectory results, String out) throws IOException {
        refuseSecond(results, out, INTERVAL);
    }

    /** @param interval between two signs of life */
    static void refuseSecond(ResultsDirectory results, String out, Duration interval) throws IOException {
        Optional<LiveSweep> sign = read(results);
        if (sign.isPresent() && sign.get().isFollowedByAnother(results, interval)) {
            throw ConfigException.of(
                    "--out " + out,
                    "a sweep that is running there, process " + sign.get().process + " on " + sign.get().host,
                    "one sweep at a time in a directory");
        }
    }

    /** How long ago this was written, by the clock of this machine. */
    public Duration age() {
        return Duration.ofMillis(Math.max(0, System.currentTimeMillis() - at));
    }

    /** Whether the driver that wrote this lives: for certain if it is on this host, else by the age of the sign. */
    public boolean lives() {
        return livesHere().orElse(age().compareTo(INTERVAL.multipliedBy(3 * SILENCE)) < 0);
    }

    /** Empty if the driver is on another host. */
    private Optional<Boolean> livesHere() {
        return host.equals(Execution.localHost())
                ? Optional.of(ProcessHandle.of(process)
                        .filter(ProcessHandle::isAlive)
                        .filter(other -> start(other) == processStarted)
                        .isPresent())
                : Optional.empty();
    }

    private boolean isFollowedByAnother(ResultsDirectory results, Duration interval) throws IOException {
        if (livesHere().isPresent()) {
            return livesHere().get();
        }
        for (int waited = 0; waited < SILENCE; waited++) {
            pause(interval);
            Optional<LiveSweep> next = read(results);
            if (next.isEmpty() || next.get().at != at) {
                return next.isPresent();
            }
        }
        return false;
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private static Path file(ResultsDirectory results) {
        return new Path(results.path(), "progress.json");
    }
}
