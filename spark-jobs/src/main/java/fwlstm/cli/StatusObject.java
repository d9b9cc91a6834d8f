package fwlstm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.Settings;
import fwlstm.results.LiveSweep;
import fwlstm.results.RunProgress;
import fwlstm.results.SweepCounts;
import fwlstm.results.SweepLock;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The output of {@code fw status --json}: the counts of a sweep, and the keys of a run, null while no sweep runs. */
final class StatusObject {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusObject() {}

    static String of(String name, SweepCounts counts, Optional<SweepLock.Holder> holder, Optional<LiveSweep> live) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", name);
        object.put("counts", object(counts));
        Optional<LiveSweep> run = holder.filter(SweepLock.Holder::lives)
                .flatMap(running -> live.filter(beat -> beat.process() == running.process()));
        Map<String, Object> keys = run.orElseGet(
                        () -> LiveSweep.here(RunProgress.unknown(RunProgress.State.RUNNING, null)))
                .values();
        if (run.isEmpty()) {
            keys.replaceAll((key, value) -> null);
            holder.ifPresent(known -> {
                keys.put("host", known.host());
                keys.put("process", known.process());
            });
        }
        keys.put("state", state(holder));
        object.putAll(keys);
        try {
            return JSON.writeValueAsString(object);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("names and numbers must be writable", e);
        }
    }

    private static String state(Optional<SweepLock.Holder> holder) {
        return holder.isEmpty() ? "idle" : holder.get().lives() ? "running" : "killed";
    }

    private static Map<String, Long> object(SweepCounts counts) {
        Map<String, Long> object = new LinkedHashMap<>();
        object.put("trials", (long) counts.trials());
        counts.byStatus().forEach((status, count) -> object.put(Settings.key(status), count));
        object.put("remaining", counts.remaining());
        return object;
    }
}
