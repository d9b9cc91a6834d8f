package fwlstm.results;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
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

/**
 * How far a running sweep is, as each {@link Heartbeat} says.
 *
 * @param host where the driver runs
 * @param process its process id there
 * @param processStarted when that process began, in milliseconds since 1970, for people
 * @param beat how many heartbeats there were before: with it, no two are the same
 * @param at when this was written, in milliseconds since 1970, by the clock there
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
        long beat,
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
        ended = ended == null ? Map.of() : Map.copyOf(ended); // of another program
        running = running == null ? List.of() : List.copyOf(running);
        Objects.requireNonNull(host);
    }

    private static final int MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON =
            new ObjectMapper().configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false);

    /** A heartbeat of this moment. */
    static LiveSweep now(Owner owner, long beat) {
        long started = ProcessHandle.current()
                .info()
                .startInstant()
                .map(Instant::toEpochMilli)
                .orElse(0L);
        return new LiveSweep(
                owner.host(),
                owner.process(),
                started,
                beat,
                System.currentTimeMillis(),
                0,
                Map.of(),
                0,
                0,
                0,
                -1,
                0,
                0,
                List.of());
    }

    /** This as one line of JSON, by the names of the components. */
    public String json() {
        try {
            return JSON.writeValueAsString(this);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException(e);
        }
    }

    /** Replaces the heartbeat. Whoever reads half of it reads again. */
    public void write(ResultsDirectory results) throws IOException {
        try (OutputStream out = Publication.create(results.fileSystem(), Heartbeat.file(results))) {
            out.write(json().getBytes(StandardCharsets.UTF_8));
        }
    }

    /** Takes the heartbeat away: the sweep has ended. */
    public static void remove(ResultsDirectory results) throws IOException {
        results.fileSystem().delete(Heartbeat.file(results), false);
    }

    /** The newest heartbeat, empty if there is none. */
    public static Optional<LiveSweep> read(ResultsDirectory results) throws IOException {
        for (int attempt = 0; attempt < 5; attempt++) {
            try (FSDataInputStream in = results.fileSystem().open(Heartbeat.file(results))) {
                return Optional.of(JSON.readValue(in.readNBytes(MOST_BYTES), LiveSweep.class));
            } catch (FileNotFoundException e) {
                return Optional.empty();
            } catch (JsonProcessingException e) {
                pause(Duration.ofMillis(100)); // half written, or not ours
            }
        }
        return Optional.empty();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
