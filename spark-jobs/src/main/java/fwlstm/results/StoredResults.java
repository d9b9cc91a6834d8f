package fwlstm.results;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.apache.hadoop.fs.Path;

/**
 * The content of a results directory at one moment, each trial once: the rows in the files, except those of {@code
 * replaced}, and the entries.
 *
 * @param trials Parquet files of the table {@code trials}
 * @param curves Parquet files of the table {@code curves}
 * @param replaced ids of trials with an entry that replaces their rows in the files
 * @param entries of the ledger, without those that are in the files
 */
public record StoredResults(List<Path> trials, List<Path> curves, Set<String> replaced, List<RecordedTrial> entries) {
    public StoredResults {
        trials = List.copyOf(trials);
        curves = List.copyOf(curves);
        replaced = Set.copyOf(replaced);
        entries = List.copyOf(entries);
    }

    public static StoredResults of(ResultsDirectory results) throws IOException {
        List<RecordedTrial> ledger = results.ledger().entries(); // before the tables, into which trials move
        TrialIndex index = TrialIndex.of(results);
        List<RecordedTrial> entries = ledger.stream()
                .filter(entry -> !index.hasFinal(entry.trialId()))
                .toList();
        Set<String> replaced = new HashSet<>();
        for (RecordedTrial entry : entries) {
            if (index.rows().containsKey(entry.trialId())) {
                replaced.add(entry.trialId());
            }
        }
        return new StoredResults(
                paths(results, index.files().of(TableFiles.TRIALS)),
                paths(results, index.files().of(TableFiles.CURVES)),
                replaced,
                entries);
    }

    private static List<Path> paths(ResultsDirectory results, List<String> files) {
        return files.stream().map(file -> new Path(results.path(), file)).toList();
    }
}
