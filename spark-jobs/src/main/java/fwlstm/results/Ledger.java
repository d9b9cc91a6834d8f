package fwlstm.results;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Function;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * A directory with one file for each recorded trial, {@code TRIAL_ID.json}: a line of JSON and a line with its checksum.
 * The first publication of a trial wins; a second one, by a retry or a lost worker that was not lost, is dropped. Only a
 * record that is not final gives way to one that is.
 */
public final class Ledger {
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final String SUFFIX = ".json";
    private static final String NAME = "[0-9a-f]{16}\\.json";
    private static final int MOST_BYTES = 64 << 20;

    private final FileSystem fileSystem;
    private final Path directory;

    Ledger(FileSystem fileSystem, Path directory) {
        this.fileSystem = fileSystem;
        this.directory = directory;
    }

    /**
     * Publishes the record of a trial.
     *
     * @return false if the trial has a record already; then that one stays
     * @throws IOException naming the file, if it could not be written
     */
    public boolean publish(Entry entry) throws IOException {
        Path file = file(entry.trialId());
        if (fileSystem.exists(file)) {
            makeWay(entry, file);
        }
        return Publication.publish(fileSystem, file, Checksummed.seal(entry.toJson()));
    }

    /** Removes a record that counts less than another of the trial: one that is damaged, or not final. */
    private void makeWay(Entry entry, Path file) throws IOException {
        try {
            Optional<Entry> recorded = read(entry.trialId());
            if (recorded.isPresent()
                    && !recorded.get().status().isFinal()
                    && entry.status().isFinal()) {
                fileSystem.delete(file, false);
            }
        } catch (DamagedException e) {
            Path aside = Publication.setAside(fileSystem, file);
            LOG.log(System.Logger.Level.WARNING, "{0} is set aside: {1}", aside, e.getMessage());
        }
    }

    /** The record of a trial, if it has one here that is whole; seen by name, at once, where a listing may lag. */
    public Optional<Entry> entry(String trialId) throws IOException {
        return readOrPassOver(trialId);
    }

    /** The ids of the published trials, damaged ones included, sorted. */
    public List<String> ids() throws IOException {
        return files().stream().map(Ledger::id).toList();
    }

    /** The published trials in order of their ids. A file that is damaged is passed over: its trial counts as missing. */
    public List<Entry> entries() throws IOException {
        return entries(ids(), Function.identity());
    }

    /** What is made of each of the published trials, so that not all need to be in memory at the same time. */
    public <T> List<T> entries(Function<Entry, T> view) throws IOException {
        return entries(ids(), view);
    }

    <T> List<T> entries(List<String> ids, Function<Entry, T> view) throws IOException {
        return Parallel.map(ids, id -> readOrPassOver(id).map(view).orElse(null)).stream()
                .filter(Objects::nonNull)
                .toList();
    }

    /** Renames what is damaged or has no business here, so that trials can be published again; says which and why. */
    public List<String> setAsideDamaged() throws IOException {
        List<FileStatus> visible = Arrays.stream(Publication.list(fileSystem, directory))
                .filter(status -> !isHidden(status.getPath()))
                .sorted(Comparator.comparing(FileStatus::getPath))
                .toList();
        return Parallel.map(visible, status -> setAsideIfDamaged(status.getPath())).stream()
                .flatMap(Optional::stream)
                .toList();
    }

    private Optional<String> setAsideIfDamaged(Path file) throws IOException {
        String problem;
        if (!file.getName().matches(NAME)) {
            if (!fileSystem.exists(file)) {
                return Optional.empty();
            }
            problem = "it is no record of a trial";
        } else {
            try {
                read(id(file));
                return Optional.empty();
            } catch (DamagedException e) {
                problem = "its trial runs again: " + e.getMessage();
            }
        }
        Path aside = Publication.setAside(fileSystem, file);
        return Optional.of(Publication.name(aside) + " is set aside, " + problem);
    }

    /** Deletes what publications that were cut off have left. To be called before any task publishes. */
    public void removeLeftovers() throws IOException {
        Publication.removeLeftovers(fileSystem, directory);
    }

    /** Removes trials, once they are safe elsewhere or to run again. */
    public void remove(Collection<String> trialIds) throws IOException {
        Parallel.map(List.copyOf(trialIds), id -> fileSystem.delete(file(id), false));
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

    private Optional<Entry> readOrPassOver(String trialId) throws IOException {
        try {
            return read(trialId);
        } catch (DamagedException e) {
            LOG.log(System.Logger.Level.WARNING, "{0} is passed over: {1}", file(trialId), e.getMessage());
            return Optional.empty();
        }
    }

    /** A published trial; empty if there is none, perhaps because it went into the tables meanwhile. */
    private Optional<Entry> read(String trialId) throws IOException {
        Optional<byte[]> file = Checksummed.read(fileSystem, file(trialId), MOST_BYTES);
        return file.isEmpty() ? Optional.empty() : Optional.of(parse(file.get(), trialId));
    }

    private Entry parse(byte[] file, String trialId) throws DamagedException {
        byte[] json = Checksummed.open(file);
        try {
            return Entry.fromJson(json, trialId);
        } catch (NewerFormatException e) {
            throw e.of(file(trialId));
        } catch (IOException e) { // from bytes in memory: what is wrong is what they say
            throw new DamagedException(e);
        }
    }

    private static boolean isHidden(Path file) {
        return file.getName().startsWith("_") || file.getName().startsWith(".");
    }

    private Path file(String trialId) {
        return new Path(directory, trialId + SUFFIX);
    }
}
