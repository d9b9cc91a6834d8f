package fwlstm.results;

import fwlstm.config.Trial;
import fwlstm.sweep.Sweep;
import fwlstm.train.Status;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;

/**
 * The number of trials of a sweep by status.
 *
 * @param trials trials that the sweep asks for
 * @param byStatus how many of them are recorded with each status, all statuses in order
 */
public record SweepCounts(int trials, Map<Status, Long> byStatus) {
    /** @param recorded the status of each recorded trial by its id; others than those of the sweep do not count */
    public static SweepCounts of(Sweep sweep, Map<String, Status> recorded) {
        return of(
                sweep.trials().size(),
                sweep.trials().stream().map(Trial::id).map(recorded::get).filter(Objects::nonNull));
    }

    /** @param recorded the status of each trial of the sweep that is recorded */
    public static SweepCounts of(int trials, Stream<Status> recorded) {
        Map<Status, Long> byStatus = new EnumMap<>(Status.class);
        for (Status status : Status.values()) {
            byStatus.put(status, 0L);
        }
        recorded.forEach(status -> byStatus.merge(status, 1L, Long::sum));
        return new SweepCounts(trials, byStatus);
    }

    /** Trials of the sweep that are recorded. */
    public long recorded() {
        return byStatus.values().stream().mapToLong(Long::longValue).sum();
    }

    /** Trials of the sweep that are not. */
    public long remaining() {
        return trials - recorded();
    }
}
