package fwlstm.results;

import java.io.IOException;
import java.util.List;
import java.util.SortedSet;
import org.apache.hadoop.fs.Path;

/**
 * The files of a results directory, by name only: as long as it stays the same, everything read before is still valid.
 *
 * @param files of the tables
 * @param ledger ids of the published trials
 * @param compacting whether a compaction is running
 * @param sweep the text of the sweep
 */
public record Listing(SortedSet<String> files, List<String> ledger, boolean compacting, String sweep) {
    public static Listing of(ResultsDirectory results) throws IOException {
        return new Listing(
                TableFiles.list(results),
                results.ledger().ids(),
                results.fileSystem().exists(new Path(results.path(), Journal.NAME)),
                new StoredSweep(results.fileSystem(), results.path()).text().orElse(""));
    }
}
