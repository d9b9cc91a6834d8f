package fwlstm.results;

import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.train.Checkpoint;
import fwlstm.train.Checkpoints;
import java.io.BufferedInputStream;
import java.io.BufferedOutputStream;
import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.apache.hadoop.fs.FSDataOutputStream;
import org.apache.hadoop.fs.FSError;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The newest checkpoint of each running trial, on the file system of the results. A trial has two files, {@code
 * TRIAL_ID.0} and {@code TRIAL_ID.1}, and a save overwrites the older one: an interruption at any point leaves the
 * previous checkpoint. Trials may be saved from several threads, each trial from one.
 */
public final class StoredCheckpoints implements Checkpoints {
    private static final System.Logger LOG = System.getLogger("fwlstm.results");
    private static final int SLOTS = 2;

    private final FileSystem fileSystem;
    private final Path directory;
    private final long nanosBetween;
    private final Map<String, Saved> saved = new ConcurrentHashMap<>();

    /**
     * The state of a trial's checkpoints.
     *
     * @param slot of the newest checkpoint
     * @param nanos when it was saved or loaded, by the clock of {@link System#nanoTime}
     */
    private record Saved(int slot, long nanos) {}

    /**
     * The checkpoints in a directory.
     *
     * @param secondsBetween the shortest time from loading or saving a trial to its next save; 0 to keep every
     *     checkpoint
     */
    public StoredCheckpoints(FileSystem fileSystem, Path directory, double secondsBetween) {
        this.fileSystem = fileSystem;
        this.directory = directory;
        this.nanosBetween = (long) (secondsBetween * 1e9);
    }

    /** The newest intact checkpoint; a damaged one is skipped with a warning in the log. */
    @Override
    public Optional<Checkpoint> load(Trial trial, String numerics) {
        Checkpoint newest = null;
        int newestSlot = SLOTS - 1;
        for (int slot = 0; slot < SLOTS; slot++) {
            Optional<Checkpoint> checkpoint = read(trial, numerics, slot);
            if (checkpoint.isPresent() && (newest == null || checkpoint.get().update() > newest.update())) {
                newest = checkpoint.get();
                newestSlot = slot;
            }
        }
        saved.put(trial.id(), new Saved(newestSlot, System.nanoTime()));
        return Optional.ofNullable(newest);
    }

    private Optional<Checkpoint> read(Trial trial, String numerics, int slot) {
        Path file = file(trial, slot);
        try (InputStream in = new BufferedInputStream(fileSystem.open(file))) {
            Checkpoint checkpoint = Checkpoint.read(in, trial, numerics);
            if (in.read() >= 0) {
                throw new IOException("it has more than a checkpoint");
            }
            return Optional.of(checkpoint);
        } catch (FileNotFoundException e) {
            return Optional.empty();
        } catch (IOException | FSError e) {
            LOG.log(System.Logger.Level.WARNING, "{0} is skipped: {1}", file, Sentence.of(e));
            return Optional.empty();
        }
    }

    /** The newest intact checkpoint of a trial, whatever numerics it was made with; for readers that do not resume. */
    public Optional<Checkpoint> newest(String trialId) {
        return IntStream.range(0, SLOTS)
                .mapToObj(slot -> read(new Path(directory, trialId + "." + slot)))
                .flatMap(Optional::stream)
                .filter(checkpoint -> checkpoint.trial().id().equals(trialId))
                .max(Comparator.comparingInt(Checkpoint::update));
    }

    private Optional<Checkpoint> read(Path file) {
        try (InputStream in = new BufferedInputStream(fileSystem.open(file))) {
            return Optional.of(Checkpoint.read(in));
        } catch (IOException | FSError e) { // none, being written, or of another fw-lstm
            LOG.log(System.Logger.Level.DEBUG, "{0} is skipped: {1}", file, Sentence.of(e));
            return Optional.empty();
        }
    }

    /**
     * Refuses checkpoints of a newer fw-lstm, which this one would overwrite or delete.
     *
     * @throws fwlstm.config.ConfigException naming the first of them
     */
    void refuseNewer() throws IOException {
        List<FileStatus> files = Stream.of(Publication.list(fileSystem, directory))
                .filter(FileStatus::isFile)
                .sorted(Comparator.comparing(FileStatus::getPath))
                .toList();
        Parallel.map(files, status -> {
            try (InputStream in = fileSystem.open(status.getPath())) {
                Checkpoint.refuseNewer(Publication.name(status.getPath()), in.readNBytes(Checkpoint.HEAD));
            } catch (FileNotFoundException | FSError e) { // gone, or damaged: it will be skipped
                LOG.log(System.Logger.Level.DEBUG, "{0} cannot be read", status.getPath());
            }
            return null;
        });
    }

    @Override
    public boolean isDue(Trial trial) {
        Saved last = saved.get(trial.id());
        return last == null || System.nanoTime() - last.nanos >= nanosBetween;
    }

    /**
     * Saves a checkpoint if it is required or due. If one that is not required cannot be saved, the log has a warning
     * and training continues.
     *
     * @throws IOException naming the file, if a required one cannot be written; then the previous checkpoint is still
     *     there
     */
    @Override
    public void save(Checkpoint checkpoint, boolean needed) throws IOException {
        int slot = (lastSlot(checkpoint) + 1) % SLOTS;
        if (needed) {
            save(checkpoint, slot);
        } else if (isDue(checkpoint.trial())) {
            try {
                save(checkpoint, slot);
            } catch (IOException e) {
                LOG.log(System.Logger.Level.WARNING, Sentence.of(e));
            }
        }
    }

    private void save(Checkpoint checkpoint, int slot) throws IOException {
        Trial trial = checkpoint.trial();
        Path file = file(trial, slot);
        try (FSDataOutputStream out = Publication.create(fileSystem, file);
                BufferedOutputStream buffer = new BufferedOutputStream(out, 1 << 16)) {
            checkpoint.write(buffer);
            buffer.flush();
            Publication.sync(out);
        } catch (IOException | FSError e) {
            Publication.deleteQuietly(fileSystem, file);
            throw Publication.cannotRecord(file, e);
        }
        saved.put(trial.id(), new Saved(slot, System.nanoTime()));
    }

    private int lastSlot(Checkpoint checkpoint) {
        Trial trial = checkpoint.trial();
        if (!saved.containsKey(trial.id())) {
            load(trial, checkpoint.numerics());
        }
        return saved.get(trial.id()).slot;
    }

    /** Deletes the checkpoints of a trial, once it is recorded. */
    public void delete(Trial trial) throws IOException {
        saved.remove(trial.id());
        for (int slot = 0; slot < SLOTS; slot++) {
            fileSystem.delete(file(trial, slot), false);
        }
    }

    private Path file(Trial trial, int slot) {
        return new Path(directory, trial.id() + "." + slot);
    }
}
