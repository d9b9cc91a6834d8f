package fwlstm.table;

import fwlstm.results.Listing;
import fwlstm.results.RecordedRows;
import fwlstm.results.ResultsDirectory;
import fwlstm.results.StoredResults;
import fwlstm.sweep.Sweep;
import fwlstm.train.CurvePoint;
import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;

/**
 * The content of a results directory at one moment, read without Spark.
 *
 * @param listing its files before it was read
 * @param sweep the sweep as last run
 * @param stored the files with the trials and their curves
 * @param rows their rows
 * @param configurations the configurations over their seeds
 * @param problems a sentence about each damaged file, which is not counted; grows as files are read
 */
public record StoredTables(
        Listing listing,
        Sweep sweep,
        StoredResults stored,
        RecordedRows rows,
        ConfigurationTable configurations,
        Set<String> problems) {
    private static final int MOST_ATTEMPTS = 4;

    public static StoredTables read(ResultsDirectory results) throws IOException {
        return read(results, Listing.of(results));
    }

    private static StoredTables read(ResultsDirectory results, Listing listing) throws IOException {
        Sweep sweep = results.sweep();
        StoredResults stored = StoredResults.of(results);
        Set<String> problems = new ConcurrentSkipListSet<>();
        RecordedRows rows = new RecordedRows(results, stored, problems::add);
        return new StoredTables(listing, sweep, stored, rows, ConfigurationTable.read(rows, sweep), problems);
    }

    /** A query of the tables. */
    public interface Question<T> {
        T answer(StoredTables tables) throws IOException;
    }

    /**
     * The answer from a directory's present content. Compactions delete replaced files: a query that fails while the
     * directory changes is repeated.
     */
    public static <T> T ask(ResultsDirectory results, Question<T> question) throws IOException {
        for (int attempt = 1; ; attempt++) {
            Listing before = Listing.of(results);
            try {
                return question.answer(read(results, before));
            } catch (IOException e) {
                if (attempt == MOST_ATTEMPTS || before.equals(Listing.of(results))) {
                    throw e;
                }
            }
        }
    }

    /** Everything recorded about each trial that the sweep asks for, by column, in order of ids. */
    public List<Map<String, Object>> plannedTrials() throws IOException {
        return rows.trials(name -> true).stream()
                .filter(trial -> !configurations.unplanned().contains(trial.get("trial_id")))
                .toList();
    }

    /** The curves of some trials, by their ids. */
    public Map<String, List<CurvePoint>> curves(Set<String> trialIds) throws IOException {
        return rows.curves(trialIds);
    }
}
