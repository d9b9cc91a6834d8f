package fwlstm.serve;

import fwlstm.config.Trial;
import fwlstm.results.Listing;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.SweepCounts;
import fwlstm.sweep.Variants;
import fwlstm.table.StoredTables;
import fwlstm.train.Status;
import java.io.IOException;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * The results of a sweep at one moment.
 *
 * @param rows every trial that the sweep asks for by its id, in the order of the sweep file
 * @param trials the same trials' configurations
 */
record SweepSnapshot(StoredTables tables, Map<String, TrialRow> rows, Map<String, Trial> trials, SweepCounts counts) {
    /** @throws IOException if there is no sweep in a directory */
    static void require(ResultsDirectory results) throws IOException {
        if (!results.holdsSweep()) {
            throw new IOException(
                    "There is no sweep.yaml in " + results.name() + ": it is gone, or no sweep has begun there yet.");
        }
    }

    static SweepSnapshot read(ResultsDirectory results, SweepSnapshot before) throws IOException {
        require(results);
        return before != null && before.tables.listing().equals(Listing.of(results))
                ? before
                : StoredTables.ask(results, SweepSnapshot::of);
    }

    static SweepSnapshot of(StoredTables tables) throws IOException {
        Map<String, Map<String, Object>> recorded = new HashMap<>();
        tables.rows()
                .trials(TrialRow.RECORDED::contains)
                .forEach(row -> recorded.put((String) row.get("trial_id"), row));
        List<Map<String, Object>> columns =
                tables.sweep().trials().stream().map(Trial::columns).toList();
        Map<Object, Variants> variants = variants(columns);
        Map<String, TrialRow> rows = new LinkedHashMap<>();
        Map<String, Trial> trials = new HashMap<>();
        for (int k = 0; k < columns.size(); k++) {
            Trial trial = tables.sweep().trials().get(k);
            String settings = variants.get(columns.get(k).get("cell")).text(TrialRow.settings(columns.get(k)));
            TrialRow row = TrialRow.of(trial, columns.get(k), settings, recorded.get(trial.id()));
            rows.put(row.id(), row);
            trials.put(row.id(), trial);
        }
        SweepCounts counts = SweepCounts.of(
                rows.size(),
                rows.values().stream().map(TrialRow::status).flatMap(status -> Status.of(status).stream()));
        return new SweepSnapshot(tables, rows, trials, counts);
    }

    /** The settings in which the trials of a cell differ, without those that have their own columns, by cell. */
    private static Map<Object, Variants> variants(List<Map<String, Object>> trials) {
        Map<Object, Set<Map<String, Object>>> settings = new HashMap<>();
        trials.forEach(columns -> settings.computeIfAbsent(columns.get("cell"), cell -> new LinkedHashSet<>())
                .add(TrialRow.settings(columns)));
        Map<Object, Variants> variants = new HashMap<>();
        settings.forEach((cell, different) -> variants.put(cell, Variants.of(different)));
        return variants;
    }
}
