package fwlstm.results;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.hadoop.fs.FSDataInputStream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The ledger: one file for each finished trial, written under a temporary name, forced to disk, then published under the
 * trial's id. The first publication wins; a second one of the same trial, by a retry or a lost worker that was not lost,
 * is dropped.
 */
public final class Ledger {
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final String SUFFIX = ".json";
    private static final String DAMAGED = ".damaged";

    private final FileSystem fileSystem;
    private final Path directory;

    Ledger(FileSystem fileSystem, Path directory) {
        this.fileSystem = fileSystem;
        this.directory = directory;
    }

    /**
     * Publishes a finished trial.
     *
     * @param attempt distinguishes attempts at the same trial that may run at the same time
     */
    public void publish(Entry entry, long attempt) throws IOException {
        Path published = file(entry.trialId());
        if (fileSystem.exists(published)) {
            return;
        }
        Path temporary = new Path(directory, "_" + entry.trialId() + "." + attempt);
        try (FSDataOutputStream out = fileSystem.create(temporary, true)) {
            out.write(entry.toJson());
            out.hsync();
        }
        if (fileSystem.exists(published) || !fileSystem.rename(temporary, published)) {
            fileSystem.delete(temporary, false);
            if (!fileSystem.exists(published)) {
                throw new IOException("cannot publish " + published);
            }
        }
    }

    /** The ids of the published trials. */
    public List<String> ids() throws IOException {
        List<String> ids = new ArrayList<>();
        for (FileStatus status : list()) {
            String name = status.getPath().getName();
            if (name.endsWith(SUFFIX) && !name.startsWith("_")) {
                ids.add(name.substring(0, name.length() - SUFFIX.length()));
            }
        }
        ids.sort(null);
        return ids;
    }

    /** The published trials. A file that is not whole is passed over: its trial counts as missing. */
    public List<Entry> entries() throws IOException {
        List<Entry> entries = new ArrayList<>();
        for (String id : ids()) {
            Optional<byte[]> json = read(id);
            if (json.isPresent()) {
                try {
                    entries.add(Entry.fromJson(json.get(), id));
                } catch (IOException e) {
                    LOG.log(System.Logger.Level.WARNING, "{0} is passed over: {1}", file(id), e.getMessage());
                }
            }
        }
        return entries;
    }

    /** Renames the files that are not whole, so that their trials can be published again; says which and why. */
    public List<String> setAsideDamaged() throws IOException {
        List<String> warnings = new ArrayList<>();
        for (String id : ids()) {
            Optional<byte[]> json = read(id);
            try {
                if (json.isPresent()) {
                    Entry.fromJson(json.get(), id);
                }
            } catch (IOException e) {
                Path aside = file(id).suffix(DAMAGED);
                if (!fileSystem.rename(file(id), aside)) {
                    throw new IOException("cannot rename " + file(id), e);
                }
                warnings.add(aside.toUri().getPath() + " is set aside, its trial runs again: " + firstLine(e));
            }
        }
        return warnings;
    }

    private static String firstLine(IOException e) {
        return String.valueOf(e.getMessage()).lines().findFirst().orElse("");
    }

    /** A published file; empty if it went into the tables meanwhile. */
    private Optional<byte[]> read(String id) throws IOException {
        try (FSDataInputStream in = fileSystem.open(file(id))) {
            return Optional.of(in.readAllBytes());
        } catch (FileNotFoundException e) {
            return Optional.empty();
        }
    }

    /** Removes trials, once they are safe elsewhere. */
    public void remove(List<Entry> entries) throws IOException {
        for (Entry entry : entries) {
            fileSystem.delete(file(entry.trialId()), false);
        }
    }

    private FileStatus[] list() throws IOException {
        try {
            return fileSystem.listStatus(directory);
        } catch (FileNotFoundException e) {
            return new FileStatus[0];
        }
    }

    private Path file(String trialId) {
        return new Path(directory, trialId + SUFFIX);
    }
}
