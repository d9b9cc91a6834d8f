package fwlstm.results;

import fwlstm.config.ConfigException;
import fwlstm.io.TextFile;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Optional;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;

/**
 * The text of a sweep in a results directory, which its owner may edit. A new text is first written with a checksum to
 * {@code sweep.yaml.new}. As long as that file exists and is intact, it counts, so that an interrupted replacement
 * leaves either the old or the new text intact.
 */
record StoredSweep(FileSystem fileSystem, Path results) {
    static final String NAME = "sweep.yaml";
    static final String NEW_NAME = "sweep.yaml.new";
    private static final int MOST_BYTES = 4 << 20;

    /** The text; empty if there is none yet. */
    Optional<String> text() throws IOException {
        Optional<String> fresh = fresh();
        if (fresh.isPresent()) {
            return fresh;
        }
        Optional<byte[]> bytes = Checksummed.read(fileSystem, file(NAME), MOST_BYTES);
        return bytes.isEmpty() ? Optional.empty() : Optional.of(decode(bytes.get()));
    }

    /** Whether there is one. */
    boolean exists() throws IOException {
        return fileSystem.exists(file(NAME)) || fileSystem.exists(file(NEW_NAME));
    }

    private Optional<String> fresh() throws IOException {
        try {
            Optional<byte[]> file = Checksummed.read(fileSystem, file(NEW_NAME), 2 * MOST_BYTES);
            return file.isEmpty() ? Optional.empty() : Optional.of(decode(Checksummed.open(file.get())));
        } catch (DamagedException e) { // interrupted while it was written: the old text is untouched
            return Optional.empty();
        }
    }

    private static String decode(byte[] bytes) throws DamagedException {
        try {
            return TextFile.decode(bytes);
        } catch (TextFile.EncodingException e) {
            throw new DamagedException(NAME + " holds " + e.getMessage());
        }
    }

    /** Makes this the text. */
    void replace(String text) throws IOException {
        byte[] bytes = text.getBytes(StandardCharsets.UTF_8);
        if (bytes.length > MOST_BYTES) { // it could not be read again
            throw ConfigException.of(
                    "sweep file", bytes.length + " bytes", "at most " + MOST_BYTES + " with all that --set gives");
        }
        Optional<String> fresh = fresh();
        if (fresh.isPresent()) { // interrupted: the old file may be incomplete
            Publication.write(fileSystem, file(NAME), fresh.get().getBytes(StandardCharsets.UTF_8));
        }
        fileSystem.delete(file(NEW_NAME), false);
        if (text().equals(Optional.of(text))) {
            return;
        }
        Publication.write(fileSystem, file(NEW_NAME), Checksummed.seal(bytes));
        Publication.write(fileSystem, file(NAME), bytes);
        fileSystem.delete(file(NEW_NAME), false);
    }

    private Path file(String name) {
        return new Path(results, name);
    }
}
