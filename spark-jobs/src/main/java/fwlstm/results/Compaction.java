package fwlstm.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
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
 * Cut off anywhere, all of a batch counts or none of it, for readers at once ({@link TableFiles}) and on disk after
 * {@link #recover()}. One process at a time may compact a directory.
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
     * A compaction with bounds of its own.
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
     * Moves what is in the ledger into the tables; damaged entries stay where they are.
     *
     * @return empty if all of it was moved, else in one line why not; then the rest is in the ledger
     * @throws IOException in one line, if files cannot be written; then the ledger is as it was
     */
    public Optional<String> run() throws IOException {
        Optional<String> unfinished = recover();
        if (unfinished.isPresent()) {
            return unfinished;
        }
        TrialIndex index = TrialIndex.of(results);
        for (List<String> ids : batches(results.ledger().files())) {
            unfinished = fold(ids, index);
            if (unfinished.isPresent()) {
                return unfinished;
            }
        }
        return Optional.empty();
    }

    /**
     * Finishes a compaction that was cut off, if all its new files are whole, else undoes it.
     *
     * @return empty if no compaction is under way any more, else in one line why it still is
     */
    public Optional<String> recover() throws IOException {
        Optional<Journal> journal;
        try {
            journal = Journal.read(fileSystem, results.path());
        } catch (DamagedException e) { // cut off while it was published: nothing was changed after it
            deleteJournal();
            return Optional.empty();
        }
        if (journal.isEmpty()) {
            return Optional.empty();
        }
        if (!isWhole(journal.get())) {
            rollBack(journal.get());
            return Optional.empty();
        }
        deleteTemporaries(journal.get());
        return finish(journal.get(), List.of());
    }

    private Optional<String> fold(List<String> ids, TrialIndex index) throws IOException {
        Ledger ledger = results.ledger();
        List<Entry> batch = new ArrayList<>();
        List<String> obsolete = new ArrayList<>();
        for (Entry entry : ledger.entries(ids, Function.identity())) {
            if (index.hasFinal(entry.trialId())) { // by a compaction cut off before it could clear the ledger
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
        Optional<String> damaged = files.setAsideDamaged();
        if (damaged.isPresent()) {
            return damaged;
        }
        Journal journal = files.plan();
        if (!journal.publish(fileSystem, results.path())) {
            throw new IOException("cannot compact " + results.name() + ": another process does");
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
        if (!isWhole(journal)) {
            rollBack(journal);
            throw new IOException(
                    "cannot record " + results.name() + ": its file system does not keep what is written");
        }
        Optional<String> unfinished = finish(journal, batch);
        files.updateIndex();
        return unfinished;
    }

    /** Deletes what the new files replace, once listings show these. */
    private Optional<String> finish(Journal journal, List<Entry> batch) throws IOException {
        List<String> added = journal.add().stream().map(Journal.Added::path).toList();
        long deadline = System.nanoTime() + patience.toNanos();
        for (long wait = 10; !TableFiles.list(results).containsAll(added); wait = Math.min(2 * wait, 1000)) {
            if (System.nanoTime() > deadline) {
                return Optional.of(results.name()
                        + ": its file system does not list new files yet; nothing is lost, the next sweep tidies up");
            }
            TableFiles.pause(wait);
        }
        Parallel.map(journal.remove(), path -> fileSystem.delete(file(path), false));
        List<String> moved = new ArrayList<>();
        for (Entry entry : batch) {
            // What is not final may have been replaced since it was read.
            if (entry.status().isFinal()
                    || results.ledger().entry(entry.trialId()).equals(Optional.of(entry))) {
                moved.add(entry.trialId());
            }
        }
        results.ledger().remove(moved);
        deleteJournal();
        return Optional.empty();
    }

    private boolean isWhole(Journal journal) throws IOException {
        List<Boolean> whole = Parallel.map(journal.add(), added -> {
            try {
                return TableFile.rows(fileSystem, file(added.path())) == added.rows();
            } catch (FileNotFoundException | DamagedException e) {
                return false;
            }
        });
        return !whole.contains(false);
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

    /** Ids of entries, in batches of few enough to be in memory together. */
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
