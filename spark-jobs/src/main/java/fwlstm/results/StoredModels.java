package fwlstm.results;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileStatus;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The trained networks that a sweep keeps, {@code TRIAL_ID.safetensors}, as bytes. A trial's model is published before
 * its record, so that every recorded trial of a sweep that keeps models has an intact model. Until the record exists,
 * the model's name includes the results, {@code _TRIAL_ID.RESULTS.safetensors}: attempts may differ in their last bits,
 * and the model of the recorded numbers must stay.
 */
public final class StoredModels {
    private static final String SUFFIX = ".safetensors";
    private static final String NAME = "[0-9a-f]{16}\\.safetensors";
    private static final String ATTEMPT = "_[0-9a-f]{16}\\.[0-9a-f]{16}\\.safetensors";
    private static final int ID_LENGTH = 16;
    private static final int MOST_BYTES = 1 << 30;

    private final ResultsDirectory results;
    private final FileSystem fileSystem;
    private final Path directory;

    StoredModels(ResultsDirectory results) {
        this.results = results;
        this.fileSystem = results.fileSystem();
        this.directory = new Path(results.path(), "models");
    }

    /**
     * Publishes the model of a trial, before its record.
     *
     * @throws IOException naming the file, if it could not be written
     */
    public void publish(RecordedTrial record, byte[] model) throws IOException {
        Path file = attempt(record);
        if (fileSystem.exists(file) && !Arrays.equals(model, read(file).orElse(null))) { // interrupted
            fileSystem.delete(file, false);
        }
        Publication.publish(fileSystem, file, model);
    }

    /** Gives a model its final name, once its record is the one of the trial. */
    public void settle(RecordedTrial record) throws IOException {
        Path file = file(record.trialId());
        Optional<byte[]> model = read(attempt(record));
        if (model.isEmpty()) {
            return;
        }
        if (fileSystem.exists(file)) {
            boolean same = Arrays.equals(model.get(), read(file).orElse(null));
            if (!same && TrialIndex.of(results).hasFinal(record.trialId())) {
                return; // it belongs to the record in the tables, which counts
            }
            settle(attempt(record), file, same);
        } else {
            settle(attempt(record), file, false);
        }
    }

    private void settle(Path attempt, Path file, boolean same) throws IOException {
        if (same) {
            fileSystem.delete(attempt, false);
        } else {
            fileSystem.delete(file, false);
            Publication.rename(fileSystem, attempt, file);
        }
    }

    /** The model of a recorded trial; empty if it has none. */
    public Optional<byte[]> read(RecordedTrial record) throws IOException {
        Optional<byte[]> model = read(attempt(record));
        return model.isPresent() ? model : read(record.trialId());
    }

    /** The model under the name of a trial; empty if there is none. */
    public Optional<byte[]> read(String trialId) throws IOException {
        return read(file(trialId));
    }

    private Optional<byte[]> read(Path file) throws IOException {
        return Checksummed.read(fileSystem, file, MOST_BYTES);
    }

    /** The trials that have a model. */
    public Set<String> ids() throws IOException {
        return Arrays.stream(Publication.list(fileSystem, directory))
                .map(status -> status.getPath().getName())
                .filter(name -> name.matches(NAME))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .collect(Collectors.toSet());
    }

    /**
     * Gives models whose records exist their final names, and deletes interrupted files and the models of attempts that
     * were not recorded. To be called before any task publishes, and after the records are repaired.
     */
    void tidyUp() throws IOException {
        Publication.removeLeftovers(fileSystem, directory);
        for (FileStatus status : Publication.list(fileSystem, directory)) {
            Path attempt = status.getPath();
            if (attempt.getName().matches(ATTEMPT)) {
                String trialId = attempt.getName().substring(1, 1 + ID_LENGTH);
                Optional<RecordedTrial> record = RecordedTrials.find(results, trialId);
                if (record.isPresent() && attempt(record.get()).getName().equals(attempt.getName())) {
                    settle(attempt, file(trialId), false);
                } else {
                    fileSystem.delete(attempt, false);
                }
            }
        }
    }

    private Path attempt(RecordedTrial record) {
        return new Path(directory, "_" + record.trialId() + "." + record.resultsId() + SUFFIX);
    }

    private Path file(String trialId) {
        return new Path(directory, trialId + SUFFIX);
    }
}
