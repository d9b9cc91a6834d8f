package fwlstm.results;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The trained networks that a sweep keeps, {@code TRIAL_ID.safetensors}, as bytes. A trial's model is published before its
 * record, so that every recorded trial of a sweep that keeps models has its model, whole.
 */
public final class StoredModels {
    private static final String SUFFIX = ".safetensors";
    private static final String NAME = "[0-9a-f]{16}\\.safetensors";
    private static final int MOST_BYTES = 1 << 30;

    private final FileSystem fileSystem;
    private final Path directory;

    StoredModels(FileSystem fileSystem, Path directory) {
        this.fileSystem = fileSystem;
        this.directory = directory;
    }

    /**
     * Publishes the model of a trial that has no record yet. One that is there already is of an attempt that was cut off
     * before it could record the trial, and gives way unless it is the same.
     *
     * @throws IOException naming the file, if it could not be written
     */
    public void publish(String trialId, byte[] model) throws IOException {
        Path file = file(trialId);
        if (fileSystem.exists(file) && !Arrays.equals(model, read(trialId).orElse(null))) {
            fileSystem.delete(file, false);
        }
        Publication.publish(fileSystem, file, model);
    }

    /** The model of a trial; empty if none was kept. */
    public Optional<byte[]> read(String trialId) throws IOException {
        return Checksummed.read(fileSystem, file(trialId), MOST_BYTES);
    }

    /** The trials that have a model. */
    public Set<String> ids() throws IOException {
        return Arrays.stream(Publication.list(fileSystem, directory))
                .map(status -> status.getPath().getName())
                .filter(name -> name.matches(NAME))
                .map(name -> name.substring(0, name.length() - SUFFIX.length()))
                .collect(Collectors.toSet());
    }

    /** Deletes what publications that were cut off have left. To be called before any task publishes. */
    void removeLeftovers() throws IOException {
        Publication.removeLeftovers(fileSystem, directory);
    }

    private Path file(String trialId) {
        return new Path(directory, trialId + SUFFIX);
    }
}
