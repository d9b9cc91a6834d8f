package fwlstm.table;

import fwlstm.statistics.PairedTest;
import fwlstm.statistics.Ranking;
import fwlstm.statistics.Ranking.Place;
import fwlstm.statistics.Ranking.Rank;
import fwlstm.text.TextTable.Format;
import fwlstm.text.TextTable.Mark;
import java.util.ArrayList;
import java.util.IntSummaryStatistics;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Collectors;

/**
 * Compares the rows of a table within groups; gives marks, notes and columns for programs.
 *
 * @param <L> a row
 */
final class Comparison<L> {
    /** The columns of {@link #numbers}. */
    static final List<String> COLUMNS = List.of("comparison", "p_n", "p", "p_holm");

    private static final int FEW_SEEDS = 5;

    private final String common;
    private final Map<L, Rank> ranks = new LinkedHashMap<>();

    /**
     * Compares rows.
     *
     * @param group the property that compared rows have in common
     * @param common that in words
     * @param sample test error by seed
     */
    Comparison(List<L> lines, Function<L, ?> group, String common, Function<L, Ranking.Sample> sample) {
        this.common = common;
        lines.stream()
                .collect(Collectors.groupingBy(group, LinkedHashMap::new, Collectors.toList()))
                .values()
                .forEach(members -> {
                    List<Rank> ranked = Ranking.of(members.stream().map(sample).toList());
                    for (int k = 0; k < members.size(); k++) {
                        ranks.put(members.get(k), ranked.get(k));
                    }
                });
    }

    /** Bold for the best, a dagger for rows that are not significantly worse; none for rows that are not compared. */
    Mark mark(L line) {
        Rank rank = ranks.get(line);
        return rank == null ? Mark.NONE : mark(rank.place());
    }

    private static Mark mark(Place place) {
        return switch (place) {
            case BEST -> Mark.BOLD;
            case NOT_WORSE -> Mark.DAGGER;
            case WORSE, INCOMPLETE, TOO_FEW_SEEDS, ALONE -> Mark.NONE;
        };
    }

    /** The meaning of the marks, the test, and the rows that could not be tested. */
    List<String> notes(Format format) {
        List<String> notes = new ArrayList<>();
        if (count(Place.BEST) > 0) {
            notes.add((format == Format.TEXT ? "*" : "Bold:") + " lowest mean test error of its " + common + ".");
        }
        IntSummaryStatistics n = ranks.values().stream()
                .flatMap(rank -> rank.test().stream())
                .mapToInt(PairedTest::n)
                .summaryStatistics();
        if (n.getCount() > 0) {
            notes.add("†: not significantly worse than that (two-sided paired t-test over the same seeds, n = "
                    + (n.getMin() == n.getMax() ? "" : n.getMin() + " to ") + n.getMax() + ", 5 %, Holm-corrected).");
            if (n.getMin() < FEW_SEEDS) {
                notes.add("With fewer than " + FEW_SEEDS + " seeds only large, steady differences are significant.");
            }
        }
        if (count(Place.TOO_FEW_SEEDS) > 0) {
            notes.add("Not tested, fewer than " + PairedTest.LEAST_PAIRS + " seeds in common with the best: "
                    + lines(count(Place.TOO_FEW_SEEDS)) + ".");
        }
        if (count(Place.INCOMPLETE) > 0) {
            notes.add("Not compared, without test error for all seeds: " + lines(count(Place.INCOMPLETE)) + ".");
        }
        return notes;
    }

    private long count(Place place) {
        return ranks.values().stream().filter(rank -> rank.place() == place).count();
    }

    private static String lines(long n) {
        return n == 1 ? "1 line" : n + " lines";
    }

    /**
     * The result of the comparison, the number of seeds, p, and p after Holm's correction; empty where there is none.
     */
    List<String> numbers(L line) {
        Rank rank = ranks.get(line);
        if (rank == null) {
            return List.of("", "", "", "");
        }
        return List.of(
                rank.place().name().toLowerCase(Locale.ROOT),
                rank.test().map(test -> String.valueOf(test.n())).orElse(""),
                rank.test().map(test -> String.valueOf(test.p())).orElse(""),
                rank.holm().isPresent() ? String.valueOf(rank.holm().getAsDouble()) : "");
    }
}
