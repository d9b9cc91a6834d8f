package fwlstm.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.LinkedHashMap;
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
 * @param run how the run stands; its keys stand beside the others
 */
public record LiveSweep(
        String host,
        long process,
        long processStarted,
        long beat,
        long at,
        @JsonUnwrapped RunProgress run) {
    public LiveSweep {
        Objects.requireNonNull(host);
    }

    private static final int MOST_BYTES = 1 << 20;
    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL, true);

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
                RunProgress.unknown(RunProgress.State.RUNNING, null));
    }

    /** What a run of this process says in the end. */
    public static LiveSweep here(RunProgress run) {
        return now(Owner.here(), 0).with(run);
    }

    /** The same with this of the run. */
    public LiveSweep with(RunProgress run) {
        return new LiveSweep(host, process, processStarted, beat, at, run);
    }

    /** The values by the keys of the JSON. */
    public Map<String, Object> values() {
        return JSON.convertValue(this, new TypeReference<LinkedHashMap<String, Object>>() {});
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
