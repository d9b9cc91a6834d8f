package fwlstm.serve;

import fwlstm.results.SweepCounts;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;

/** The page with all sweeps of a folder, their states and counts. */
record SweepList(Sweeps sweeps) {
    String page() {
        Map<String, Object> values = new HashMap<>();
        values.put("live", "/_/live");
        values.put("body", Pages.part("index", Map.of("directory", sweeps.directory(), "list", html())));
        return Pages.page(sweeps.directory(), values);
    }

    /** The list alone. */
    String html() {
        List<Map<String, Object>> rows = new ArrayList<>();
        Map<String, ServedSweep> present = sweeps.present(Site.PATIENCE);
        present.values().forEach(sweep -> sweep.summary(Duration.ZERO)); // all are read at the same time
        long end = System.nanoTime() + Site.PATIENCE.toNanos();
        present.values().forEach(sweep -> rows.add(row(sweep, Duration.ofNanos(Math.max(0, end - System.nanoTime())))));
        Map<String, Object> values = new HashMap<>();
        values.put("sweeps", rows);
        values.put("none", rows.isEmpty());
        values.put("directory", sweeps.directory());
        values.put("problem", sweeps.names(Duration.ZERO).problem());
        return Pages.part("list", values);
    }

    private static Map<String, Object> row(ServedSweep sweep, Duration patience) {
        Refreshed.State<SweepSummary> summary = sweep.summary(patience);
        SweepCounts counts = summary.value() == null ? null : summary.value().counts();
        LiveView view = LiveView.known(Site.base(sweep), counts, sweep);
        Map<String, Object> row = new LinkedHashMap<>();
        row.put("name", sweep.name());
        row.put("href", Site.base(sweep));
        row.put("problem", summary.problem());
        row.put("state", summary.isPending() ? "reading…" : view.state());
        if (counts != null) {
            row.put("trials", counts.trials());
            row.put(
                    "counts",
                    counts.byStatus().values().stream()
                            .map(count -> String.format(Locale.ROOT, "%,d", count))
                            .toList());
            row.put("remaining", counts.remaining());
        }
        return row;
    }
}
