package fwlstm.serve;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * A page of the table of all trials.
 *
 * @param words that a trial must have, all of them
 * @param sort the title of the column to sort by; empty for the order of the sweep file
 * @param page from 1
 */
record TrialQuery(String words, String sort, boolean descending, int page) {
    /** The rows of a page. */
    static final int ROWS = 100;

    private static final int MOST_CHARACTERS = 200;

    static TrialQuery of(Request request) {
        String words = request.parameter("q").strip();
        String page = request.parameter("page");
        return new TrialQuery(
                words.length() > MOST_CHARACTERS ? words.substring(0, MOST_CHARACTERS) : words,
                request.parameter("sort"),
                request.parameter("order").equals("desc"),
                page.matches("[1-9][0-9]{0,7}") ? Integer.parseInt(page) : 1);
    }

    /** The trials that have the words, in order. */
    List<TrialRow> select(Collection<TrialRow> rows, Set<String> running) {
        String[] wanted = words.toLowerCase(Locale.ROOT).split("\\s+");
        List<TrialRow> selected = new ArrayList<>(rows.stream()
                .filter(row -> Stream.of(wanted).allMatch(word -> has(row, word, running)))
                .toList());
        order(running).ifPresent(selected::sort);
        return selected;
    }

    private static boolean has(TrialRow row, String word, Set<String> running) {
        return row.text().contains(word) || status(row, running).contains(word);
    }

    /** The status of a trial now. */
    static String status(TrialRow row, Set<String> running) {
        return running.contains(row.id()) ? "running" : row.status().isEmpty() ? "waiting" : row.status();
    }

    private Optional<Comparator<TrialRow>> order(Set<String> running) {
        Comparator<TrialRow> order = sort.equals("trial")
                ? Comparator.comparing(TrialRow::id)
                : sort.equals("status") ? Comparator.comparing(row -> status(row, running)) : null;
        if (order != null) {
            return Optional.of(descending ? order.reversed() : order);
        }
        return TrialRow.COLUMNS.stream()
                .filter(column -> column.title().equals(sort))
                .findFirst()
                .map(column -> column.order(descending));
    }

    /** The query part of the address of a page like this one. */
    String with(String otherSort, boolean otherDescending, int otherPage) {
        List<String> parts = new ArrayList<>();
        if (!words.isEmpty()) {
            parts.add("q=" + Request.encoded(words));
        }
        if (!otherSort.isEmpty()) {
            parts.add("sort=" + Request.encoded(otherSort));
        }
        if (otherDescending) {
            parts.add("order=desc");
        }
        if (otherPage > 1) {
            parts.add("page=" + otherPage);
        }
        return "?" + String.join("&", parts);
    }

    /** The query part of this page's address. */
    String address() {
        return with(sort, descending, page);
    }
}
