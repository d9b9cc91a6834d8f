package fwlstm.train;

import fwlstm.config.Trial;
import fwlstm.io.Sentence;
import fwlstm.io.WholeFile;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;

/** The checkpoint of a single trial in one local file, replaced atomically. */
public record FileCheckpoint(Path file) implements Checkpoints {
    /** Whether the file starts like a checkpoint; false if there is none. */
    public boolean isCheckpoint() throws IOException {
        if (!Files.isRegularFile(file)) {
            return false;
        }
        try (InputStream in = Files.newInputStream(file)) {
            return Checkpoint.begins(in.readNBytes(Long.BYTES));
        }
    }

    /**
     * The checkpoint, of any trial.
     *
     * @throws IOException if there is none, or it is damaged
     */
    public Checkpoint read() throws IOException {
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Checkpoint.read(in);
        }
    }

    @Override
    public Optional<Checkpoint> load(Trial trial, String numerics) throws IOException {
        if (!Files.exists(file)) {
            return Optional.empty();
        }
        try (InputStream in = new BufferedInputStream(Files.newInputStream(file))) {
            return Optional.of(Checkpoint.read(in, trial, numerics));
        } catch (IOException e) {
            throw new IOException(file + ": " + Sentence.of(e), e);
        }
    }

    @Override
    public void save(Checkpoint checkpoint, boolean needed) throws IOException {
        WholeFile.write(file, checkpoint::write);
    }
}
