package fwlstm.results;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** A recorded trial and the same trial trained again. Values are equal only if they agree to the last bit. */
public record Reproduction(RecordedTrial recorded, RecordedTrial again) {
    /** A result, or a value of the learning curve, that differs; null where there is none. */
    public record Difference(String field, Object recorded, Object again) {}

    /** All differences, those of the result first. */
    public List<Difference> differences() {
        List<Difference> differences = new ArrayList<>();
        compare(Column.TRIALS, recorded.trial(), again.trial(), "", differences);
        for (int k = 0; k < Math.max(points(recorded), points(again)); k++) {
            Map<String, Object> before = point(recorded, k);
            Map<String, Object> now = point(again, k);
            Object update = (before.isEmpty() ? now : before).get("update");
            compare(Column.CURVES, before, now, " at update " + update, differences);
        }
        return differences;
    }

    /** Evaluations of the trial as recorded. */
    public int points() {
        return points(recorded);
    }

    private static int points(RecordedTrial entry) {
        return entry.curve().size();
    }

    private static Map<String, Object> point(RecordedTrial entry, int k) {
        return k < points(entry) ? entry.curve().get(k) : Map.of();
    }

    private static void compare(
            List<Column> table,
            Map<String, Object> before,
            Map<String, Object> now,
            String where,
            List<Difference> differences) {
        Column.differing(table, before, now)
                .forEach(name -> differences.add(new Difference(name + where, before.get(name), now.get(name))));
    }
}
