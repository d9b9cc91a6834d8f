package fwlstm.compare;

import fwlstm.results.Column;
import fwlstm.table.StoredTables;
import fwlstm.train.CurvePoint;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * The trials of two results directories, by id: configuration and seed are equal where the ids are.
 *
 * @param equal trials with the same results and learning curve in both, to the last bit
 * @param different trials in both that are not equal, in order of their ids
 * @param onlyFirst trials that only the first has
 * @param onlySecond trials that only the second has
 */
record ComparedTrials(int equal, List<Different> different, int onlyFirst, int onlySecond) {
    /**
     * A trial whose results are not the same.
     *
     * @param fields the columns that differ; {@code curve} for its learning curve
     * @param firstProvider what computed it in the first, such as {@code vector}; providers round differently
     */
    record Different(Map<String, Object> trial, List<String> fields, String firstProvider, String secondProvider) {}

    static ComparedTrials of(StoredTables first, StoredTables second) throws IOException {
        Map<String, Map<String, Object>> a = byId(first);
        Map<String, Map<String, Object>> b = byId(second);
        int onlySecond =
                (int) b.keySet().stream().filter(id -> !a.containsKey(id)).count();
        int onlyFirst =
                (int) a.keySet().stream().filter(id -> !b.containsKey(id)).count();
        a.keySet().retainAll(b.keySet());
        Map<String, List<CurvePoint>> aCurves = first.curves(a.keySet());
        Map<String, List<CurvePoint>> bCurves = second.curves(a.keySet());
        List<Different> different = new ArrayList<>();
        a.forEach((id, trial) -> {
            Map<String, Object> other = b.get(id);
            List<String> fields = new ArrayList<>(Column.differing(Column.TRIALS, trial, other));
            if (!untimed(aCurves.getOrDefault(id, List.of())).equals(untimed(bCurves.getOrDefault(id, List.of())))) {
                fields.add("curve");
            }
            if (!fields.isEmpty()) {
                different.add(
                        new Different(trial, fields, (String) trial.get("provider"), (String) other.get("provider")));
            }
        });
        return new ComparedTrials(a.size() - different.size(), different, onlyFirst, onlySecond);
    }

    private static Map<String, Map<String, Object>> byId(StoredTables tables) throws IOException {
        Map<String, Map<String, Object>> byId = new TreeMap<>();
        for (Map<String, Object> trial : tables.plannedTrials()) {
            byId.put((String) trial.get("trial_id"), trial);
        }
        return byId;
    }

    /** The points but for their times, which are no results. */
    private static List<CurvePoint> untimed(List<CurvePoint> curve) {
        return curve.stream()
                .map(point -> new CurvePoint(
                        point.update(),
                        point.epoch(),
                        point.trainLoss(),
                        point.validationLoss(),
                        point.validationAccuracy(),
                        0))
                .toList();
    }
}
