package fwlstm.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Function;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * Folds the ledger into the tables, a batch at a time. For each batch:
 *
 * <ol>
 *   <li>a {@link Journal} says which files will be new and which they replace;
 *   <li>the new files are written, under temporary names first;
 *   <li>once listings show them all, the replaced files, the ledger's entries and the journal are deleted.
 * </ol>
 *
 * Interrupted anywhere, either all of a batch counts or none of it: for readers immediately ({@link TableFiles}), and
 * on disk after {@link #recover()}. One process at a time may compact a directory.
 */
public final class Compaction {
    private static final int MOST_ENTRIES = 2000;
    private static final long MOST_BYTES = 32L << 20;
    private static final Duration PATIENCE = Duration.ofSeconds(60);

    private final ResultsDirectory results;
    private final FileSystem fileSystem;
    private final int mostEntries;
    private final Duration patience;

    public Compaction(ResultsDirectory results) {
        this(results, MOST_ENTRIES, PATIENCE);
    }

    /**
     * A compaction with given limits.
     *
     * @param mostEntries trials in a batch
     * @param patience how long to wait for listings to show new files
     */
    Compaction(ResultsDirectory results, int mostEntries, Duration patience) {
        this.results = results;
        this.fileSystem = results.fileSystem();
        this.mostEntries = mostEntries;
        this.patience = patience;
    }

    /**
     * Moves the ledger's entries into the tables; damaged entries stay where they are.
     *
     * @return empty if all entries were moved, else the reason in one line; then the rest is in the ledger
     * @throws IOException in one line, if files cannot be written; then the ledger is as it was
     */
    public Optional<String> run() throws IOException {
        Optional<String> unfinished = recover();
        if (unfinished.isPresent()) {
            return unfinished;
        }
        TrialIndex index = TrialIndex.of(results);
        SortedMap<String, VerifiedTables.Table> verified =
                new TreeMap<>(index.files().verified());
        for (List<String> ids : batches(results.ledger().files())) {
            unfinished = fold(ids, index, verified);
            if (unfinished.isPresent()) {
                return unfinished;
            }
        }
        if (!verified.equals(index.files().verified())) {
            VerifiedTables.write(results, verified);
        }
        return Optional.empty();
    }

    /**
     * Finishes an interrupted compaction if all its new files are intact, else undoes it.
     *
     * @return empty if no compaction is pending any more, else the reason in one line
     */
    public Optional<String> recover() throws IOException {
        Optional<Journal> journal;
        try {
            journal = Journal.read(fileSystem, results.path());
        } catch (DamagedException e) { // interrupted while it was published: nothing was changed after it
            deleteJournal();
            return Optional.empty();
        }
        if (journal.isEmpty()) {
            return Optional.empty();
        }
        if (verified(journal.get()).isEmpty()) {
            rollBack(journal.get());
            return Optional.empty();
        }
        deleteTemporaries(journal.get());
        return finish(journal.get(), List.of());
    }

    /** @param verified told the new files and the deleted ones */
    private Optional<String> fold(List<String> ids, TrialIndex index, Map<String, VerifiedTables.Table> verified)
            throws IOException {
        Ledger ledger = results.ledger();
        List<RecordedTrial> batch = new ArrayList<>();
        List<String> obsolete = new ArrayList<>();
        for (RecordedTrial entry : ledger.entries(ids, Function.identity())) {
            if (index.hasFinal(entry.trialId())) { // by a compaction interrupted before it cleared the ledger
                obsolete.add(entry.trialId());
            } else {
                batch.add(entry);
            }
        }
        ledger.remove(obsolete);
        if (batch.isEmpty()) {
            return Optional.empty();
        }
        CompactionBatch files = new CompactionBatch(results, batch, index);
        Optional<String> damaged = files.quarantineDamaged();
        if (damaged.isPresent()) {
            return damaged;
        }
        Journal journal = files.plan();
        if (!journal.publish(fileSystem, results.path())) {
            throw new IOException("cannot compact " + results.name() + ": another process is compacting it");
        }
        try {
            files.write();
        } catch (IOException | RuntimeException | FSError e) {
            IOException problem = Publication.cannotRecord(results.path(), e);
            try {
                rollBack(journal);
            } catch (IOException | FSError later) { // the next process does it
                problem.addSuppressed(later);
            }
            throw problem;
        }
        Optional<Map<String, VerifiedTables.Table>> added = verified(journal);
        if (added.isEmpty()) {
            rollBack(journal);
            throw new IOException("cannot record " + results.name() + ": its file system does not keep written files");
        }
        Optional<String> unfinished = finish(journal, batch);
        files.updateIndex();
        verified.putAll(added.get());
        journal.remove().forEach(verified::remove);
        return unfinished;
    }

    /** Deletes the replaced files, once listings show the new ones. */
    private Optional<String> finish(Journal journal, List<RecordedTrial> batch) throws IOException {
        List<String> added = journal.add().stream().map(Journal.Added::path).toList();
        long deadline = System.nanoTime() + patience.toNanos();
        for (long wait = 10; !TableFiles.list(results).containsAll(added); wait = Math.min(2 * wait, 1000)) {
            if (System.nanoTime() > deadline) {
                return Optional.of(results.name()
                        + ": its file system does not list new files yet; nothing is lost, the next sweep cleans up");
            }
            TableFiles.pause(wait);
        }
        Parallel.map(journal.remove(), path -> fileSystem.delete(file(path), false));
        Ledger ledger = results.ledger();
        Parallel.map(batch, entry -> {
            if (entry.status().isFinal()) {
                ledger.remove(List.of(entry.trialId()));
            } else {
                ledger.removeUnlessReplaced(entry);
            }
            return null;
        });
        deleteJournal();
        return Optional.empty();
    }

    /** The content of the new files, read to the last page; empty unless all of them are intact. */
    private Optional<Map<String, VerifiedTables.Table>> verified(Journal journal) throws IOException {
        Map<String, VerifiedTables.Table> verified = new ConcurrentHashMap<>();
        Parallel.map(journal.add(), added -> {
            try {
                VerifiedTables.Table table = VerifiedTables.verify(results, added.path());
                return table.rows() == added.rows() ? verified.put(added.path(), table) : null;
            } catch (FileNotFoundException | DamagedException e) {
                return null;
            }
        });
        return Optional.of(verified)
                .filter(whole -> whole.size() == journal.add().size());
    }

    private void rollBack(Journal journal) throws IOException {
        deleteTemporaries(journal);
        Parallel.map(journal.add(), added -> fileSystem.delete(file(added.path()), false));
        deleteJournal();
    }

    private void deleteTemporaries(Journal journal) throws IOException {
        Parallel.map(journal.add(), added -> fileSystem.delete(CompactionBatch.temporary(file(added.path())), false));
    }

    private void deleteJournal() throws IOException {
        fileSystem.delete(new Path(results.path(), Journal.NAME), false);
    }

    private Path file(String path) {
        return new Path(results.path(), path);
    }

    /** Ids of entries, in batches small enough to be in memory together. */
    private List<List<String>> batches(List<FileStatus> files) {
        List<List<String>> batches = new ArrayList<>();
        List<String> batch = new ArrayList<>();
        long bytes = 0;
        for (FileStatus file : files) {
            if (batch.size() == mostEntries || !batch.isEmpty() && bytes + file.getLen() > MOST_BYTES) {
                batches.add(batch);
                batch = new ArrayList<>();
                bytes = 0;
            }
            batch.add(Ledger.id(file));
            bytes += file.getLen();
        }
        if (!batch.isEmpty()) {
            batches.add(batch);
        }
        return batches;
    }
}
