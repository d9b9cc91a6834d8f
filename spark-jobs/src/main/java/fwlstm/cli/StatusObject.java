package fwlstm.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import fwlstm.config.Settings;
import fwlstm.config.Trial;
import fwlstm.results.LiveSweep;
import fwlstm.results.RunProgress;
import fwlstm.results.SweepLock;
import fwlstm.sweep.Sweep;
import fwlstm.train.Status;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The output of {@code fw status --json}: the counts of a sweep, and the keys of a run, null while no sweep runs. */
final class StatusObject {
    private static final ObjectMapper JSON = new ObjectMapper();

    private StatusObject() {}

    static String of(
            Sweep sweep, Map<String, Status> recorded, Optional<SweepLock.Holder> holder, Optional<LiveSweep> live) {
        Map<String, Object> object = new LinkedHashMap<>();
        object.put("name", sweep.name());
        object.put("counts", counts(sweep, recorded));
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

    private static Map<String, Long> counts(Sweep sweep, Map<String, Status> recorded) {
        Map<String, Long> counts = new LinkedHashMap<>();
        counts.put("trials", (long) sweep.trials().size());
        for (Status status : Status.values()) {
            counts.put(
                    Settings.key(status),
                    sweep.trials().stream()
                            .map(Trial::id)
                            .filter(id -> recorded.get(id) == status)
                            .count());
        }
        counts.put(
                "remaining",
                sweep.trials().stream()
                        .map(Trial::id)
                        .filter(id -> !recorded.containsKey(id))
                        .count());
        return counts;
    }
}
