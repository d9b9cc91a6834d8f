package fwlstm.spark;

import fwlstm.results.Listing;
import fwlstm.results.ResultsDirectory;
import fwlstm.table.StoredTables;
import java.io.IOException;
import org.apache.spark.sql.SparkSession;

/**
 * The views of a session over a directory in which a sweep may be running. The views know files by name, and a
 * compaction deletes replaced files, so they are recreated whenever the directory has changed.
 */
public final class LiveViews {
    private static final int MOST_ATTEMPTS = 4;

    private final SparkSession spark;
    private final ResultsDirectory results;
    private StoredTables shown;
    private boolean registered;

    /** The views of a directory that has just been read. */
    public LiveViews(SparkSession spark, ResultsDirectory results, StoredTables read) {
        this.spark = spark;
        this.results = results;
        shown = read;
    }

    /** A query of the views. */
    public interface Query<T> {
        T answer() throws IOException;
    }

    public SparkSession spark() {
        return spark;
    }

    public ResultsDirectory results() {
        return results;
    }

    /** The answer from the directory's present content. A query that fails while the directory changes is repeated. */
    public <T> T answer(Query<T> query) throws IOException {
        for (int attempt = 1; ; attempt++) {
            try {
                refresh();
                return query.answer();
            } catch (Exception e) { // Spark does not declare the checked exceptions that it throws
                if (attempt == MOST_ATTEMPTS || spark.sparkContext().isStopped() || !hasChanged()) {
                    throw e;
                }
            }
        }
    }

    private boolean hasChanged() throws IOException {
        return !shown.listing().equals(Listing.of(results));
    }

    private void refresh() throws IOException {
        if (hasChanged()) {
            shown = StoredTables.read(results);
            registered = false;
        }
        if (!registered) {
            new ResultTables(spark, results).registerViews(shown);
            registered = true;
        }
    }
}
