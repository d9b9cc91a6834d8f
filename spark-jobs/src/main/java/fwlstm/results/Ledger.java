package fwlstm.results;

import fwlstm.results.RecordedTrials.RecordedStatus;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory with one file for each recorded trial, {@code TRIAL_ID.json}: a line of JSON and a line with its
 * checksum. The first publication of a trial wins; a second one, by a retry or by a worker that seemed lost, is
 * dropped. Only a record that is not final is replaced, by a final one or by one with more updates.
 */
public final class Ledger {
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final String SUFFIX = ".json";
    private static final String NAME = "[0-9a-f]{16}\\.json";
    private static final int ID_LENGTH = 16;

    /** Suffix of records that were about to be deleted. */
    private static final String MOVED_SUFFIX = ".moved";

    private static final String MOVED = "_[0-9a-f]{16}\\.json\\.[0-9a-f]{32}\\.moved";

    static final int MOST_BYTES = 64 << 20;

    /** The largest size of an evaluation in a record, in bytes, with room for future columns. */
    private static final int BYTES_PER_EVALUATION = 320;

    /** The largest number of evaluations in a record that can be read again. */
    public static final int MOST_EVALUATIONS = MOST_BYTES / BYTES_PER_EVALUATION / 1000 * 1000;

    private final FileSystem fileSystem;
    private final Path directory;
    private final RecordFormat format;

    Ledger(FileSystem fileSystem, Path directory, RecordFormat format) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.format = format;
    }

    /**
     * Publishes the record of a trial.
     *
     * @return false if the trial already has a record, which then stays
     * @throws IOException naming the file, if it could not be written
     */
    public boolean publish(RecordedTrial entry) throws IOException {
        Path file = file(entry.trialId());
        if (fileSystem.exists(file)) {
            makeWay(entry, file);
        }
        return Publication.publish(fileSystem, file, Checksummed.seal(entry.toJson()));
    }

    /** Removes a record that counts less than another of the trial: one that is damaged, or not final. */
    private void makeWay(RecordedTrial entry, Path file) throws IOException {
        try {
            Optional<RecordedTrial> recorded = read(entry.trialId());
            if (recorded.isPresent() && entry.supersedes(recorded.get())) {
                removeUnlessReplaced(recorded.get());
            }
        } catch (DamagedException e) {
            Path aside = Publication.quarantine(fileSystem, file);
            LOG.log(System.Logger.Level.WARNING, "{0} is quarantined: {1}", aside, e.getMessage());
        }
    }

    /** The intact record of a trial, if it has one here. It is accessed by name, since a listing may lag. */
    public Optional<RecordedTrial> entry(String trialId) throws IOException {
        return readOrPassOver(trialId);
    }

    /** The ids of the published trials, damaged ones included, sorted. */
    public List<String> ids() throws IOException {
        return files().stream().map(Ledger::id).toList();
    }

    /** The published trials in order of their ids. A damaged file is skipped: its trial counts as missing. */
    public List<RecordedTrial> entries() throws IOException {
        return entries(ids(), Function.identity());
    }

    /** Maps each of the published trials, so that not all need to be in memory at the same time. */
    public <T> List<T> entries(Function<RecordedTrial, T> view) throws IOException {
        return entries(ids(), view);
    }

    <T> List<T> entries(List<String> ids, Function<RecordedTrial, T> view) throws IOException {
        return Parallel.map(ids, id -> readOrPassOver(id).map(view).orElse(null)).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /**
     * Quarantines damaged records, so that their trials can be published again; returns which and why. Other files are
     * left alone.
     */
    public List<String> quarantineDamaged() throws IOException {
        VerifiedTables known = VerifiedTables.read(fileSystem, directory, format);
        List<FileStatus> unknown =
                files().stream().filter(status -> known(known, status) == null).toList();
        return Parallel.map(unknown, status -> quarantineIfDamaged(status.getPath())).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> quarantineIfDamaged(Path file) throws IOException {
        try {
            read(id(file));
            return Optional.empty();
        } catch (DamagedException e) {
            Path aside = Publication.quarantine(fileSystem, file);
            return Optional.of(Publication.name(aside) + " is quarantined, its trial runs again: " + e.getMessage());
        }
    }

    /** The state of the published trials, by id. Unchanged files that are remembered are not read again. */
    Map<String, RecordedStatus> recorded() throws IOException {
        Map<String, RecordedStatus> recorded = new HashMap<>();
        read(VerifiedTables.read(fileSystem, directory, format))
                .values()
                .forEach(file -> file.trials().forEach(trial -> recorded.put(trial.trialId(), trial.recorded())));
        return recorded;
    }

    /**
     * Remembers the state of the published trials, where they stay for long. To be called when damaged ones are gone.
     */
    void remember() throws IOException {
        VerifiedTables known = VerifiedTables.read(fileSystem, directory, format);
        SortedMap<String, VerifiedTables.Table> now = read(known);
        if (!now.equals(known.tables())) {
            VerifiedTables.write(fileSystem, directory, format, now);
        }
    }

    /** Makes the next sweep read every record again, since one of them turned out to be damaged. */
    public void distrust() {
        VerifiedTables.forget(fileSystem, directory);
    }

    private SortedMap<String, VerifiedTables.Table> read(VerifiedTables known) throws IOException {
        SortedMap<String, VerifiedTables.Table> read = new TreeMap<>();
        List<FileStatus> fresh = new ArrayList<>();
        for (FileStatus status : files()) {
            VerifiedTables.Table before = known(known, status);
            if (before == null) {
                fresh.add(status);
            } else {
                read.put(status.getPath().getName(), before);
            }
        }
        List<Optional<RecordedTrial>> entries = Parallel.map(fresh, status -> readOrPassOver(id(status)));
        for (int k = 0; k < fresh.size(); k++) {
            FileStatus status = fresh.get(k);
            entries.get(k)
                    .map(entry -> new VerifiedTables.Known(entry.trialId(), RecordedStatus.of(entry)))
                    .ifPresent(standing -> read.put(
                            status.getPath().getName(),
                            new VerifiedTables.Table(VerifiedTables.Stamp.of(status), 1, List.of(standing))));
        }
        return read;
    }

    private static VerifiedTables.Table known(VerifiedTables known, FileStatus status) {
        VerifiedTables.Table before = known.tables().get(status.getPath().getName());
        return before != null && before.stamp().equals(VerifiedTables.Stamp.of(status)) ? before : null;
    }

    /** Deletes the remains of interrupted publications. To be called before any task publishes. */
    public void removeLeftovers() throws IOException {
        Publication.removeLeftovers(fileSystem, directory);
        for (FileStatus status : Publication.list(fileSystem, directory)) {
            if (status.getPath().getName().matches(MOVED)) {
                deleteUnlessOther(status.getPath(), Optional.empty());
            }
        }
    }

    /** Removes trials that are safe elsewhere or will run again. */
    public void remove(Collection<String> trialIds) throws IOException {
        Parallel.map(List.copyOf(trialIds), id -> fileSystem.delete(file(id), false));
    }

    /**
     * Removes a record that was read before, unless another has replaced it since. The file is moved away first, so
     * that the file that is checked is the file that is deleted.
     */
    void removeUnlessReplaced(RecordedTrial known) throws IOException {
        Path aside = new Path(directory, "_" + known.trialId() + SUFFIX + "." + Publication.unique() + MOVED_SUFFIX);
        try {
            if (fileSystem.rename(file(known.trialId()), aside)) {
                deleteUnlessOther(aside, Optional.of(known));
            }
        } catch (FileNotFoundException e) {
            LOG.log(System.Logger.Level.DEBUG, "{0} is gone already", file(known.trialId()));
        }
    }

    /** Deletes a record that was moved away; one that nobody has read before is put back. */
    private void deleteUnlessOther(Path aside, Optional<RecordedTrial> known) throws IOException {
        try {
            Optional<byte[]> content = Checksummed.read(fileSystem, aside, MOST_BYTES);
            if (content.isPresent()) {
                RecordedTrial moved = parse(content.get(), aside.getName().substring(1, 1 + ID_LENGTH));
                if (!Optional.of(moved).equals(known)) {
                    publish(moved);
                }
            }
        } catch (DamagedException e) { // an interrupted copy, whose original is still there
            LOG.log(System.Logger.Level.DEBUG, "{0} is deleted: {1}", aside, e.getMessage());
        }
        fileSystem.delete(aside, false);
    }

    /** The files of published trials in order of their ids. */
    List<FileStatus> files() throws IOException {
        List<FileStatus> files = new ArrayList<>();
        for (FileStatus status : Publication.list(fileSystem, directory)) {
            if (status.getPath().getName().matches(NAME)) {
                files.add(status);
            }
        }
        files.sort(Comparator.comparing(FileStatus::getPath));
        return files;
    }

    static String id(FileStatus status) {
        return id(status.getPath());
    }

    private static String id(Path file) {
        String name = file.getName();
        return name.substring(0, name.length() - SUFFIX.length());
    }

    private Optional<RecordedTrial> readOrPassOver(String trialId) throws IOException {
        try {
            return read(trialId);
        } catch (DamagedException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} is skipped: {1}", file(trialId), e.getMessage());
            return Optional.empty();
        }
    }

    /** A published trial; empty if there is none, perhaps because it has moved into the tables. */
    private Optional<RecordedTrial> read(String trialId) throws IOException {
        Optional<byte[]> file = Checksummed.read(fileSystem, file(trialId), MOST_BYTES);
        return file.isEmpty() ? Optional.empty() : Optional.of(parse(file.get(), trialId));
    }

    private RecordedTrial parse(byte[] file, String trialId) throws DamagedException {
        byte[] json = Checksummed.open(file);
        try {
            return RecordedTrial.fromJson(json, trialId, format);
        } catch (NewerFormatException e) {
            throw e.of(file(trialId));
        } catch (IOException e) { // the bytes are in memory, so that their content is wrong
            throw new DamagedException(e);
        }
    }

    private Path file(String trialId) {
        return new Path(directory, trialId + SUFFIX);
    }
}
