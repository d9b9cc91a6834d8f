package fwlstm.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Puts a results directory in order before a sweep goes on: what was cut off is finished or undone, and what is damaged
 * is set aside so that its trials run again.
 */
public final class Recovery {
    private Recovery() {}

    /**
     * Puts a directory in order. To be called by the one process that writes to it, before any of its tasks does.
     *
     * @return a line for each thing that its owner should know of
     */
    public static List<String> of(ResultsDirectory results) throws IOException {
        List<String> warnings = new ArrayList<>();
        new Compaction(results).recover().ifPresent(warnings::add);
        Publication.removeLeftovers(results.fileSystem(), results.path());
        results.models().removeLeftovers();
        List<Ledger> ledgers = new ArrayList<>();
        ledgers.add(results.ledger());
        results.rungUpdates().forEach(update -> ledgers.add(results.rung(update)));
        for (Ledger ledger : ledgers) {
            ledger.removeLeftovers();
            warnings.addAll(ledger.setAsideDamaged());
        }
        warnings.addAll(setAsideDamagedTables(results));
        return warnings;
    }

    private static List<String> setAsideDamagedTables(ResultsDirectory results) throws IOException {
        TableFiles files = TableFiles.of(results);
        Map<String, String> damaged = new TreeMap<>(files.damaged());
        List<String> whole = List.copyOf(files.whole().keySet());
        List<String> problems = Parallel.map(whole, path -> problem(results, path));
        for (int k = 0; k < whole.size(); k++) {
            if (problems.get(k) != null) {
                damaged.put(whole.get(k), problems.get(k));
            }
        }
        List<String> warnings = new ArrayList<>();
        Set<String> aside = new HashSet<>();
        for (Map.Entry<String, String> file : damaged.entrySet()) {
            if (!aside.contains(TableFiles.partner(file.getKey()))) {
                warnings.add(setAside(results, file.getKey(), file.getValue()));
            }
            aside.add(file.getKey());
        }
        return warnings;
    }

    private static String problem(ResultsDirectory results, String path) throws IOException {
        try {
            TableFile.verify(results.fileSystem(), new Path(results.path(), path));
            return null;
        } catch (DamagedException e) {
            return e.getMessage();
        } catch (FileNotFoundException e) {
            return "it has disappeared";
        }
    }

    /** Renames a table's file and the one that goes with it; returns the line to say so. */
    static String setAside(ResultsDirectory results, String path, String problem) throws IOException {
        FileSystem fileSystem = results.fileSystem();
        String aside = path;
        for (String each : List.of(path, TableFiles.partner(path))) {
            Path file = new Path(results.path(), each);
            if (fileSystem.exists(file)) {
                aside = Publication.name(Publication.setAside(fileSystem, file));
            }
        }
        return aside + " is set aside, its trials run again: " + problem;
    }
}
