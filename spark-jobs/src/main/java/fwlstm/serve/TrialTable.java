package fwlstm.serve;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;

/** The table of all trials, a page of it at a time, sorted and filtered here. */
final class TrialTable {
    private TrialTable() {}

    /**
     * The table as a part of a page.
     *
     * @param base the address of the sweep
     * @param running ids of the trials in training
     */
    static String html(String base, SweepSnapshot snapshot, TrialQuery query, Set<String> running) {
        List<TrialRow> selected = query.select(snapshot.rows().values(), running);
        int pages = Math.max(1, (selected.size() + TrialQuery.ROWS - 1) / TrialQuery.ROWS);
        int page = Math.min(query.page(), pages);
        int from = (page - 1) * TrialQuery.ROWS;
        int to = Math.min(selected.size(), from + TrialQuery.ROWS);
        Map<String, Object> values = new HashMap<>();
        values.put("count", count(from, to, selected.size(), snapshot.rows().size()));
        values.put("columns", columns(query));
        values.put(
                "rows",
                selected.subList(from, to).stream()
                        .map(row -> row(base, row, running))
                        .toList());
        values.put("previous", page > 1 ? query.with(query.sort(), query.descending(), page - 1) : null);
        values.put("next", page < pages ? query.with(query.sort(), query.descending(), page + 1) : null);
        values.put("page", page);
        values.put("pages", pages);
        values.put("several", pages > 1);
        values.put("none", selected.isEmpty());
        return Pages.part("table", values);
    }

    private static String count(int from, int to, int selected, int all) {
        if (selected == 0) {
            return "None of " + number(all) + " trials.";
        }
        String shown = selected <= TrialQuery.ROWS ? "" : number(from + 1) + " to " + number(to) + " of ";
        String matching = selected == all ? "" : " of " + number(all);
        return shown + number(selected) + matching + (all == 1 ? " trial." : " trials.");
    }

    private static String number(int count) {
        return String.format(Locale.ROOT, "%,d", count);
    }

    private static List<Map<String, Object>> columns(TrialQuery query) {
        List<Map<String, Object>> columns = new ArrayList<>();
        columns.add(column(query, "trial", false));
        columns.add(column(query, "status", false));
        TrialRow.COLUMNS.forEach(column -> columns.add(column(query, column.title(), column.number())));
        return columns;
    }

    private static Map<String, Object> column(TrialQuery query, String title, boolean number) {
        boolean sorted = query.sort().equals(title);
        Map<String, Object> values = new HashMap<>();
        values.put("title", title);
        values.put("id", "sort-" + title.replaceAll("[^a-z]+", "-"));
        values.put("number", number);
        values.put("sorted", sorted ? query.descending() ? "descending" : "ascending" : null);
        values.put("mark", sorted ? query.descending() ? "↓" : "↑" : "");
        values.put("href", query.with(title, sorted && !query.descending(), 1));
        return values;
    }

    private static Map<String, Object> row(String base, TrialRow row, Set<String> running) {
        List<Map<String, Object>> cells = TrialRow.COLUMNS.stream()
                .map(column -> Map.<String, Object>of("text", column.shown().apply(row), "number", column.number()))
                .toList();
        return Map.of(
                "id",
                row.id(),
                "href",
                base + "trials/" + row.id(),
                "status",
                TrialQuery.status(row, running),
                "cells",
                cells);
    }
}
