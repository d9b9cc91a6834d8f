package fwlstm.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Repairs a results directory before a sweep resumes: interrupted operations are finished or undone, and damaged files
 * are quarantined so that their trials run again.
 */
public final class Recovery {
    private Recovery() {}

    /**
     * Repairs a directory. To be called by the one process that writes to it, before any of its tasks does.
     *
     * @return a line for each thing that the owner should know
     * @throws fwlstm.config.ConfigException if a newer fw-lstm has written there, whose files are left as they are
     */
    public static List<String> of(ResultsDirectory results) throws IOException {
        List<String> warnings = new ArrayList<>();
        results.checkpoints(0).refuseNewer();
        new Compaction(results).recover().ifPresent(warnings::add);
        Publication.removeLeftovers(results.fileSystem(), results.path());
        List<Ledger> ledgers = new ArrayList<>();
        ledgers.add(results.ledger());
        List<Ledger> rungs = results.rungUpdates().stream().map(results::rung).toList();
        ledgers.addAll(rungs);
        for (Ledger ledger : ledgers) {
            ledger.removeLeftovers();
            warnings.addAll(ledger.quarantineDamaged());
        }
        for (Ledger rung : rungs) { // whose records stay as long as the search
            rung.remember();
        }
        warnings.addAll(quarantineDamagedTables(results));
        results.models().tidyUp();
        return warnings;
    }

    /**
     * Makes the next sweep read all of the tables again, since a file that had been intact turned out to be damaged.
     */
    public static void distrustTables(ResultsDirectory results) {
        VerifiedTables.forget(results);
    }

    private static List<String> quarantineDamagedTables(ResultsDirectory results) throws IOException {
        TableFiles files = TableFiles.of(results);
        Map<String, String> damaged = new TreeMap<>(files.damaged());
        SortedMap<String, VerifiedTables.Table> verified = new TreeMap<>(files.verified());
        List<String> unread = files.whole().keySet().stream()
                .filter(path -> !verified.containsKey(path))
                .toList();
        List<Optional<VerifiedTables.Table>> read = Parallel.map(unread, path -> verify(results, path, damaged));
        for (int k = 0; k < unread.size(); k++) {
            String path = unread.get(k);
            read.get(k).ifPresent(table -> verified.put(path, table));
        }
        damaged.keySet().forEach(path -> {
            verified.remove(path);
            verified.remove(TableFiles.partner(path));
        });
        if (!verified.equals(VerifiedTables.read(results).tables())) {
            VerifiedTables.write(results, verified);
        }
        List<String> warnings = new ArrayList<>();
        Set<String> aside = new HashSet<>();
        for (Map.Entry<String, String> file : damaged.entrySet()) {
            if (!aside.contains(TableFiles.partner(file.getKey()))) {
                warnings.add(quarantine(results, file.getKey(), file.getValue()));
            }
            aside.add(file.getKey());
        }
        return warnings;
    }

    /** The content of a file; empty, with a note of the reason, if it is damaged. */
    private static Optional<VerifiedTables.Table> verify(
            ResultsDirectory results, String path, Map<String, String> damaged) throws IOException {
        String problem;
        try {
            return Optional.of(VerifiedTables.verify(results, path));
        } catch (DamagedException e) {
            problem = e.getMessage();
        } catch (FileNotFoundException e) {
            problem = "it has disappeared";
        }
        synchronized (damaged) {
            damaged.put(path, problem);
        }
        return Optional.empty();
    }

    /** Quarantines a table's file and its partner in the other table; returns a line that reports it. */
    static String quarantine(ResultsDirectory results, String path, String problem) throws IOException {
        FileSystem fileSystem = results.fileSystem();
        String aside = path;
        for (String each : List.of(path, TableFiles.partner(path))) {
            Path file = new Path(results.path(), each);
            if (fileSystem.exists(file)) {
                aside = Publication.name(Publication.quarantine(fileSystem, file));
            }
        }
        return aside + " is quarantined, its trials run again: " + problem;
    }
}
