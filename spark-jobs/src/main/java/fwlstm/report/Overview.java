package fwlstm.report;

import fwlstm.config.Settings;
import fwlstm.table.StoredTables;
import fwlstm.train.Status;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/**
 * A sweep in one sentence.
 *
 * @param sentence the results of its trials, and their cost
 * @param finished when the last trial ended, to the minute, UTC; empty if there is none
 */
record Overview(String sentence, String finished) {
    private static final DateTimeFormatter MINUTE =
            DateTimeFormatter.ofPattern("yyyy-MM-dd HH:mm", Locale.ROOT).withZone(ZoneOffset.UTC);

    static Overview of(StoredTables tables, List<Map<String, Object>> trials) {
        int others = tables.configurations().unplanned().size();
        int all = tables.sweep().trials().size();
        Map<Object, Long> ended =
                trials.stream().collect(Collectors.groupingBy(trial -> trial.get("status"), Collectors.counting()));
        List<String> ends = new ArrayList<>();
        for (Status status : List.of(Status.DONE, Status.DIVERGED, Status.FAILED)) {
            ends.add(ended.getOrDefault(Settings.key(status), 0L) + " " + Settings.key(status));
        }
        if (ended.containsKey(Settings.key(Status.STOPPED))) {
            ends.add(ended.get(Settings.key(Status.STOPPED)) + " stopped by the search");
        }
        ends.add(all - trials.size() + " missing");
        long seeds = trials.stream().map(trial -> trial.get("seed")).distinct().count();
        String sentence = String.format(
                Locale.ROOT,
                "%,d trials: %s. %s, %,d updates, %.2f core-hours.",
                all,
                String.join(", ", ends),
                seeds == 1 ? "1 seed" : seeds + " seeds",
                Work.updates(trials),
                Work.seconds(trials) / 3600);
        return new Overview(
                others == 0
                        ? sentence
                        : sentence
                                + String.format(
                                        Locale.ROOT,
                                        " Not of this sweep file, and not in this report: %,d more.",
                                        others),
                trials.stream()
                        .map(trial -> (Instant) trial.get("finished_at"))
                        .filter(Objects::nonNull)
                        .max(Comparator.naturalOrder())
                        .map(MINUTE::format)
                        .orElse(""));
    }
}
