package fwlstm.results;

import com.fasterxml.jackson.annotation.JsonUnwrapped;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.type.TypeReference;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.time.Instant;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;

/**
 * The progress of a running sweep, as in each {@link Heartbeat}.
 *
 * @param host where the driver runs
 * @param process its process id there
 * @param processStarted when that process began, in milliseconds since 1970, for people
 * @param beat the number of heartbeats before this one, which makes each unique
 * @param at when this was written, in milliseconds since 1970, by the clock there
 * @param run the progress of the run; its keys are on the same level as the others
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

    private static final ObjectMapper JSON = new ObjectMapper()
            .configure(DeserializationFeature.FAIL_ON_UNKNOWN_PROPERTIES, false)
            .configure(DeserializationFeature.READ_UNKNOWN_ENUM_VALUES_AS_NULL, true);

    /** A heartbeat of the present moment. */
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

    /** The last message of a run of this process. */
    public static LiveSweep here(RunProgress run) {
        return now(Owner.here(), 0).with(run);
    }

    /** The same with another progress of the run. */
    public LiveSweep with(RunProgress run) {
        return new LiveSweep(host, process, processStarted, beat, at, run);
    }

    /** The same without the learning curves of running trials, which are long. */
    public LiveSweep withoutCurves() {
        return with(run.withoutCurves());
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

    /** @throws JsonProcessingException if it is none */
    static LiveSweep parse(byte[] json) throws IOException {
        return JSON.readValue(json, LiveSweep.class);
    }
}
